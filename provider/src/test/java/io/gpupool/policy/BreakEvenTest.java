package io.gpupool.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakEvenTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aNodeIsWorthKeepingForAsLongAsAnotherIsPaidForWithoutUse() {
    Duration boot = Duration.ofMinutes(4);
    assertThat(BreakEven.DEFAULT.exactly(boot, 0.5)).isEqualTo(Duration.ofMinutes(5));
    // what it costs makes no difference: both sides are paid at the same price
    assertThat(BreakEven.DEFAULT.exactly(boot, 98)).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({"0.526, 1141", "55.04, 11", "2, 300"})
  void podsThatWaitMakeCheapNodesWorthKeepingForLonger(double usdPerHour, long moreSeconds) {
    Duration boot = Duration.ofMinutes(5);
    Duration money = BreakEven.DEFAULT.exactly(boot, usdPerHour);
    assertThat(BreakEven.DEFAULT.waiting(2).exactly(boot, usdPerHour).minus(money))
        .isCloseTo(Duration.ofSeconds(moreSeconds), Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    // boot seconds, at least, at most (0: none), waiting, price, answered seconds
    "240,  60,   0, 0, 1, 300",
    "0,    120,  0, 0, 1, 120",
    "900,  60,   0, 0, 1, 600",
    "900,  60, 300, 0, 1, 300",
    "240,  60,   0, 9, 0.125, 17580",
    // a node that costs nothing is worth keeping for as long as it may be
    "240,  60,   0, 9, 0, 86400",
    "240,  60, 600, 9, 0, 600",
    "240,  60,   0, 0, 0, 300",
    // a price that nobody knows
    "240,  60,   0, 9, Infinity, 300",
    // above what is the longest otherwise
    "60,  1200,  0, 0, 1, 1200",
  })
  void whatIsAnsweredStaysWithinLimits(
      long boot, long atLeast, long atMost, double waiting, double price, long answered) {
    BreakEven formula =
        new BreakEven(
            MINUTE,
            Duration.ZERO,
            Duration.ofSeconds(atLeast),
            Optional.of(Duration.ofSeconds(atMost)).filter(limit -> !limit.isZero()),
            waiting);
    assertThat(formula.answered(Duration.ofSeconds(boot), price, MINUTE))
        .isEqualTo(Duration.ofSeconds(answered));
  }

  @Test
  void whatIsPaidForAnywayIsUsedUp() {
    // up after ten seconds, and charged for five minutes
    assertThat(BreakEven.DEFAULT.answered(Duration.ofSeconds(10), 1, MinimumBilling.of("azure")))
        .isEqualTo(Duration.ofSeconds(290));
    assertThat(BreakEven.DEFAULT.answered(Duration.ofSeconds(10), 1, MinimumBilling.of("aws")))
        .isEqualTo(Duration.ofSeconds(70));
  }

  @Test
  void limitsThatContradictEachOtherAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new BreakEven(MINUTE, MINUTE, Duration.ofMinutes(2), Optional.of(MINUTE), 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BreakEven(MINUTE.negated(), MINUTE, MINUTE, Optional.empty(), 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BreakEven(MINUTE, MINUTE, MINUTE, Optional.empty(), Double.NaN));
  }
}
