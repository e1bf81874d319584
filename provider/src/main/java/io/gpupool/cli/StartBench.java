package io.gpupool.cli;

import io.gpupool.clouds.catalog.Catalog;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how long the server takes from nothing to ready: as a process of its own, with
 * certificates, against an emulated cloud, until {@code /readyz} says so after the first complete
 * reading. Without a class-data archive, and with one that a run before has left.
 */
final class StartBench {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern ADMIN_PORT = Pattern.compile("admin on port (\\d+)");

  /**
   * What came of it.
   *
   * @param coldMillis without an archive, each start
   * @param archivedMillis with one, each start
   * @param archiveBytes its size
   */
  record Result(List<Long> coldMillis, List<Long> archivedMillis, long archiveBytes) {}

  private final TrialFolder folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private StartBench(TrialFolder folder) {
    this.folder = folder;
  }

  /** So many starts of each kind, against these emulated clouds. */
  static Result run(int starts, Set<String> clouds) throws IOException, InterruptedException {
    try (EmulatedClouds emulated =
            EmulatedClouds.start(clouds, Catalog.load(), InstantSource.system(), 1, Map.of());
        TrialFolder folder = TrialFolder.create(emulated)) {
      StartBench bench = new StartBench(folder);
      Path archive = folder.file("gpupool.jsa");
      var unused = bench.start(List.of());
      List<Long> cold = new ArrayList<>();
      for (int k = 0; k < starts; k++) {
        cold.add(bench.start(List.of()));
      }
      unused = bench.start(archiving(clouds, archive));
      if (!Files.exists(archive)) {
        throw new IOException("this Java runtime made no class-data archive");
      }
      List<Long> archived = new ArrayList<>();
      for (int k = 0; k < starts; k++) {
        archived.add(bench.start(List.of("-XX:SharedArchiveFile=" + archive)));
      }
      return new Result(cold, archived, Files.size(archive));
    }
  }

  /**
   * What makes a start leave an archive. JDK 17 crashes when it archives lambdas of signed jars,
   * and Azure's are signed: those that aren't initialized eagerly it leaves out.
   */
  private static List<String> archiving(Set<String> clouds, Path archive) {
    String atExit = "-XX:ArchiveClassesAtExit=" + archive;
    return clouds.contains("azure")
        ? List.of("-Djdk.internal.lambda.disableEagerInitialization=true", atExit)
        : List.of(atExit);
  }

  /** A Java like this one, with its class path. */
  private static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  /** Milliseconds from the start of a process until it is ready. It has ended on return. */
  private long start(List<String> options) throws IOException, InterruptedException {
    List<String> command = java(options);
    command.addAll(
        List.of(Main.class.getName(), "serve", "--config", folder.configuration().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AWS_ACCESS_KEY_ID", "AKIABENCH");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "any");
    builder.environment().put("GPUPOOL_LOG_LEVEL", "INFO");
    // ends up among the errors otherwise, where the port is looked for
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long begun = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
      URI ready = URI.create("http://127.0.0.1:" + adminPort(log) + "/readyz");
      while (!isReady(ready)) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw new IOException("the server isn't ready after " + PATIENCE.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      var unused =
          process.toHandle().destroy(); // leaves its streams open, and lets it end properly
      log.transferTo(java.io.Writer.nullWriter());
      return millis;
    } finally {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static int adminPort(BufferedReader log) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher port = ADMIN_PORT.matcher(line);
      if (port.find()) {
        return Integer.parseInt(port.group(1));
      }
      said.append(line).append('\n');
    }
    throw new IOException("the server didn't start:\n" + said);
  }

  private boolean isReady(URI uri) throws InterruptedException {
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
