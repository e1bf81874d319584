package io.gpupool.clouds.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgendaTest {

  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private final Agenda agenda = new Agenda(clock);
  private final List<String> happened = new ArrayList<>();

  @Test
  void nothingHappensBeforeItsTime() {
    agenda.at(start.plusSeconds(10), at -> happened.add("late"));

    clock.advance(Duration.ofSeconds(9));
    agenda.settle();
    assertThat(happened).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    agenda.settle();
    assertThat(happened).containsExactly("late");
  }

  @Test
  void whatIsDueHappensInOrderOfTimeAndThenOfPlanning() {
    agenda.at(start.plusSeconds(2), at -> happened.add("c"));
    agenda.at(start.plusSeconds(1), at -> happened.add("a"));
    agenda.at(start.plusSeconds(1), at -> happened.add("b"));

    clock.advance(Duration.ofMinutes(1));
    agenda.settle();

    assertThat(happened).containsExactly("a", "b", "c");
  }

  @Test
  void whatFollowsFromAnEventHappensInTheSameSettlingAtItsOwnTime() {
    agenda.at(
        start.plusSeconds(1),
        at -> {
          happened.add("cause at " + at);
          agenda.at(at.plusSeconds(5), then -> happened.add("effect at " + then));
        });

    clock.advance(Duration.ofMinutes(1));
    agenda.settle();

    assertThat(happened)
        .containsExactly("cause at 2026-01-01T10:00:01Z", "effect at 2026-01-01T10:00:06Z");
  }

  @Test
  void thePresentNeverGoesBack() {
    clock.advance(Duration.ofMinutes(1));
    Instant latest = agenda.settle();

    clock.advance(Duration.ofMinutes(-1));

    assertThat(agenda.settle()).isEqualTo(latest);
  }
}
