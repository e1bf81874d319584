package io.gpupool.clouds.emulator.gcp;

import com.github.tomakehurst.wiremock.common.Json;
import io.gpupool.clouds.emulator.ManualClock;
import io.gpupool.clouds.emulator.gcp.model.Behaviour;
import io.gpupool.clouds.emulator.gcp.model.MachineType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An emulated Google Cloud with a clock to move and plain HTTP to speak to it. */
final class GcpUnderTest implements AutoCloseable {

  static final String A = "us-central1-a";
  static final String B = "us-central1-b";
  static final String REGION = "us-central1";

  final ManualClock clock = new ManualClock();
  final EmulatedGcp gcp;
  final EmulatedProject project;
  private final HttpClient http = HttpClient.newHttpClient();

  GcpUnderTest() {
    this(Behaviour.usual());
  }

  GcpUnderTest(Behaviour behaviour) {
    gcp = EmulatedGcp.builder().clock(clock).behaviour(behaviour).start();
    gcp.addMachineType(MachineType.x86("n1-standard-8", 8, 30_720));
    gcp.addMachineType(MachineType.x86("g2-standard-4", 4, 16_384).with("nvidia-l4", 1));
    gcp.addMachineType(
        MachineType.x86("a3-highgpu-8g", 208, 1_916_928)
            .with("nvidia-h100-80gb", 8)
            .bundledSsds(16)
            .onlyIn(A, B));
    gcp.addMachineType(MachineType.arm("t2a-standard-4", 4, 16_384));
    project = gcp.project("ml-prod");
  }

  /** Lets time pass. */
  void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  /** Reads, by a path after the project. */
  Reply get(String path, String... headers) {
    return send(HttpRequest.newBuilder(uri("projects/ml-prod/" + path)).GET(), headers);
  }

  /** Posts a body, by a path after the project. */
  Reply post(String path, Map<String, ?> body, String... headers) {
    return send(
        HttpRequest.newBuilder(uri("projects/ml-prod/" + path))
            .POST(
                body.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(Json.write(body))),
        headers);
  }

  /** Sends anything. */
  Reply send(HttpRequest.Builder request, String... headers) {
    try {
      if (headers.length > 0) {
        request.headers(headers);
      }
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private URI uri(String path) {
    return gcp.endpoint().resolve("/compute/v1/" + path);
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The path of a group, zonal or regional. */
  static String path(String location, String group) {
    boolean zonal = location.matches(".*-[a-z]");
    return (zonal ? "zones/" : "regions/") + location + "/instanceGroupManagers/" + group;
  }

  Reply group(String location, String group) {
    return get(path(location, group));
  }

  Reply members(String location, String group) {
    return post(path(location, group) + "/listManagedInstances", Map.of());
  }

  /** What a group does about its instances, by name. */
  List<String> actions(String location, String group) {
    return members(location, group).texts("managedInstances.*.currentAction");
  }

  List<String> names(String location, String group) {
    return members(location, group).texts("managedInstances.*.name");
  }

  Reply resize(String location, String group, int size) {
    return post(path(location, group) + "/resize?size=" + size, Map.of());
  }

  Reply createInstances(String location, String group, String... names) {
    return post(
        path(location, group) + "/createInstances",
        Map.of("instances", Arrays.stream(names).map(name -> Map.of("name", name)).toList()));
  }

  Reply deleteInstances(String location, String group, boolean skip, String... urls) {
    return post(
        path(location, group) + "/deleteInstances",
        Map.of("instances", List.of(urls), "skipInstancesOnValidationError", skip));
  }

  /** What has become of an operation. */
  Reply again(Reply operation) {
    String link = operation.text("selfLink");
    return get(link.substring(link.indexOf("/ml-prod/") + "/ml-prod/".length()));
  }

  /** The URL of an instance, as clients send it. */
  static String instance(String zone, String name) {
    return "https://www.googleapis.com/compute/v1/projects/ml-prod/zones/"
        + zone
        + "/instances/"
        + name;
  }

  @Override
  public void close() {
    gcp.close();
  }
}
