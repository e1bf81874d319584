package io.gpupool.cli;

import io.gpupool.policy.GroupFacts;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.policy.ScaleDownRule;
import java.time.Instant;
import java.util.List;

/** What can't be remarked on rules while the file is read: it takes a clock, or the groups. */
final class RuleRemarks {

  private RuleRemarks() {}

  /** Which rules won't hold at some of their hours within a year, because clocks skip them. */
  static List<String> onHours(ScaleDownPolicy policy, Instant now) {
    return policy.rules().stream()
        .flatMap(
            rule ->
                rule.hours().flatMap(hours -> hours.nextGap(now)).stream()
                    .map(
                        gap ->
                            "%s: on %s the clocks there go from %s to %s, so hours '%s' are shorter that day or left out"
                                .formatted(
                                    rule.place(),
                                    gap.getDateTimeBefore().toLocalDate(),
                                    gap.getDateTimeBefore().toLocalTime(),
                                    gap.getDateTimeAfter().toLocalTime(),
                                    rule.hours().orElseThrow())))
        .toList();
  }

  /** Which rules match none of the groups. */
  static List<String> onGroups(ScaleDownPolicy policy, List<GroupFacts> groups) {
    return policy.rules().stream()
        .filter(rule -> groups.stream().noneMatch(rule.match()::matches))
        .map(ScaleDownRule::place)
        .map(
            place ->
                "%s: matches none of the %d groups that the clouds have; /policy on the admin port shows what is known of each"
                    .formatted(place, groups.size()))
        .toList();
  }
}
