package io.gpupool.policy;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.SizeLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The sizes that the autoscaler is told a group may have, which is how ceilings and brakes reach
 * it: what would pass a ceiling is above the largest size, what a brake keeps is below the least.
 * The largest is never below the target, and what is raised never above it, so nothing is asked for
 * and nothing given up because of them.
 *
 * @param limits the sizes
 * @param why what has moved them, for people
 */
public record OfferedSizes(SizeLimits limits, List<String> why) {
  public OfferedSizes {
    Objects.requireNonNull(limits, "limits");
    why = List.copyOf(why);
  }

  /**
   * What all groups may have now.
   *
   * @param deletions what was deleted lately
   */
  public static Map<NodeGroupId, OfferedSizes> of(
      Collection<GroupAccount> groups,
      Ceilings ceilings,
      Brakes brakes,
      Collection<Deletion> deletions,
      Instant now) {
    List<Ceilings.Standing> standings = ceilings.standings(groups);
    Map<GroupAccount, List<Brakes.Slack>> slack = brakes.slack(groups, deletions, now);
    Map<NodeGroupId, OfferedSizes> offered = new HashMap<>();
    for (GroupAccount group : groups) {
      offered.put(
          group.id(),
          of(group, ceilings.room(standings, group), slack.getOrDefault(group, List.of())));
    }
    return offered;
  }

  private static OfferedSizes of(GroupAccount group, Ceilings.Room room, List<Brakes.Slack> slack) {
    List<String> why = new ArrayList<>();
    int max = largest(group, room.nodes());
    if (max < group.limits().max()) {
      room.ceiling()
          .ifPresent(
              ceiling ->
                  why.add(
                      "room for %d more below the ceiling for %s (%s)"
                          .formatted(max - group.target(), ceiling.scope(), ceiling.place())));
    }
    int min = group.limits().min();
    for (Brakes.Slack one : slack) {
      int raised = Math.min(group.target(), Math.max(0, group.target() - one.nodes()));
      if (raised > group.limits().min()) {
        why.add(one.why());
        min = Math.max(min, raised);
      }
    }
    return new OfferedSizes(new SizeLimits(min, Math.max(min, max)), why);
  }

  /** A group that is either empty or full has room for all that it lacks, or for nothing. */
  private static int largest(GroupAccount group, int room) {
    int max = group.limits().max();
    long reachable = (long) group.target() + room;
    if (reachable >= max) {
      return max;
    }
    return group.traits().zeroOrMax() ? group.target() : (int) reachable;
  }
}
