package io.gpupool.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long an idle node is worth keeping: as long as keeping it costs no more than bringing up
 * another would. Whoever waits for exactly that long never pays more than twice what somebody pays
 * who knows when the node will be needed again, whatever happens (the ski rental problem; for pools
 * of servers Lu and Chen, <a href="https://arxiv.org/abs/1112.0442">arXiv 1112.0442</a>).
 *
 * @param drain from the decision until the node is gone, while it is paid for
 * @param afterRunning from an instance that runs until pods can use its GPUs, which no cloud shows
 * @param atLeast the shortest time that is answered
 * @param atMost the longest; empty for ten minutes, or a day where waiting pods have a value
 * @param waitingUsdPerHour what it costs that pods wait for a node, zero or more
 */
public record BreakEven(
    Duration drain,
    Duration afterRunning,
    Duration atLeast,
    Optional<Duration> atMost,
    double waitingUsdPerHour) {

  /** Money alone, between a minute and ten. */
  public static final BreakEven DEFAULT =
      new BreakEven(
          Duration.ofMinutes(1),
          Duration.ofSeconds(150),
          Duration.ofMinutes(1),
          Optional.empty(),
          0);

  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration LONGEST_WITH_A_VALUE = Duration.ofDays(1);

  /** Some thirty years: what a node without a price comes to. */
  private static final double MOST_NANOS = 1e18;

  public BreakEven {
    Objects.requireNonNull(atMost, "atMost");
    if (drain.isNegative() || afterRunning.isNegative() || atLeast.isNegative()) {
      throw new IllegalArgumentException(drain + ", " + afterRunning + ", " + atLeast);
    }
    if (atMost.isPresent() && atMost.get().compareTo(atLeast) < 0) {
      throw new IllegalArgumentException("from " + atLeast + " to " + atMost.get());
    }
    if (!(waitingUsdPerHour >= 0) || Double.isInfinite(waitingUsdPerHour)) {
      throw new IllegalArgumentException(waitingUsdPerHour + " usd per hour");
    }
  }

  /** The same where pods that wait cost this much. */
  BreakEven waiting(double usdPerHour) {
    return new BreakEven(drain, afterRunning, atLeast, atMost, usdPerHour);
  }

  /**
   * The time after which keeping a node has cost as much as another, within no limits: {@code boot
   * + drain + waiting / price · boot}.
   *
   * @param boot from the request until pods can run
   * @param usdPerHour what a node costs; infinite if that isn't known, and then pods' waiting is
   *     left out
   */
  Duration exactly(Duration boot, double usdPerHour) {
    Duration money = boot.plus(drain);
    if (waitingUsdPerHour == 0 || Double.isInfinite(usdPerHour)) {
      return money;
    }
    double nanos = waitingUsdPerHour / usdPerHour * boot.toNanos();
    return money.plusNanos((long) Math.min(nanos, MOST_NANOS));
  }

  /**
   * The same in whole seconds and within the limits, and not before what is paid for anyway is
   * over.
   *
   * @param minimumBilling what a cloud charges for a node however short its life
   */
  Duration answered(Duration boot, double usdPerHour, Duration minimumBilling) {
    Duration least = longer(atLeast, minimumBilling.minus(boot));
    Duration most = longer(least, longest());
    Duration exactly = exactly(boot, usdPerHour);
    Duration seconds = Duration.ofSeconds(exactly.plusNanos(999_999_999).toSeconds());
    Duration enough = longer(least, seconds);
    return enough.compareTo(most) > 0 ? most : enough;
  }

  private Duration longest() {
    return atMost.orElse(waitingUsdPerHour > 0 ? LONGEST_WITH_A_VALUE : LONGEST);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
