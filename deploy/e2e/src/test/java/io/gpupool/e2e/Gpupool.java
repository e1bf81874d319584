package io.gpupool.e2e;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The server under test: the jar that people get, as a process of its own, over mutual TLS. */
final class Gpupool implements AutoCloseable {

  private static final String CLIENT = "cluster-autoscaler.kube-system";

  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "AWS_ACCESS_KEY_ID", "AKIAE2E",
          "AWS_SECRET_ACCESS_KEY", "any",
          "AWS_EC2_METADATA_DISABLED", "true");

  private final Path lifeline;
  private final Path folder;
  private final int port = FreePorts.next();
  private final int expanderPort = FreePorts.next();
  private final int adminPort = FreePorts.next();
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<RunningProgram> process = Optional.empty();

  /**
   * @param clouds the sections clouds and groups of its configuration
   */
  Gpupool(Path lifeline, Path folder, String clouds) {
    this.lifeline = lifeline;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      CertificateAuthority authority = new CertificateAuthority(Instant.now(), Duration.ofDays(2));
      Files.writeString(folder.resolve("ca.crt"), authority.certificatePem());
      write("tls", authority.issue(List.of("localhost"), List.of("127.0.0.1")));
      write("client", authority.issue(List.of(CLIENT), List.of()));
      Files.writeString(
          folder.resolve("gpupool.yaml"),
          """
          server:
            cloudProvider: {listen: "127.0.0.1:%d"}
            expander: {listen: "127.0.0.1:%d"}
            admin: {listen: "127.0.0.1:%d"}
            tls: {certificate: tls.crt, key: tls.key, clientCa: ca.crt, allowedClients: [%s]}
          """
                  .formatted(port, expanderPort, adminPort, CLIENT)
              + clouds);
      Files.writeString(
          folder.resolve("cloud-config.yaml"),
          """
          address: 127.0.0.1:%d
          cert: %s
          key: %s
          cacert: %s
          """
              .formatted(port, file("client.crt"), file("client.key"), file("ca.crt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds to its configuration, which it reads when it is started. */
  void configure(String more) {
    try {
      Files.writeString(folder.resolve("gpupool.yaml"), more, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the autoscaler is given as its cloud config. */
  Path cloudConfig() {
    return folder.resolve("cloud-config.yaml");
  }

  /** The flags by which the autoscaler asks it which group to take. */
  List<String> asExpander() {
    return List.of(
        "--expander=grpc,least-waste",
        "--grpc-expander-url=127.0.0.1:" + expanderPort,
        "--grpc-expander-cert=" + file("ca.crt"));
  }

  /** Starts it, or starts it again, and returns when it has read its clouds. */
  void start() {
    process =
        Optional.of(
            RunningProgram.start(
                "gpupool",
                lifeline,
                folder,
                CREDENTIALS,
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-jar",
                    System.getProperty("e2e.jar"),
                    "serve",
                    "--config",
                    folder.resolve("gpupool.yaml").toString())));
    Awaitility.await("gpupool")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              requireAlive();
              return isReady();
            });
  }

  /** Ends it as a crash would. */
  void kill() {
    process.ifPresent(RunningProgram::kill);
  }

  void requireAlive() {
    process.ifPresent(RunningProgram::requireAlive);
  }

  /** Its metrics, in Prometheus' form. */
  String metrics() {
    try {
      return http.send(request("/metrics"), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How often it was asked to lower a target below what is there, and didn't. */
  long clamps() {
    return Pattern.compile("(?m)^gpupool_clamps_total(?:\\{[^}]*})? ([0-9.E]+)$")
        .matcher(metrics())
        .results()
        .mapToLong(line -> (long) Double.parseDouble(line.group(1)))
        .sum();
  }

  @Override
  public void close() {
    process.ifPresent(RunningProgram::close);
  }

  private boolean isReady() throws InterruptedException {
    try {
      return http.send(request("/readyz"), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path)).build();
  }

  private void write(String name, Identity identity) throws IOException {
    Files.writeString(folder.resolve(name + ".crt"), identity.certificatePem());
    Files.writeString(folder.resolve(name + ".key"), identity.keyPem());
  }

  private String file(String name) {
    return folder.resolve(name).toAbsolutePath().toString();
  }
}
