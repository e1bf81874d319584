package io.gpupool.fleet;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param scalingRefresh how often an entry is read while one of its groups is changing size
 * @param replyBudget how long a change waits for the cloud before the caller is told yes and the
 *     rest happens behind its back; the autoscaler hangs up after five seconds
 * @param deletionWindow how long the first deletion in a group waits for others to join it
 * @param maxStaleness age of a reading beyond which nothing is changed on its strength
 * @param startGrace how long the first answer waits for a cloud that hasn't said anything yet
 * @param clockSkew how far a cloud's clock may be behind ours when its failures are dated
 * @param departedMemory how long an instance that is gone is remembered, so that deleting it again
 *     is a success
 */
public record FleetTiming(
    Duration scalingRefresh,
    Duration replyBudget,
    Duration deletionWindow,
    Duration maxStaleness,
    Duration startGrace,
    Duration clockSkew,
    Duration departedMemory) {

  /** The server's own values. */
  public static final FleetTiming DEFAULT =
      new FleetTiming(
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          Duration.ofMillis(200),
          Duration.ofMinutes(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofHours(1));

  public FleetTiming {
    if (scalingRefresh.isNegative() || scalingRefresh.isZero()) {
      throw new IllegalArgumentException("scalingRefresh is " + scalingRefresh);
    }
    if (replyBudget.isNegative() || deletionWindow.isNegative() || clockSkew.isNegative()) {
      throw new IllegalArgumentException("a duration is negative");
    }
  }
}
