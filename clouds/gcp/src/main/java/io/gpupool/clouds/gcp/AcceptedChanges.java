package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.Operation;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.ReadingProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes that Compute Engine has accepted, followed to their end: it says yes before it has looked
 * closely, and what it finds then is in the operation. They are looked at when groups are read.
 *
 * <p>Until an operation has ended a group may be shown as it was before. What was accepted counts
 * from the start, or a group would seem to shrink for a moment after it was asked to grow.
 */
final class AcceptedChanges {

  /** So long a change that failed is told of; by then everybody has read it. */
  private static final Duration TOLD_FOR = Duration.ofMinutes(15);

  private record Change(GroupRef group, int from, int to, Set<InstanceRef> leaving) {
    boolean grows() {
      return to > from;
    }
  }

  /** The open ones by the operation's name, in the order in which they were asked for. */
  private final Map<String, Change> open = Collections.synchronizedMap(new LinkedHashMap<>());

  private final Map<GroupRef, LaunchFailure> refusedGrowth = new HashMap<>();
  private final Map<ReadingProblem, Instant> refusedDeletions = new HashMap<>();
  private final Operations operations;

  AcceptedChanges(Operations operations) {
    this.operations = operations;
  }

  /** A group is going to have another size. */
  void resizing(GroupRef group, int from, int to, Operation operation) {
    if (to > from) {
      synchronized (refusedGrowth) {
        refusedGrowth.remove(group);
      }
    }
    open.put(operation.getName(), new Change(group, from, to, Set.of()));
  }

  /** Slots of a group are going to be deleted. */
  void deleting(GroupRef group, int from, Collection<InstanceRef> leaving, Operation operation) {
    open.put(
        operation.getName(), new Change(group, from, from - leaving.size(), Set.copyOf(leaving)));
  }

  /** The target that a group is going to have, if it is shown with this one now. */
  int target(GroupRef group, int shown) {
    int target = shown;
    for (Change change : copy().values()) {
      if (change.group().equals(group) && change.from() == target) {
        target = change.to();
      }
    }
    return target;
  }

  /** The instances that are going to be deleted, whatever they are shown as. */
  Set<InstanceRef> leaving() {
    Set<InstanceRef> leaving = new HashSet<>();
    copy().values().forEach(change -> leaving.addAll(change.leaving()));
    return leaving;
  }

  /** Looks how the open ones stand. */
  void look(Instant now) throws CloudException {
    for (Map.Entry<String, Change> each : copy().entrySet()) {
      Change change = each.getValue();
      Optional<Operation> operation = operations.one(change.group(), each.getKey());
      if (operation.isPresent() && !Operations.hasEnded(operation.get())) {
        continue;
      }
      open.remove(each.getKey());
      if (operation.isPresent() && Operations.hasFailed(operation.get())) {
        refused(change, Operations.failure(operation.get(), now), now);
      }
    }
    Instant forgotten = now.minus(TOLD_FOR);
    synchronized (refusedGrowth) {
      refusedGrowth.values().removeIf(failure -> failure.at().isBefore(forgotten));
    }
    refusedDeletions.values().removeIf(since -> since.isBefore(forgotten));
  }

  /** Why a group didn't grow although that had been accepted. */
  Optional<LaunchFailure> refusedGrowth(GroupRef group) {
    synchronized (refusedGrowth) {
      return Optional.ofNullable(refusedGrowth.get(group));
    }
  }

  /** Deletions that came to nothing although they had been accepted. */
  List<ReadingProblem> problems() {
    return new ArrayList<>(refusedDeletions.keySet());
  }

  private Map<String, Change> copy() {
    synchronized (open) {
      return new LinkedHashMap<>(open);
    }
  }

  private void refused(Change change, LaunchFailure failure, Instant now) {
    if (change.grows()) {
      synchronized (refusedGrowth) {
        refusedGrowth.put(change.group(), failure);
      }
    } else {
      refusedDeletions.put(
          new ReadingProblem(
              change.group().id().value(),
              "Compute Engine accepted to delete instances of it and then didn't: "
                  + failure.text()
                  + ". The autoscaler will ask again"),
          now);
    }
  }
}
