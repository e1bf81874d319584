package io.gpupool.clouds.emulator.azure;

import com.github.tomakehurst.wiremock.common.Json;
import io.gpupool.clouds.emulator.ManualClock;
import io.gpupool.clouds.emulator.azure.model.Behaviour;
import io.gpupool.clouds.emulator.azure.model.MachineType;
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
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An emulated Azure with a clock to move and plain HTTP to speak to it. */
final class AzureUnderTest implements AutoCloseable {

  static final String ID = "11111111-2222-3333-4444-555555555555";
  static final String RG = "Ml-Prod";
  static final String REGION = "eastus";
  static final String H100 = "Standard_ND96isr_H100_v5";
  static final String T4 = "Standard_NC4as_T4_v3";

  final ManualClock clock = new ManualClock();
  final EmulatedAzure azure;
  final EmulatedSubscription subscription;
  private final HttpClient http = HttpClient.newHttpClient();

  AzureUnderTest() {
    this(Behaviour.usual(), builder -> builder.open());
  }

  AzureUnderTest(Behaviour behaviour) {
    this(behaviour, builder -> builder.open());
  }

  AzureUnderTest(UnaryOperator<EmulatedAzure.Builder> told) {
    this(Behaviour.usual(), told);
  }

  private AzureUnderTest(Behaviour behaviour, UnaryOperator<EmulatedAzure.Builder> told) {
    azure = told.apply(EmulatedAzure.builder().clock(clock).behaviour(behaviour)).start();
    azure.addMachineType(
        MachineType.x86(H100, 96, 1_900)
            .withGpus(8)
            .withLocalDisk(1_024_000)
            .ofFamily("standardNDSH100v5Family"));
    azure.addMachineType(
        MachineType.x86(T4, 4, 28)
            .withGpus(1)
            .withLocalDisk(180_224)
            .ofFamily("Standard NCASv3_T4 Family"));
    azure.addMachineType(MachineType.arm("Standard_D4ps_v5", 4, 15.5));
    subscription = azure.subscription(ID);
  }

  /** A uniform scale set. */
  static GroupDefinition uniform(String name) {
    return GroupDefinition.of(RG, REGION, name, T4);
  }

  /** A flexible scale set. */
  static GroupDefinition flexible(String name) {
    return uniform(name).flexible();
  }

  /** Lets time pass. */
  void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  /** Reads, by a path after the subscription. */
  Reply get(String path, String... headers) {
    return send("GET", path, Map.of(), headers);
  }

  /** Sends a request, by a path after the subscription; there is no body if it has no fields. */
  Reply send(String verb, String path, Map<String, ?> body, String... headers) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .method(
                verb,
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
      return new Reply(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private URI uri(String path) {
    return azure
        .endpoint()
        .resolve(
            "/subscriptions/"
                + ID
                + "/"
                + path
                + (path.contains("?") ? "&" : "?")
                + "api-version=2025-04-01");
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The path of something in the resource group. */
  static String here(String path) {
    return "resourceGroups/" + RG + "/providers/Microsoft.Compute/" + path;
  }

  /** The path of something in the whole subscription. */
  static String all(String path) {
    return "providers/Microsoft.Compute/" + path;
  }

  /** The path of a scale set. */
  static String path(String group) {
    return here("virtualMachineScaleSets/" + group);
  }

  Reply group(String group) {
    return get(path(group));
  }

  /** The machines of a uniform scale set, with their views. */
  Reply machines(String group) {
    return get(path(group) + "/virtualMachines?$expand=instanceView");
  }

  /** The machines of a flexible scale set, with their views. */
  Reply members(String group) {
    return get(
        all("virtualMachines?$expand=instanceView&$filter=")
            + encoded(
                "'virtualMachineScaleSet/id' eq '/subscriptions/" + ID + "/" + path(group) + "'"));
  }

  /** What Azure does with each machine of a uniform scale set. */
  List<String> states(String group) {
    return machines(group).texts("value.*.properties.provisioningState");
  }

  /** Asks for a capacity. */
  Reply resize(String group, int capacity, String... headers) {
    return send(
        "PATCH",
        path(group),
        Map.of("sku", Map.of("name", T4, "tier", "Standard", "capacity", capacity)),
        headers);
  }

  /** Deletes machines by their ids. */
  Reply delete(String group, String... instanceIds) {
    return send("POST", path(group) + "/delete", Map.of("instanceIds", List.of(instanceIds)));
  }

  /** How the operation stands that a request has begun. */
  Reply follow(Reply accepted) {
    return send(HttpRequest.newBuilder(URI.create(accepted.header("Azure-AsyncOperation"))).GET());
  }

  @Override
  public void close() {
    azure.close();
  }
}
