package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.policy.Bounds;
import io.gpupool.policy.GroupFacts;
import io.gpupool.policy.RuleMatch;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.policy.ScaleDownRule;
import io.gpupool.policy.WeeklyWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RuleRemarksTest {

  private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

  @Test
  void hoursThatClocksSkipAreToldWithTheirLineAndTheDay() {
    assertThat(RuleRemarks.onHours(policy("Sun 02:15-02:45 Europe/Berlin"), NOW))
        .containsExactly(
            "scaleDown.rules[0], line 12: on 2026-03-29 the clocks there go from 02:00 to 03:00, so"
                + " hours 'Sun 02:15-02:45 Europe/Berlin' are shorter that day or left out");
  }

  @Test
  void hoursThatNoClockSkipsAreNotRemarkedOn() {
    assertThat(RuleRemarks.onHours(policy("Sun 02:15-02:45 UTC"), NOW)).isEmpty();
    assertThat(RuleRemarks.onHours(policy("Mon-Fri 08:00-19:00 Europe/Berlin"), NOW)).isEmpty();
  }

  @Test
  void aRuleThatMatchesNoGroupIsToldWithItsLine() {
    GroupFacts one =
        new GroupFacts(
            new NodeGroupId("aws/1/us-east-1/g5"),
            "main",
            Optional.empty(),
            OptionalInt.of(1),
            1.2,
            Optional.empty(),
            Map.of());
    assertThat(RuleRemarks.onGroups(policy("UTC"), List.of(one)))
        .singleElement()
        .asString()
        .startsWith("scaleDown.rules[0], line 12: matches none of the 1 groups");
    assertThat(RuleRemarks.onGroups(ScaleDownPolicy.NONE, List.of(one))).isEmpty();
  }

  private static ScaleDownPolicy policy(String hours) {
    RuleMatch dear =
        new RuleMatch(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Bounds.ANY,
            new Bounds(OptionalDouble.of(20), OptionalDouble.empty()),
            Optional.empty(),
            Map.of());
    return new ScaleDownPolicy(
        List.of(
            new ScaleDownRule(
                "scaleDown.rules[0], line 12",
                dear,
                Optional.of(WeeklyWindow.parse(hours)),
                OptionOverrides.NONE,
                OptionalDouble.of(1))),
        Optional.empty());
  }
}
