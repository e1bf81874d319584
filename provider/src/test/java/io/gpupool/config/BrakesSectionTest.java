package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.policy.Brake;
import io.gpupool.policy.Scope;
import io.gpupool.policy.WeeklyWindow;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrakesSectionTest {

  private static ConfigText brakes(String section) {
    return ConfigText.small().and("brakes:\n  " + section + "\n");
  }

  @Test
  void readsEveryKindOfBrakeWithItsPlace() throws ConfigException {
    assertThat(
            ConfigText.small()
                .and(
                    """
                    brakes:
                      quiet:
                        - {hours: "Mon-Fri 08:00-10:00 Europe/Berlin"}
                      deletions:
                        - {nodes: 5, per: 1h}
                      floors:
                        - {gpuModel: nvidia-l4, nodes: 2}
                      minimums:
                        - {minSize: 1}
                        - {hours: "Sat,Sun UTC", minSize: 0}
                    """)
                .read()
                .brakes()
                .brakes())
        .containsExactly(
            new Brake.Quiet(
                "brakes.quiet[0], line 13",
                Scope.EVERYTHING,
                WeeklyWindow.parse("Mon-Fri 08:00-10:00 Europe/Berlin")),
            new Brake.Pace(
                "brakes.deletions[0], line 15", Scope.EVERYTHING, 5, Duration.ofHours(1)),
            new Brake.Floor("brakes.floors[0], line 17", "nvidia-l4", 2),
            new Brake.Minimum("brakes.minimums[0], line 19", Scope.EVERYTHING, Optional.empty(), 1),
            new Brake.Minimum(
                "brakes.minimums[1], line 20",
                Scope.EVERYTHING,
                Optional.of(WeeklyWindow.parse("Sat,Sun UTC")),
                0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quiet: [{match: {}}]|12:11: brakes.quiet[0].hours: found nothing",
        "quiet: [{hours: nine to five}]|12:19: brakes.quiet[0].hours: found ",
        "deletions: [{nodes: 0, per: 1h}]|12:23: brakes.deletions[0].nodes: found '0'",
        "deletions: [{nodes: 1, per: 0s}]|12:31: brakes.deletions[0].per: found '0s'",
        "deletions: [{nodes: 1}]|12:15: brakes.deletions[0].per: found nothing",
        "floors: [{gpuModel: a, nodes: -1}]|12:33: brakes.floors[0].nodes: found '-1'",
        "floors: [{nodes: 1}]|12:12: brakes.floors[0].gpuModel: found nothing",
        "minimums: [{minSize: -1}]|12:24: brakes.minimums[0].minSize: found '-1'",
        "minimums: [{match: {cloud: x}, minSize: 1}]|12:30: brakes.minimums[0].match.cloud: found"
      })
  void whatMakesNoSenseIsToldWithItsLine(String section, String beginning) {
    assertThat(brakes(section).problems()).singleElement().asString().startsWith(beginning);
  }

  @Test
  void anUnknownTimeZoneIsToldWithItsLine() {
    assertThat(brakes("quiet: [{hours: \"Mon 08:00-09:00 Europe/Bielefeld\"}]").problems())
        .singleElement()
        .asString()
        .startsWith("12:19: brakes.quiet[0].hours: found ")
        .contains("no time zone 'Europe/Bielefeld'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deletions: [{nodes: 1, per: 1h}, {nodes: 2, per: 60m}]|brakes.deletions[1]",
        "floors: [{gpuModel: a, nodes: 1}, {gpuModel: a, nodes: 2}]|brakes.floors[1]",
        "minimums: [{minSize: 1}, {minSize: 2}]|brakes.minimums[1]"
      })
  void twoEntriesForTheSameContradictEachOther(String section, String field) {
    assertThat(brakes(section).problems())
        .singleElement()
        .asString()
        .contains(field + ": found a second entry for the same, the first being ");
  }

  @Test
  void hoursThatNeverEndAreRemarkedOn() throws ConfigException {
    assertThat(
            ConfigReader.readText(
                    ConfigText.NAME, brakes("quiet: [{hours: \"00:00-24:00 UTC\"}]").text())
                .warnings())
        .singleElement()
        .asString()
        .contains("12:19: brakes.quiet[0].hours: found every hour of the week");
  }
}
