package io.gpupool.cli;

import io.gpupool.rehearsal.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Holds a rehearsal back to so many simulated seconds per second, for people to watch. */
final class WallClockPace implements Rehearsal.Pace {

  /** Stretches in which nothing happens needn't be watched. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final double speed;
  private Instant last;

  /**
   * @param speed simulated seconds per second; zero for no pauses
   */
  WallClockPace(Instant start, double speed) {
    this.last = start;
    this.speed = speed;
  }

  @Override
  public void after(Instant now) {
    if (speed > 0) {
      double seconds = Duration.between(last, now).toMillis() / 1000.0 / speed;
      long nanos = Math.min((long) (seconds * 1e9), LONGEST_PAUSE.toNanos());
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
    }
    last = now;
  }
}
