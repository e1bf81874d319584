package io.gpupool.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that was started and is stopped by its own handle. It runs at the end of a lifeline
 * that this JVM holds, so it doesn't survive the JVM, however that ends.
 */
final class RunningProgram implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;
  private static final int LINES_OF_LOG = 15;

  private final String name;
  private final Path log;
  private final Process process;
  private boolean expectedToEnd;

  private RunningProgram(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a program whose output goes to a file.
   *
   * @param lifeline what holds it
   * @param folder where its log is written, to the end of {@code name.log}
   */
  static RunningProgram start(String name, Path lifeline, Path folder, List<String> command) {
    return start(name, lifeline, folder, Map.of(), command);
  }

  /**
   * The same.
   *
   * @param environment what the program finds in its environment, beside this JVM's own
   */
  static RunningProgram start(
      String name,
      Path lifeline,
      Path folder,
      Map<String, String> environment,
      List<String> command) {
    Path log = folder.resolve(name + ".log");
    List<String> whole = new ArrayList<>();
    whole.add(lifeline.toString());
    whole.addAll(command);
    try {
      Files.createDirectories(folder);
      ProcessBuilder starting =
          new ProcessBuilder(whole)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      starting.environment().putAll(environment);
      return new RunningProgram(name, log, starting.start());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be started", e);
    }
  }

  /** Fails, with the end of its log, if it has ended by itself. */
  void requireAlive() {
    if (!process.isAlive() && !expectedToEnd) {
      throw new AssertionError(
          "%s has ended with %d; the end of %s:%n%s"
              .formatted(name, process.exitValue(), log, tail()));
    }
  }

  /** Where it writes what it has to say. */
  Path log() {
    return log;
  }

  /** All that it has said so far. */
  String logText() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it with SIGKILL, as a crash would. */
  void kill() {
    order("kill");
    end();
  }

  /** Asks it to end, and makes it after a while. */
  @Override
  public void close() {
    order("term");
    end();
  }

  private void order(String word) {
    expectedToEnd = true;
    if (!process.isAlive()) {
      return;
    }
    try {
      OutputStream orders = process.getOutputStream();
      orders.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
      orders.flush();
    } catch (IOException endedMeanwhile) {
      // that is what was wanted
    }
  }

  private void end() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly(); // and with the lifeline its program
        throw new IllegalStateException(name + " didn't end; its log is " + log);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String tail() {
    List<String> lines = logText().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
  }
}
