package io.gpupool.rehearsal;

import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.rehearsal.ScaleUp.Attempt;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Cluster Autoscaler's loop, step by step and call by call as release 1.36 makes it, with its
 * default flags. What it doesn't model: pods that can be moved, several kinds of pods on one node
 * beyond their requests, DaemonSets, and chance.
 */
final class AutoscalerModel {

  private final Flags flags;
  private final ProviderClient provider;
  private final Cluster cluster;
  private final Timeline timeline;
  private final Backoffs backoffs;
  private final ScaleUp scaleUp;
  private final ScaleDown scaleDown;
  private final Map<String, GroupWatch> groups = new TreeMap<>();
  private Instant lastScaleUp = Instant.EPOCH;
  private List<Job> withoutAPlace = List.of();
  private boolean helpless;

  AutoscalerModel(
      Flags flags, ProviderClient provider, Expander expander, Cluster cluster, Timeline timeline) {
    this.flags = flags;
    this.provider = provider;
    this.cluster = cluster;
    this.timeline = timeline;
    this.backoffs = new Backoffs(flags);
    this.scaleUp = new ScaleUp(flags, provider, backoffs, expander, timeline);
    this.scaleDown = new ScaleDown(flags, provider, timeline);
  }

  /** One loop. A call that fails where the real loop gives up ends this one too. */
  void loop(Instant now) {
    try {
      provider.gpuLabel();
      provider.refresh();
      readGroups();
      readClusterState(now);
      handleOverdueRequests(now);
      handleFailedInstances(now);
      removeLongUnregistered();
      if (deleteFailedInstances()) {
        recalculate();
      }
      if (fixSizes(now)) {
        return;
      }
      boolean youngPods = addNodes(now);
      scaleDown.look(cluster, groups.values(), now);
      if (!youngPods && !lastScaleUp.plus(flags.delayAfterAdd()).isAfter(now)) {
        scaleDown.remove(cluster, groups.values(), now);
      }
    } catch (StatusRuntimeException failure) {
      timeline.tell(new RehearsalEvent.LoopSkipped(now, ProviderClient.reason(failure)));
    }
  }

  /** Whether there are pods without a place for which something may be done in the next loop. */
  boolean isTrying() {
    return !withoutAPlace.isEmpty() && !helpless;
  }

  Collection<GroupWatch> groups() {
    return groups.values();
  }

  /** Whether the loops to come will find nothing to do until something else happens. */
  boolean isSettled(Instant now) {
    return groups.values().stream().allMatch(group -> group.isSettled(now));
  }

  /** When the autoscaler will do something by itself again. */
  Instant nextAction(Instant now) {
    Instant removal = scaleDown.nextRemoval();
    Instant cooldown = lastScaleUp.plus(flags.delayAfterAdd());
    if (removal.isBefore(cooldown) && cooldown.isAfter(now)) {
      removal = cooldown;
    }
    Instant retry = withoutAPlace.isEmpty() ? Instant.MAX : backoffs.nextEnd(now);
    return removal.isBefore(retry) ? removal : retry;
  }

  private void readGroups() {
    List<NodeGroup> listed = provider.groups();
    groups.keySet().retainAll(listed.stream().map(NodeGroup::getId).toList());
    for (NodeGroup group : listed) {
      groups.computeIfAbsent(group.getId(), GroupWatch::new).limits(group);
    }
  }

  private void readClusterState(Instant now) {
    Map<String, List<ClusterNode>> nodes = new TreeMap<>();
    for (ClusterNode node : cluster.nodes()) {
      Optional<String> owner = provider.groupOf(node.providerId(), node.providerId());
      owner.ifPresent(id -> nodes.computeIfAbsent(id, first -> new ArrayList<>()).add(node));
    }
    for (GroupWatch group : groups.values()) {
      if (nodes.getOrDefault(group.id(), List.of()).isEmpty()) {
        provider.template(group.id());
      }
    }
    recalculate();
    for (GroupWatch group : groups.values()) {
      if (group.wantsInstances(now, flags.instancesCached())) {
        group.instances(provider.instances(group.id()), now);
      }
    }
    for (GroupWatch group : groups.values()) {
      List<ClusterNode> registered = nodes.getOrDefault(group.id(), List.of());
      java.time.Duration provisionTime = flags.provisionTime();
      // the readiness of each node is judged by its group's options, asked for each time
      for (int k = 0; k < 2 * registered.size() + group.unregistered(); k++) {
        provisionTime = provider.provisionTime(group.id());
      }
      group.compare(registered, provisionTime, now);
    }
  }

  private void recalculate() {
    groups.values().forEach(group -> group.target(provider.targetSize(group.id())));
  }

  private void handleOverdueRequests(Instant now) {
    for (GroupWatch group : groups.values()) {
      group.forgetFulfilled(now);
      int overdue = group.takeOverdue(now);
      if (overdue > 0) {
        backoffs.failed(group.id(), now);
        timeline.tell(new RehearsalEvent.NodesOverdue(now, group.id(), overdue));
        try {
          provider.decrease(group.id(), overdue);
        } catch (StatusRuntimeException tolerated) {
          timeline.tell(
              new RehearsalEvent.ScaleDownRefused(
                  now, group.id(), ProviderClient.reason(tolerated)));
        }
      }
    }
  }

  private void handleFailedInstances(Instant now) {
    for (GroupWatch group : groups.values()) {
      List<String> fresh = group.newlyFailed();
      if (!fresh.isEmpty() && group.isGrowing()) {
        group.requestShrinks(fresh.size());
        Instant until = backoffs.failed(group.id(), now);
        String code = String.valueOf(group.failed().get(fresh.get(0)));
        timeline.tell(new RehearsalEvent.NodesFailed(now, group.id(), fresh.size(), code, until));
      }
    }
  }

  private void removeLongUnregistered() {
    for (GroupWatch group : groups.values()) {
      int possible = group.target() - group.min();
      List<String> overdue =
          group.longUnregistered().stream().limit(Math.max(0, possible)).toList();
      if (!overdue.isEmpty()) {
        provider.delete(group.id(), overdue);
      }
    }
  }

  private boolean deleteFailedInstances() {
    boolean any = false;
    for (GroupWatch group : groups.values()) {
      if (!group.failed().isEmpty()) {
        provider.delete(group.id(), group.failed().keySet().stream().sorted().toList());
        any = true;
      }
    }
    return any;
  }

  /** Lowers targets that have been wrong for too long; the loop ends with that. */
  private boolean fixSizes(Instant now) {
    boolean fixed = false;
    for (GroupWatch group : groups.values()) {
      int excess = group.fixableSize(flags.provisionTime(), now);
      if (excess > 0) {
        provider.decrease(group.id(), excess);
        fixed = true;
      }
    }
    return fixed;
  }

  /** Returns whether pods are so young that nothing is done about them, nor removed meanwhile. */
  private boolean addNodes(Instant now) {
    helpless = false;
    withoutAPlace = scaleUp.withoutAPlace(cluster, groups.values(), now);
    if (withoutAPlace.isEmpty()) {
      return false;
    }
    if (scaleUp.shouldWait(withoutAPlace, cluster.waiting(), now)) {
      return true;
    }
    Attempt attempt = scaleUp.enlarge(withoutAPlace, groups.values(), now);
    helpless = attempt == Attempt.NO_OPTION;
    if (attempt == Attempt.ENLARGED) {
      lastScaleUp = now;
      recalculate();
    }
    return false;
  }
}
