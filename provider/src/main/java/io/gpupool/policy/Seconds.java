package io.gpupool.policy;

import java.time.Duration;

/** Durations for people, as the configuration has them, to the second. */
final class Seconds {

  private Seconds() {}

  /** {@code 4m}, {@code 2m30s}, {@code 1h}. */
  static String text(Duration time) {
    Duration whole = Duration.ofSeconds(time.plusMillis(500).toSeconds());
    StringBuilder text = new StringBuilder();
    append(text, whole.toHours(), "h");
    append(text, whole.toMinutesPart(), "m");
    append(text, whole.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
