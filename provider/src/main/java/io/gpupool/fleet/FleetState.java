package io.gpupool.fleet;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All groups, and the snapshot that readers see. Every change of either happens under this object's
 * monitor, takes microseconds and does no I/O; readers take the snapshot without it.
 */
final class FleetState {

  /** A change of one group, under the monitor. */
  @FunctionalInterface
  interface GroupChange<T> {
    T apply(ManagedGroup group) throws FleetException;
  }

  private final FleetTiming timing;

  @GuardedBy("this")
  private final Map<NodeGroupId, ManagedGroup> groups = new HashMap<>();

  @GuardedBy("this")
  private long writes;

  private volatile FleetSnapshot snapshot = FleetSnapshot.EMPTY;

  FleetState(FleetTiming timing) {
    this.timing = timing;
  }

  FleetSnapshot snapshot() {
    return snapshot;
  }

  /** How many writes have ended; to be asked before a reading begins. */
  synchronized long writesSoFar() {
    return writes;
  }

  /**
   * Changes one group and publishes the result, whether or not {@code change} throws in the end.
   *
   * @throws FleetException if there is no such group, or by {@code change}
   */
  @CanIgnoreReturnValue
  synchronized <T> T inGroup(NodeGroupId id, GroupChange<T> change) throws FleetException {
    ManagedGroup group = groups.get(id);
    if (group == null || group.isVanished()) {
      throw unknown(id.value());
    }
    GroupView before = group.view();
    try {
      return change.apply(group);
    } finally {
      if (!group.view().equals(before)) {
        snapshot = snapshot.with(group.view());
      }
    }
  }

  /**
   * A write of a group has ended in its cloud: readings that began before this moment aren't
   * believed for the group. Runs under {@link #inGroup}.
   *
   * @return the write's number
   */
  @CanIgnoreReturnValue
  synchronized long endCall(ManagedGroup group) {
    writes++;
    group.endCall(writes);
    return writes;
  }

  /**
   * Takes over what a cloud says. Groups that were being changed while it was read keep what is
   * known of them; groups that it has no longer stay for the rest of the autoscaler's loop, empty.
   *
   * @param writesBefore {@link #writesSoFar} before the reading began
   * @return what happened
   */
  synchronized List<FleetEvent> absorb(
      EntryWatch watch, CloudReading reading, long writesBefore, Instant now) {
    List<FleetEvent> events = new ArrayList<>();
    Set<NodeGroupId> present = new HashSet<>();
    for (GroupReading next : reading.groups()) {
      present.add(next.id());
      ManagedGroup group = groups.get(next.id());
      if (group != null && (group.isVanished() || group.watch().isRetired())) {
        group.handTo(watch);
      }
      if (group == null) {
        GroupState state = ReadingMerge.first(next, now, timing);
        groups.put(next.id(), new ManagedGroup(watch, state));
        events.add(new FleetEvent.GroupAppeared(next.id(), watch.name()));
      } else if (group.watch() != watch) {
        events.add(new FleetEvent.ProblemSeen(watch.name(), managedTwice(next.id(), group)));
      } else if (group.isVanished()) {
        group.reappear();
        group.set(ReadingMerge.first(next, now, timing));
        events.add(new FleetEvent.GroupAppeared(next.id(), watch.name()));
      } else if (group.believes(writesBefore)) {
        group.set(ReadingMerge.merge(group.state(), next, now, timing));
      }
    }
    for (ManagedGroup group : groups.values()) {
      if (group.watch() == watch && !group.isVanished() && !present.contains(group.id())) {
        group.vanish();
        events.add(new FleetEvent.GroupVanished(group.id(), watch.name()));
      }
    }
    publishAll();
    return events;
  }

  /** A new loop of the autoscaler begins: groups that are gone needn't be pretended any more. */
  synchronized void forgetVanished() {
    if (groups.values().removeIf(ManagedGroup::isVanished)) {
      publishAll();
    }
  }

  /** An entry is gone from the configuration: what no other has taken over is gone with it. */
  synchronized List<FleetEvent> dismiss(EntryWatch watch) {
    List<FleetEvent> events = new ArrayList<>();
    for (ManagedGroup group : groups.values()) {
      if (group.watch() == watch && !group.isVanished()) {
        group.vanish();
        events.add(new FleetEvent.GroupVanished(group.id(), watch.name()));
      }
    }
    if (!events.isEmpty()) {
      publishAll();
    }
    return events;
  }

  /** The groups of an entry for which {@code condition} holds. */
  synchronized List<NodeGroupId> groupsOf(EntryWatch watch, Predicate<GroupState> condition) {
    return groups.values().stream()
        .filter(group -> group.watch() == watch && !group.isVanished())
        .filter(group -> condition.test(group.state()))
        .map(ManagedGroup::id)
        .toList();
  }

  static FleetException unknown(String id) {
    return new FleetException(
        Reason.UNKNOWN_GROUP,
        "there is no node group '%s': no configured cloud has it, or it was deleted there"
            .formatted(id));
  }

  private static ReadingProblem managedTwice(NodeGroupId id, ManagedGroup group) {
    return new ReadingProblem(
        id.value(),
        "is managed by the entry '%s' already and is ignored here; give each group to one entry"
            .formatted(group.watch().name()));
  }

  @GuardedBy("this")
  private void publishAll() {
    SortedMap<String, GroupView> views = new TreeMap<>();
    Map<ProviderId, NodeGroupId> owners = new HashMap<>();
    for (ManagedGroup group : groups.values()) {
      views.put(group.id().value(), group.view());
      if (!group.isVanished()) {
        for (Instance instance : group.state().reading().instances()) {
          owners.put(instance.id(), group.id());
        }
      }
    }
    snapshot = new FleetSnapshot(views, owners);
  }
}
