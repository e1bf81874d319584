package io.gpupool.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackoffsTest {

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final Backoffs backoffs = new Backoffs(Flags.DEFAULT);

  @Test
  void aGroupThatFailsIsLeftAloneForFiveMinutes() {
    assertThat(backoffs.failed("p5", START)).isEqualTo(minute(5));
    assertThat(backoffs.isBackedOff("p5", minute(4))).isTrue();
    assertThat(backoffs.isBackedOff("p5", minute(5))).isFalse();
    assertThat(backoffs.isBackedOff("other", START)).isFalse();
  }

  @Test
  void eachFurtherFailureDoublesTheTimeUpToHalfAnHour() {
    assertThat(backoffs.failed("p5", START)).isEqualTo(minute(5));
    assertThat(backoffs.failed("p5", minute(5))).isEqualTo(minute(15));
    assertThat(backoffs.failed("p5", minute(15))).isEqualTo(minute(35));
    assertThat(backoffs.failed("p5", minute(35))).isEqualTo(minute(65));
    assertThat(backoffs.failed("p5", minute(65))).isEqualTo(minute(95));
  }

  @Test
  void failingWhileItIsLeftAloneProlongsWithoutDoubling() {
    assertThat(backoffs.failed("p5", START)).isEqualTo(minute(5));
    assertThat(backoffs.failed("p5", minute(3))).isEqualTo(minute(8));
    assertThat(backoffs.failed("p5", minute(8))).isEqualTo(minute(18));
  }

  @Test
  void afterThreeHoursWithoutAFailureItStartsAnew() {
    backoffs.failed("p5", START);
    backoffs.failed("p5", minute(5));
    assertThat(backoffs.failed("p5", minute(5 + 180))).isEqualTo(minute(5 + 185));
  }

  @Test
  void theNextEndIsTheEarliestThatIsStillToCome() {
    assertThat(backoffs.nextEnd(START)).isEqualTo(Instant.MAX);
    backoffs.failed("p5", START);
    backoffs.failed("g5", minute(2));
    assertThat(backoffs.nextEnd(START)).isEqualTo(minute(5));
    assertThat(backoffs.nextEnd(minute(5))).isEqualTo(minute(7));
    assertThat(backoffs.nextEnd(minute(7))).isEqualTo(Instant.MAX);
  }

  private static Instant minute(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }
}
