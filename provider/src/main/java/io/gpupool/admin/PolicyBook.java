package io.gpupool.admin;

import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.GroupView;
import io.gpupool.policy.GroupPolicy;
import io.gpupool.policy.OptionsForm;
import io.gpupool.policy.OptionsPolicy;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.policy.ScaleDownRule;
import io.gpupool.policy.Youth;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** When nodes of which groups are removed, and why, as it is at the moment. */
public final class PolicyBook {

  /**
   * A rule, and what it comes to.
   *
   * @param rule as configured
   * @param groups how many groups it matches
   * @param holds whether these are its hours
   */
  record RuleLine(ScaleDownRule rule, long groups, boolean holds) {}

  /**
   * A group, and what holds for it.
   *
   * @param policy what holds
   * @param heldBackUpTo128 whether releases up to 1.28 aren't told at the moment
   * @param heldBackFrom135 whether releases from 1.35 on aren't told at the moment
   */
  record GroupLine(GroupPolicy policy, boolean heldBackUpTo128, boolean heldBackFrom135) {}

  private final Fleet fleet;
  private final Supplier<ScaleDownPolicy> configured;
  private final Function<GroupView, GroupPolicy> policies;
  private final InstantSource clock;

  /**
   * @param configured what is configured at the moment
   * @param policies what holds for a group at the moment
   */
  public PolicyBook(
      Fleet fleet,
      Supplier<ScaleDownPolicy> configured,
      Function<GroupView, GroupPolicy> policies,
      InstantSource clock) {
    this.fleet = fleet;
    this.configured = configured;
    this.policies = policies;
    this.clock = clock;
  }

  /** Every group, in the order of their ids. */
  List<GroupLine> groups() {
    Instant now = clock.instant();
    List<GroupLine> lines = new ArrayList<>();
    for (GroupView view : fleet.snapshot().groups()) {
      GroupPolicy policy = policies.apply(view);
      Youth nodes = new Youth(view.youngest(), view.isCreating());
      lines.add(
          new GroupLine(
              policy,
              heldBack(OptionsForm.KUBERNETES_WITHOUT_PROVISION_TIME, policy, nodes, now),
              heldBack(OptionsForm.GOOGLE, policy, nodes, now)));
    }
    return lines;
  }

  private static boolean heldBack(OptionsForm form, GroupPolicy policy, Youth nodes, Instant now) {
    return OptionsPolicy.heldBack(form, policy.standing().options(), nodes, now);
  }

  /** Every rule, in the order in which they are asked. */
  List<RuleLine> rules() {
    Instant now = clock.instant();
    List<GroupPolicy> groups = fleet.snapshot().groups().stream().map(policies).toList();
    return configured.get().rules().stream()
        .map(
            rule ->
                new RuleLine(
                    rule,
                    groups.stream().filter(group -> rule.match().matches(group.facts())).count(),
                    rule.hours().map(hours -> hours.contains(now)).orElse(true)))
        .toList();
  }
}
