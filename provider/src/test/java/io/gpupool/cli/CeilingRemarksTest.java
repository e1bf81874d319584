package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.admin.RecordedLog;
import io.gpupool.policy.Brake;
import io.gpupool.policy.Brakes;
import io.gpupool.policy.Ceiling;
import io.gpupool.policy.Ceilings;
import io.gpupool.policy.Scope;
import io.gpupool.policy.WeeklyWindow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CeilingRemarksTest {

  private final RecordedLog lines = new RecordedLog("gpupool.config");
  private final CeilingRemarks remarks = new CeilingRemarks();

  @AfterEach
  void close() {
    lines.close();
  }

  private static List<Ceilings.Standing> standing(double minimumUsdPerHour) {
    return List.of(
        new Ceilings.Standing(
            new Ceiling("ceilings[0], line 12", Scope.EVERYTHING, 100), 50, minimumUsdPerHour, 0));
  }

  @Test
  void aCeilingBelowWhatMinimumSizesCostIsToldOnceWithItsLine() {
    remarks.look(standing(100));
    assertThat(lines.lines()).isEmpty();
    remarks.look(standing(120));
    remarks.look(standing(130));
    assertThat(lines.lines())
        .containsExactly(
            "WARN ceilings[0], line 12: the ceiling of 100.00 usd per hour for everything is below"
                + " the 120.00 that the minimum sizes of its groups cost; nothing there can be"
                + " created");
    remarks.look(standing(90));
    remarks.look(standing(120));
    assertThat(lines.lines()).hasSize(1);
  }

  @Test
  void hoursThatClocksLeaveOutAreToldWithTheirLine() {
    Brakes brakes =
        new Brakes(
            List.of(
                new Brake.Quiet(
                    "brakes.quiet[0], line 13",
                    Scope.EVERYTHING,
                    WeeklyWindow.parse("Sun 02:00-03:00 Europe/Berlin")),
                new Brake.Minimum(
                    "brakes.minimums[0], line 15",
                    Scope.EVERYTHING,
                    Optional.of(WeeklyWindow.parse("Mon-Fri 08:00-19:00 Europe/Berlin")),
                    1)));
    CeilingRemarks.hours(brakes, Instant.parse("2026-03-01T08:00:00Z"));
    assertThat(lines.lines())
        .containsExactly(
            "WARN brakes.quiet[0], line 13: of Sun 02:00-03:00 Europe/Berlin, what lies between"
                + " 2026-03-29T02:00 and 2026-03-29T03:00 is left out, for clocks are put forward"
                + " there");
  }
}
