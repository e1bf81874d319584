package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.Taint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How the rules for one group come together. */
final class GroupSettingsTest {

  private static final String RULES =
      """
      groups:
        - match: aws/*/us-east-1/p5-*
          weight: 10
          labels: {team: research, tier: gold}
          resources: {memory: 16Gi}
        - match: aws/*/us-east-1/*
          weight: 5
          tier: 2
          taints: []
          labels: {team: shared, region: us-east-1}
        - match: aws/**
          tier: 3
          capacityType: spot
          provisionTime: 12m
          taints: ["a=b:NoSchedule"]
          resources: {memory: 32Gi, cpu: 4}
          zeroOrMax: false
        - match: "**"
          zeroOrMax: true
          weight: 1
      """;

  @Test
  void takesEachKeyFromTheFirstRuleThatHasIt() throws ConfigException {
    assertThat(settingsOf("aws/111122223333/us-east-1/p5-spot"))
        .isEqualTo(
            new GroupSettings(
                OptionalInt.of(10),
                OptionalInt.of(2),
                Optional.of(CapacityType.SPOT),
                Optional.of(Duration.ofMinutes(12)),
                Map.of("team", "research", "tier", "gold", "region", "us-east-1"),
                Optional.of(List.of()),
                Map.of("memory", "16Gi", "cpu", "4"),
                Optional.of(false)));
  }

  @Test
  void passesOverRulesThatDoNotMatch() throws ConfigException {
    assertThat(settingsOf("aws/111122223333/us-west-2/p5-spot"))
        .isEqualTo(
            new GroupSettings(
                OptionalInt.of(1),
                OptionalInt.of(3),
                Optional.of(CapacityType.SPOT),
                Optional.of(Duration.ofMinutes(12)),
                Map.of(),
                Optional.of(List.of(new Taint("a", "b", "NoSchedule"))),
                Map.of("memory", "32Gi", "cpu", "4"),
                Optional.of(false)));
  }

  @Test
  void leavesOpenWhatNoMatchingRuleSays() throws ConfigException {
    assertThat(settingsOf("gcp/project/zone/group"))
        .isEqualTo(
            new GroupSettings(
                OptionalInt.of(1),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                Optional.of(true)));
  }

  @Test
  void refusesValuesThatMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> with(-1, 1, Duration.ofMinutes(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> with(0, 0, Duration.ofMinutes(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> with(0, 1, Duration.ZERO));
    assertThat(with(0, 1, Duration.ofNanos(1)).weight()).hasValue(0);
  }

  private static GroupSettings settingsOf(String group) throws ConfigException {
    return ConfigText.small().and(RULES).read().settingsOf(new NodeGroupId(group));
  }

  private static GroupSettings with(int weight, int tier, Duration provisionTime) {
    return new GroupSettings(
        OptionalInt.of(weight),
        OptionalInt.of(tier),
        Optional.empty(),
        Optional.of(provisionTime),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }
}
