package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.policy.Bounds;
import io.gpupool.policy.BreakEven;
import io.gpupool.policy.RuleMatch;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.policy.ScaleDownRule;
import io.gpupool.policy.WeeklyWindow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleDownSectionTest {

  private static ConfigText scaleDown(String section) {
    return ConfigText.small().and("scaleDown:\n  " + section + "\n");
  }

  @Test
  void withoutTheSectionNothingIsSaid() throws ConfigException {
    assertThat(ConfigText.small().read().scaleDown()).isEqualTo(ScaleDownPolicy.NONE);
  }

  @Test
  void anEmptySectionTurnsTheBreakEvenTimeOn() throws ConfigException {
    assertThat(ConfigText.small().and("scaleDown: {}\n").read().scaleDown())
        .isEqualTo(new ScaleDownPolicy(List.of(), Optional.of(BreakEven.DEFAULT)));
  }

  @Test
  void whatNoRuleSpeaksOfCanBeLeftToTheAutoscaler() throws ConfigException {
    assertThat(scaleDown("otherwise: autoscaler").read().scaleDown())
        .isEqualTo(ScaleDownPolicy.NONE);
  }

  @Test
  void readsEveryKey() throws ConfigException {
    ScaleDownPolicy policy =
        ConfigText.small()
            .and(
                """
                scaleDown:
                  breakEven: {drain: 2m, afterRunning: 3m, atLeast: 90s, atMost: 20m, waitingUsdPerHour: 2}
                  rules:
                    - match:
                        cloud: main
                        group: "aws/**"
                        gpuModel: nvidia-h100-80gb
                        gpusAtLeast: 4
                        gpusAtMost: 8
                        usdPerHourAtLeast: 20
                        usdPerHourAtMost: 60.5
                        capacityType: spot
                        labels: {team: research}
                      hours: Mon-Fri 08:00-19:00 Europe/Berlin
                      unneeded: 3m
                      unready: 20m
                      utilization: 0.4
                      gpuUtilization: 0.7
                      provisionTime: 12m
                      ignoreDaemonSets: true
                      waitingUsdPerHour: 5
                    - unneeded: 0s
                """)
            .read()
            .scaleDown();

    assertThat(policy.breakEven())
        .contains(
            new BreakEven(
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                Duration.ofSeconds(90),
                Optional.of(Duration.ofMinutes(20)),
                2));
    assertThat(policy.rules())
        .containsExactly(
            new ScaleDownRule(
                "scaleDown.rules[0], line 14",
                new RuleMatch(
                    Optional.of("main"),
                    Optional.of(new GroupPattern("aws/**")),
                    Optional.of("nvidia-h100-80gb"),
                    new Bounds(OptionalDouble.of(4), OptionalDouble.of(8)),
                    new Bounds(OptionalDouble.of(20), OptionalDouble.of(60.5)),
                    Optional.of(CapacityType.SPOT),
                    Map.of("team", "research")),
                Optional.of(WeeklyWindow.parse("Mon-Fri 08:00-19:00 Europe/Berlin")),
                new OptionOverrides(
                    OptionalDouble.of(0.4),
                    OptionalDouble.of(0.7),
                    Optional.of(Duration.ofMinutes(3)),
                    Optional.of(Duration.ofMinutes(20)),
                    Optional.of(Duration.ofMinutes(12)),
                    Optional.empty(),
                    Optional.of(true)),
                OptionalDouble.of(5)),
            new ScaleDownRule(
                "scaleDown.rules[1], line 32",
                RuleMatch.EVERYTHING,
                Optional.empty(),
                new OptionOverrides(
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Optional.of(Duration.ZERO),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                OptionalDouble.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rules: [{unneeded: -3m}]                          | 12:22: scaleDown.rules[0].unneeded
          rules: [{unready: -1s}]                           | scaleDown.rules[0].unready
          rules: [{provisionTime: 0s}]                      | scaleDown.rules[0].provisionTime
          rules: [{utilization: 1.5}]                       | scaleDown.rules[0].utilization
          rules: [{gpuUtilization: -0.1}]                   | scaleDown.rules[0].gpuUtilization
          rules: [{gpuUtilization: .nan}]                   | scaleDown.rules[0].gpuUtilization
          rules: [{waitingUsdPerHour: -1}]                  | scaleDown.rules[0].waitingUsdPerHour
          rules: [{match: {cloud: mian}, unneeded: 1m}]     | scaleDown.rules[0].match.cloud
          rules: [{match: {gpus: 8}, unneeded: 1m}]         | scaleDown.rules[0].match.gpus
          rules: [{match: {gpusAtLeast: -1}, unneeded: 1m}] | scaleDown.rules[0].match.gpusAtLeast
          rules: [{match: {group: p5}, unneeded: 1m}]       | scaleDown.rules[0].match.group
          breakEven: {drain: -1m}                           | scaleDown.breakEven.drain
          otherwise: break even                             | scaleDown.otherwise
          """)
  void whatMakesNoSenseIsToldWithItsPlace(String section, String place) {
    assertThat(scaleDown(section).problems()).singleElement().asString().contains(place);
    assertThat(EditorCheck.complaints(scaleDown(section).text())).isNotNull();
  }

  @Test
  void aTimeZoneThatIsUnknownIsNamedWithItsLine() {
    assertThat(
            scaleDown("rules: [{hours: \"Mon-Fri 08:00-19:00 Europe/Berln\", unneeded: 1m}]")
                .problems())
        .containsExactly(
            "12:19: scaleDown.rules[0].hours: found 'Mon-Fri 08:00-19:00 Europe/Berln': there is no"
                + " time zone 'Europe/Berln'; they are called like Europe/Berlin or UTC; expected"
                + " days, hours and a time zone, such as Mon-Fri 08:00-19:00 Europe/Berlin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8-19 UTC",
        "Mon 08:00-08:00 UTC",
        "Montag 08:00-19:00 UTC",
        "",
        "25:00-26:00 UTC"
      })
  void hoursThatAreNoneAreRefused(String hours) {
    assertThat(scaleDown("rules: [{hours: \"" + hours + "\", unneeded: 1m}]").problems())
        .singleElement()
        .asString()
        .contains("scaleDown.rules[0].hours: found");
  }

  @ParameterizedTest
  @CsvSource({
    "'gpusAtLeast: 8, gpusAtMost: 4', match.gpusAtMost: found less than gpusAtLeast",
    "'usdPerHourAtLeast: 9, usdPerHourAtMost: 8', match.usdPerHourAtMost: found less than",
  })
  void boundsThatNothingMeetsAreRefused(String match, String problem) {
    assertThat(scaleDown("rules: [{match: {" + match + "}, unneeded: 1m}]").problems())
        .singleElement()
        .asString()
        .contains(problem);
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    assertThat(scaleDown("breakEven: {atLeast: 5m, atMost: 4m}").problems())
        .containsExactly(
            "12:36: scaleDown.breakEven.atMost: found less than atLeast; expected no less than"
                + " atLeast");
  }

  @Test
  void aRuleWithoutAWishIsRefused() {
    assertThat(scaleDown("rules: [{match: {capacityType: spot}}]").problems())
        .singleElement()
        .asString()
        .contains("scaleDown.rules[0]: found a rule that wants nothing; expected one or more of");
  }

  @Test
  void twoRulesThatContradictEachOtherAreRefused() {
    assertThat(
            ConfigText.small()
                .and(
                    """
                    scaleDown:
                      rules:
                        - {match: {capacityType: spot}, unneeded: 3m}
                        - {match: {capacityType: spot}, unneeded: 4m}
                    """)
                .problems())
        .containsExactly(
            "14:47: scaleDown.rules[1].unneeded: found another value than scaleDown.rules[0], line"
                + " 13 has for the same groups; expected one value");
  }

  @Test
  void rulesForTheSameGroupsMayDifferInWhatTheyWant() throws ConfigException {
    assertThat(
            scaleDown(
                    "rules: [{match: {cloud: main}, unneeded: 1m},"
                        + " {match: {cloud: main}, unready: 2m}]")
                .read()
                .scaleDown()
                .rules())
        .hasSize(2);
  }

  @Test
  void aRuleThatNeverComesToBearIsRemarkedOn() throws ConfigException {
    assertThat(
            warnings(
                """
                scaleDown:
                  rules:
                    - {match: {group: "aws/**"}, unneeded: 3m}
                    - {match: {group: "aws/*/us-east-1/*", capacityType: spot}, unneeded: 2m, unready: 9m}
                """))
        .containsExactly(
            "14:75: scaleDown.rules[1].unneeded: found what never holds, because"
                + " scaleDown.rules[0], line 13 comes first and matches all that this does;"
                + " expected the narrower rule before the wider");
  }

  @Test
  void theNarrowerRuleBeforeTheWiderIsAsItShouldBe() throws ConfigException {
    assertThat(
            warnings(
                """
                scaleDown:
                  rules:
                    - {match: {group: "aws/*/us-east-1/*"}, unneeded: 2m}
                    - {match: {group: "aws/**"}, hours: "22:00-06:00 UTC", unneeded: 1m}
                    - {match: {group: "aws/**"}, unneeded: 3m}
                    - {unneeded: 4m}
                """))
        .isEmpty();
  }

  @Test
  void aPatternForACloudThatIsNotConfiguredIsRemarkedOn() throws ConfigException {
    assertThat(warnings("scaleDown: {rules: [{match: {group: \"gcp/**\"}, unneeded: 30m}]}\n"))
        .containsExactly(
            "11:37: scaleDown.rules[0].match.group: found a pattern that matches no group of any"
                + " entry of clouds; expected a pattern that begins with aws/");
  }

  private static List<String> warnings(String section) throws ConfigException {
    String text = ConfigText.small().and(section).text();
    return ConfigReader.readText(ConfigText.NAME, text).warnings().stream()
        .map(warning -> warning.toString().substring(ConfigText.NAME.length() + 1))
        .toList();
  }
}
