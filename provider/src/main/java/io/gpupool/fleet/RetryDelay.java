package io.gpupool.fleet;

import java.time.Duration;

/**
 * How long a cloud that couldn't be read is left alone: a little longer after each failure, not the
 * same for all who wait, and never shorter than the cloud itself asks for.
 *
 * @param first after the first failure
 * @param longest beyond which waiting doesn't grow by itself
 */
record RetryDelay(Duration first, Duration longest) {

  /** A cloud that asks for more is asked again after this, for it may have been mistaken. */
  static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  private static final int MOST_DOUBLINGS = 20;
  private static final double SPREAD = 0.2;

  RetryDelay {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("delays from " + first + " to " + longest);
    }
  }

  /**
   * The delay, doubled with every failure, give or take a fifth.
   *
   * @param failures how many there were in a row, one or more
   * @param asked how long the cloud asks to be left alone; zero if it doesn't say
   * @param luck from 0 to 1, where in the range it falls
   */
  Duration after(int failures, Duration asked, double luck) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    Duration grown = doubled.compareTo(longest) < 0 ? doubled : longest;
    double factor = 1 - SPREAD + 2 * SPREAD * luck;
    Duration spread = Duration.ofMillis((long) (grown.toMillis() * factor));
    Duration wanted = asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    return spread.compareTo(wanted) > 0 ? spread : wanted;
  }
}
