package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.tracing.TraceReceiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: what stops it at once, and how it stops when it is asked to. */
class ServeTest {

  private static final String CLOUDS =
      """
      clouds:
        - name: aws
          aws:
            regions: [us-east-1]
            discover: {tags: {x: ""}}
            endpoint: http://127.0.0.1:9
      """;

  @TempDir private Path folder;

  @Test
  void aConfigurationThatIsNotThereIsNamed() {
    Typed typed = Typed.command("serve", "--config", folder.resolve("absent.yaml").toString());
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("absent.yaml");
  }

  @Test
  void everyProblemOfAConfigurationIsToldAtOnce() throws IOException {
    Typed typed = serve("server: {plaintext: 7}\nclouds: {}\nnonsense: 1\n");
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err().lines().filter(line -> line.contains("gpupool.yaml:")).count())
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void aPortThatIsTakenIsNamedWithItsSetting() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Typed typed = serve(server("127.0.0.1:" + taken.getLocalPort(), "127.0.0.1:0") + CLOUDS);
      assertThat(typed.exitCode()).isEqualTo(2);
      assertThat(typed.err())
          .contains("server.cloudProvider.listen: can't listen on")
          .contains("is something else running there?");
    }
  }

  @Test
  void anAdminPortThatIsTakenIsNamedLikewise() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Typed typed = serve(server("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort()) + CLOUDS);
      assertThat(typed.exitCode()).isEqualTo(2);
      assertThat(typed.err()).contains("server.admin.listen: can't listen on");
    }
  }

  @Test
  void aCertificateThatCannotBeUsedIsNamedWithItsSetting() throws IOException {
    Files.writeString(folder.resolve("tls.crt"), "no certificate");
    Typed typed =
        serve(
            """
            server:
              cloudProvider: {listen: "127.0.0.1:0"}
              admin: {listen: "127.0.0.1:0"}
              tls: {certificate: tls.crt, key: tls.key, clientCa: ca.crt}
            """
                + CLOUDS);
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("server.tls: ").contains("tls.crt");
  }

  @Test
  void askedToStopItSaysSoAndEnds() throws Exception {
    Path file = write(server("127.0.0.1:0", "127.0.0.1:0") + CLOUDS);
    Process process = child("serve", "--config", file.toString());
    try (BufferedReader log =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      assertThat(until(log, "serving CloudProvider on port")).isNotEmpty();
      assertThat(process.toHandle().destroy()).isTrue(); // leaves its streams open
      assertThat(until(log, "stopping")).isNotEmpty();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      // as every program that ends by SIGTERM
      assertThat(process.exitValue()).isEqualTo(128 + 15);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void nothingOfTracingIsLoadedUnlessTheEnvironmentAsksForIt() throws Exception {
    Path file = write(server("127.0.0.1:0", "127.0.0.1:0") + CLOUDS);
    ProcessBuilder builder =
        process(List.of("-verbose:class"), "serve", "--config", file.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_"));
    Path classes = folder.resolve("classes");
    Process process = builder.redirectOutput(classes.toFile()).start();
    try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
      assertThat(until(log, "serving CloudProvider on port")).isNotEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(Files.readString(classes))
        .contains("io.gpupool.tracing.NoTracing")
        .doesNotContain("io.opentelemetry", "io.gpupool.tracing.OpenTelemetryTracing");
  }

  @Test
  void askedForTracesItSendsThem() throws Exception {
    Path file = write(server("127.0.0.1:0", "127.0.0.1:0") + CLOUDS);
    try (TraceReceiver receiver = new TraceReceiver()) {
      ProcessBuilder builder = process(List.of(), "serve", "--config", file.toString());
      builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
      builder.environment().put("OTEL_BSP_SCHEDULE_DELAY", "100");
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        // whatever becomes of the first reading of a cloud that is not there
        assertThat(receiver.next()).contains("observe", "aws/us-east-1", "gpupool.result");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void aVariableForTracesThatCannotBeCarriedOutIsNamed() throws Exception {
    Path file = write(server("127.0.0.1:0", "127.0.0.1:0") + CLOUDS);
    ProcessBuilder builder = process(List.of(), "serve", "--config", file.toString());
    builder.environment().put("OTEL_TRACES_EXPORTER", "zipkin");
    Process process = builder.start();
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      assertThat(until(err, "OTEL_TRACES_EXPORTER: found 'zipkin'; expected otlp or none"))
          .isNotEmpty();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theEmulatorsTellTheirUrlsAndEndWhenTheyAreAskedTo() throws Exception {
    Process process = child("emulate", "--json");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String url = "\"http://127\\.0\\.0\\.1:\\d+\"";
      assertThat(out.readLine())
          .matches("\\{\"aws\":" + url + ",\"azure\":" + url + ",\"gcp\":" + url + "}");
      assertThat(process.toHandle().destroy()).isTrue(); // leaves its streams open
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> until(BufferedReader log, String text) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      lines.add(line);
      if (line.contains(text)) {
        return lines;
      }
    }
    throw new AssertionError("the process ended without '" + text + "': " + lines);
  }

  private static Process child(String... arguments) throws IOException {
    return process(List.of(), arguments).start();
  }

  private static ProcessBuilder process(List<String> options, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // what people see, not what tests do
                "-Dlogback.configurationFile=" + Path.of("src/main/resources/logback.xml"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(1, options);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private Typed serve(String configuration) throws IOException {
    return Typed.command("serve", "--config", write(configuration).toString());
  }

  private Path write(String configuration) throws IOException {
    return Files.writeString(folder.resolve("gpupool.yaml"), configuration);
  }

  private static String server(String cloudProvider, String admin) {
    return """
        server:
          plaintext: true
          cloudProvider: {listen: "%s"}
          admin: {listen: "%s"}
        """
        .formatted(cloudProvider, admin);
  }
}
