package io.gpupool.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long the autoscaler and gpupool took together, scenario by scenario, as rows of a table in
 * {@code measurements.md} beside the scenarios' folders.
 */
final class Measurements {

  private static final String TIME = "\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{6}";

  /** As the autoscaler's log begins a loop: {@code I1123 19:48:15.290073 …}. */
  private static final Pattern LOOP = Pattern.compile("(?m)^I(" + TIME + ") .*Starting main loop");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss.SSSSSS", Locale.ROOT);

  private Measurements() {}

  /**
   * Adds a row.
   *
   * @param folder the scenario's, whose name it is called by
   * @param pod when the first pod was created
   * @param call when the cloud was first asked for machines after that, if it was
   * @param autoscalerLog in which the loops between the two are counted
   */
  static void add(Path folder, Instant pod, Optional<Instant> call, String autoscalerLog) {
    String name = String.valueOf(folder.getFileName());
    int dash = name.lastIndexOf('-');
    String row =
        call.map(
                asked ->
                    String.format(
                        Locale.ROOT,
                        "| %s | %s | %.1f | %d |%n",
                        name.substring(0, dash),
                        name.substring(dash + 1),
                        Duration.between(pod, asked).toMillis() / 1000.0,
                        loops(autoscalerLog, pod, asked)))
            .orElse("");
    try {
      Files.writeString(
          folder.resolveSibling("measurements.md"),
          row,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many loops the autoscaler began between two moments. */
  static long loops(String log, Instant from, Instant to) {
    return LOOP.matcher(log)
        .results()
        .map(loop -> moment(loop.group(1)))
        .filter(at -> at.isAfter(from) && at.isBefore(to))
        .count();
  }

  /** When the autoscaler first said something. */
  static Instant when(String log, String something) {
    return Pattern.compile("(?m)^[IWE](" + TIME + ") .*" + Pattern.quote(something))
        .matcher(log)
        .results()
        .map(line -> moment(line.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the autoscaler never said: " + something));
  }

  private static Instant moment(String stamp) {
    return LocalDateTime.parse(Year.now(ZoneId.systemDefault()) + stamp, STAMP)
        .atZone(ZoneId.systemDefault())
        .toInstant();
  }
}
