package io.gpupool.admin;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.GroupView;
import io.gpupool.policy.BootTime;
import io.gpupool.policy.BreakEven;
import io.gpupool.policy.GroupFacts;
import io.gpupool.policy.GroupPolicy;
import io.gpupool.policy.RuleMatch;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.policy.ScaleDownRule;
import io.gpupool.policy.WeeklyWindow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A policy with a rule for nights, over any fleet. */
final class Policies {

  static final ScaleDownPolicy NIGHTS =
      new ScaleDownPolicy(
          List.of(
              new ScaleDownRule(
                  "scaleDown.rules[0], line 3",
                  RuleMatch.EVERYTHING,
                  Optional.of(WeeklyWindow.parse("22:00-06:00 UTC")),
                  new OptionOverrides(
                      OptionalDouble.empty(),
                      OptionalDouble.empty(),
                      Optional.of(Duration.ofMinutes(2)),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()),
                  OptionalDouble.empty())),
          Optional.of(BreakEven.DEFAULT));

  private Policies() {}

  static PolicyBook of(Fleet fleet, InstantSource clock) {
    return new PolicyBook(fleet, () -> NIGHTS, group -> policy(group, clock), clock);
  }

  private static GroupPolicy policy(GroupView group, InstantSource clock) {
    GroupFacts facts =
        new GroupFacts(
            group.id(),
            "a <cloud>",
            Optional.of("nvidia-h100-80gb"),
            OptionalInt.of(8),
            98.32,
            Optional.of(CapacityType.ON_DEMAND),
            Map.of());
    BootTime boot = new BootTime(Duration.ofMinutes(4), 5);
    return new GroupPolicy(facts, boot, NIGHTS.standing(facts, boot, List.of(), clock.instant()));
  }
}
