package io.gpupool.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTimeTest {

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final SimulatedTime time = new SimulatedTime(START);
  private final List<String> happened = new ArrayList<>();

  @Test
  void nothingHappensUntilItIsMoved() {
    time.after(Duration.ZERO, () -> happened.add("now"));
    assertThat(happened).isEmpty();
    time.advance(Duration.ZERO);
    assertThat(happened).containsExactly("now");
  }

  @Test
  void timersGoOffInTheOrderOfTheirTimesEachAtItsOwn() {
    time.after(Duration.ofSeconds(9), () -> happened.add("late at " + elapsed()));
    time.after(Duration.ofSeconds(3), () -> happened.add("early at " + elapsed()));
    time.after(Duration.ofSeconds(3), () -> happened.add("second at " + elapsed()));
    time.advance(Duration.ofSeconds(8));
    assertThat(happened).containsExactly("early at 3", "second at 3");
    assertThat(time.instant()).isEqualTo(START.plusSeconds(8));
    time.advance(Duration.ofSeconds(1));
    assertThat(happened).endsWith("late at 9");
  }

  @Test
  void aTimerThatSetsAnotherIsFollowedByItInTheSameMove() {
    time.after(Duration.ofSeconds(1), this::tick);
    time.advance(Duration.ofSeconds(3));
    assertThat(happened).containsExactly("tick at 1", "tick at 2", "tick at 3");
  }

  @Test
  void whenTimeIsSkippedWhatHasComeDueHappensOnceAtTheEnd() {
    time.after(Duration.ofSeconds(1), this::tick);
    time.skip(Duration.ofSeconds(30));
    assertThat(happened).containsExactly("tick at 30");
  }

  private void tick() {
    happened.add("tick at " + elapsed());
    time.after(Duration.ofSeconds(1), this::tick);
  }

  private long elapsed() {
    return Duration.between(START, time.instant()).toSeconds();
  }
}
