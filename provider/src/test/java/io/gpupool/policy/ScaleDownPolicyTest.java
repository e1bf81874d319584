package io.gpupool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleDownPolicyTest {

  /** A Monday; in Berlin it is nine. */
  private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

  private static final BootTime BOOT = new BootTime(Duration.ofMinutes(4), 7);

  @Test
  void withoutASectionNothingIsSaid() {
    Standing standing = ScaleDownPolicy.NONE.standing(group(8, 98), BOOT, List.of(), NOW);
    assertThat(standing.options()).isEqualTo(OptionOverrides.NONE);
    assertThat(standing.by()).isEmpty();
  }

  @Test
  void whereNoRuleSpeaksTheBreakEvenTimeHolds() {
    Standing standing = breakEven().standing(group(1, 0.5), BOOT, List.of(), NOW);
    assertThat(standing.options()).isEqualTo(unneeded(Duration.ofMinutes(5)));
    assertThat(said(standing, Setting.UNNEEDED).by()).isEqualTo("break-even");
    assertThat(said(standing, Setting.UNNEEDED).why())
        .isEqualTo(
            "another node takes 4m (the middle of 7 that were seen) and is paid for 1m while it"
                + " drains");
  }

  @Test
  void whatWasAssumedAndCutIsToldSo() {
    Standing standing =
        breakEven().standing(group(8, 98), new BootTime(Duration.ofMinutes(12), 0), List.of(), NOW);
    assertThat(standing.options().unneededTime()).contains(Duration.ofMinutes(10));
    assertThat(said(standing, Setting.UNNEEDED).why())
        .contains("assumed, none has been seen")
        .endsWith("; 13m but for the limits");
  }

  @ParameterizedTest
  @CsvSource({"0, -1", "1, -1", "3, -1", "4, 0.75", "8, 0.875", "16, 0.9375"})
  void aNodeOfManyGpusIsLookedAtWhenOneIsFree(int gpus, double threshold) {
    OptionalDouble said =
        breakEven()
            .standing(group(gpus, 10), BOOT, List.of(), NOW)
            .options()
            .gpuUtilizationThreshold();
    assertThat(said.orElse(-1)).isEqualTo(threshold);
    // five of eight, at which the autoscaler's own half never looks
    assertThat(gpus < 8 || 5.0 / gpus <= said.orElse(-1)).isTrue();
  }

  @Test
  void forEachSettingTheFirstRuleThatHasItDecides() {
    ScaleDownPolicy policy =
        policy(
            rule("a", usdAtLeast(20), Optional.empty(), unneeded(Duration.ofMinutes(3))),
            rule("b", RuleMatch.EVERYTHING, Optional.empty(), unneeded(Duration.ofMinutes(7))),
            rule(
                "c",
                RuleMatch.EVERYTHING,
                Optional.empty(),
                OptionOverrides.ofNodes(Optional.of(Duration.ofMinutes(9)), Optional.empty())));

    Standing dear = policy.standing(group(8, 98), BOOT, List.of(), NOW);
    assertThat(dear.options().unneededTime()).contains(Duration.ofMinutes(3));
    assertThat(dear.options().provisionTime()).contains(Duration.ofMinutes(9));
    assertThat(said(dear, Setting.UNNEEDED))
        .extracting(Source::by, Source::why)
        .containsExactly("rule 1", "a");
    assertThat(said(dear, Setting.PROVISION_TIME).by()).isEqualTo("rule 3");

    Standing cheap = policy.standing(group(8, 0.4), BOOT, List.of(), NOW);
    assertThat(cheap.options().unneededTime()).contains(Duration.ofMinutes(7));
    assertThat(said(cheap, Setting.UNNEEDED).by()).isEqualTo("rule 2");
  }

  @Test
  void aRuleHoldsAtItsHours() {
    WeeklyWindow day = WeeklyWindow.parse("Mon-Fri 08:00-19:00 Europe/Berlin");
    ScaleDownPolicy policy =
        policy(
            rule("day", RuleMatch.EVERYTHING, Optional.of(day), unneeded(Duration.ofMinutes(30))));
    assertThat(unneeded(policy, NOW)).contains(Duration.ofMinutes(30));
    assertThat(unneeded(policy, NOW.plus(Duration.ofHours(10)))).contains(Duration.ofMinutes(5));
    // clocks are put forward on the last Sunday of March: eight is an hour earlier then
    Instant summer = Instant.parse("2026-03-30T06:00:00Z");
    assertThat(unneeded(policy, summer)).contains(Duration.ofMinutes(30));
    assertThat(unneeded(policy, summer.minusSeconds(1))).contains(Duration.ofMinutes(5));
  }

  @Test
  void whatTheGroupItselfSaysComesAfterRulesAndBeforeWhatIsRightOtherwise() {
    Source tags = new Source("tags", "written on it", unneeded(Duration.ofMinutes(2)));
    GroupFacts group = group(8, 98);
    assertThat(said(breakEven().standing(group, BOOT, List.of(tags), NOW), Setting.UNNEEDED).by())
        .isEqualTo("tags");
    ScaleDownPolicy rule =
        policy(rule("a", RuleMatch.EVERYTHING, Optional.empty(), unneeded(Duration.ofMinutes(3))));
    assertThat(said(rule.standing(group, BOOT, List.of(tags), NOW), Setting.UNNEEDED).by())
        .isEqualTo("rule 1");
  }

  @Test
  void whatWaitingPodsAreWorthToARuleIsPartOfTheBreakEvenTime() {
    ScaleDownRule worth =
        new ScaleDownRule(
            "w",
            RuleMatch.EVERYTHING,
            Optional.empty(),
            OptionOverrides.NONE,
            OptionalDouble.of(6));
    Standing standing = policy(worth).standing(group(1, 0.5), BOOT, List.of(), NOW);
    assertThat(standing.options().unneededTime()).contains(Duration.ofMinutes(5 + 12 * 4));
    assertThat(said(standing, Setting.UNNEEDED).why()).contains("6.0 usd per hour");
  }

  @Test
  void aRuleCoversAnotherThatHoldsAtSomeOfItsHoursOnly() {
    Optional<WeeklyWindow> nights = Optional.of(WeeklyWindow.parse("22:00-06:00 UTC"));
    OptionOverrides some = unneeded(Duration.ofMinutes(1));
    ScaleDownRule always = rule("a", RuleMatch.EVERYTHING, Optional.empty(), some);
    ScaleDownRule atNight = rule("b", usdAtLeast(20), nights, some);
    assertThat(always.covers(atNight)).isTrue();
    assertThat(atNight.covers(always)).isFalse();
    assertThat(atNight.covers(atNight)).isTrue();
  }

  private static Source said(Standing standing, Setting setting) {
    return Objects.requireNonNull(standing.by().get(setting), setting::key);
  }

  private static Optional<Duration> unneeded(ScaleDownPolicy policy, Instant at) {
    return policy.standing(group(1, 1), BOOT, List.of(), at).options().unneededTime();
  }

  private static ScaleDownPolicy breakEven() {
    return policy();
  }

  private static ScaleDownPolicy policy(ScaleDownRule... rules) {
    return new ScaleDownPolicy(List.of(rules), Optional.of(BreakEven.DEFAULT));
  }

  private static ScaleDownRule rule(
      String place, RuleMatch match, Optional<WeeklyWindow> hours, OptionOverrides options) {
    return new ScaleDownRule(place, match, hours, options, OptionalDouble.empty());
  }

  private static RuleMatch usdAtLeast(double usd) {
    return new RuleMatch(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Bounds.ANY,
        new Bounds(OptionalDouble.of(usd), OptionalDouble.empty()),
        Optional.empty(),
        Map.of());
  }

  private static GroupFacts group(int gpus, double usdPerHour) {
    return new GroupFacts(
        new NodeGroupId("aws/1/us-east-1/g"),
        "aws-us",
        Optional.of("nvidia-h100-80gb"),
        OptionalInt.of(gpus),
        usdPerHour,
        Optional.of(CapacityType.ON_DEMAND),
        Map.of());
  }

  private static OptionOverrides unneeded(Duration time) {
    return new OptionOverrides(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.of(time),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
