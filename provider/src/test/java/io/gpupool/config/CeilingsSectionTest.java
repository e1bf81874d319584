package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.policy.Brakes;
import io.gpupool.policy.Ceiling;
import io.gpupool.policy.Ceilings;
import io.gpupool.policy.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CeilingsSectionTest {

  private static ConfigText ceilings(String... lines) {
    return ConfigText.small().and("ceilings:\n  - " + String.join("\n  - ", lines) + "\n");
  }

  private static List<String> warnings(ConfigText text) throws ConfigException {
    return ConfigReader.readText(ConfigText.NAME, text.text()).warnings().stream()
        .map(problem -> problem.toString().substring(ConfigText.NAME.length() + 1))
        .toList();
  }

  @Test
  void readsWhatMayBeSpentOnWhat() throws ConfigException {
    Ceilings ceilings =
        ceilings(
                "{usdPerHour: 900}",
                "{match: {cloud: main, tier: 2, labels: {team: x}}, usdPerHour: 200.5}",
                "{match: {group: \"aws/**\", gpuModel: nvidia-l4}, usdPerHour: 1}")
            .read()
            .ceilings();
    assertThat(ceilings.ceilings())
        .containsExactly(
            new Ceiling("ceilings[0], line 12", Scope.EVERYTHING, 900),
            new Ceiling(
                "ceilings[1], line 13",
                new Scope(
                    Optional.of("main"),
                    Optional.empty(),
                    OptionalInt.of(2),
                    Optional.empty(),
                    Map.of("team", "x")),
                200.5),
            new Ceiling(
                "ceilings[2], line 14",
                new Scope(
                    Optional.empty(),
                    Optional.of(new GroupPattern("aws/**")),
                    OptionalInt.empty(),
                    Optional.of("nvidia-l4"),
                    Map.of()),
                1));
  }

  @Test
  void withoutTheSectionsThereIsNoLimit() throws ConfigException {
    assertThat(ConfigText.small().read().ceilings()).isEqualTo(Ceilings.NONE);
    assertThat(ConfigText.small().read().brakes()).isEqualTo(Brakes.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{usdPerHour: -1}|12:18: ceilings[0].usdPerHour",
        "{usdPerHour: a lot}|12:18: ceilings[0].usdPerHour",
        "{match: {}}|12:5: ceilings[0].usdPerHour",
        "{match: {cloud: mian}, usdPerHour: 1}|12:21: ceilings[0].match.cloud",
        "{match: {tier: 0}, usdPerHour: 1}|12:20: ceilings[0].match.tier",
        "{match: {region: x}, usdPerHour: 1}|12:14: ceilings[0].match.region",
        "{match: {group: p5}, usdPerHour: 1}|12:21: ceilings[0].match.group"
      })
  void whatMakesNoSenseIsToldWithItsLine(String line, String beginning) {
    assertThat(ceilings(line).problems()).singleElement().asString().startsWith(beginning + ": ");
  }

  @Test
  void twoCeilingsForTheSameContradictEachOther() {
    assertThat(
            ceilings(
                    "{match: {cloud: main}, usdPerHour: 2}",
                    "{match: {cloud: main}, usdPerHour: 3}")
                .problems())
        .containsExactly(
            "13:5: ceilings[1]: found a second ceiling for cloud main, the first being ceilings[0],"
                + " line 12; expected one for the same groups");
  }

  @Test
  void aCeilingThatIsNeverReachedIsRemarkedOnWithItsLine() throws ConfigException {
    assertThat(warnings(ceilings("{usdPerHour: 2}", "{match: {cloud: main}, usdPerHour: 3}")))
        .singleElement()
        .asString()
        .startsWith("13:40: ceilings[1].usdPerHour: found what is never reached");
    assertThat(warnings(ceilings("{match: {cloud: main}, usdPerHour: 3}", "{usdPerHour: 2}")))
        .singleElement()
        .asString()
        .startsWith("13:18: ceilings[1].usdPerHour: found less than ceilings[0], line 12 has");
    assertThat(warnings(ceilings("{usdPerHour: 3}", "{match: {cloud: main}, usdPerHour: 2}")))
        .isEmpty();
  }

  @Test
  void aCeilingOfNothingIsRemarkedOn() throws ConfigException {
    assertThat(warnings(ceilings("{usdPerHour: 0}")))
        .singleElement()
        .asString()
        .startsWith("12:18: ceilings[0].usdPerHour: found a ceiling of 0");
  }
}
