package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.Operation;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.ReadingProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes that Compute Engine has accepted, followed to their end: it says yes before it has looked
 * closely, and what it finds then is in the operation. They are looked at when groups are read.
 */
final class AcceptedChanges {

  /** So long a change that failed is told of; by then everybody has read it. */
  private static final Duration TOLD_FOR = Duration.ofMinutes(15);

  private record Change(GroupRef group, boolean grows) {}

  /** The open ones by the operation's name. */
  private final Map<String, Change> open = new ConcurrentHashMap<>();

  private final Map<GroupRef, LaunchFailure> refusedGrowth = new HashMap<>();
  private final Map<ReadingProblem, Instant> refusedDeletions = new HashMap<>();
  private final Operations operations;

  AcceptedChanges(Operations operations) {
    this.operations = operations;
  }

  /** A group is going to grow. */
  void growing(GroupRef group, Operation operation) {
    synchronized (refusedGrowth) {
      refusedGrowth.remove(group);
    }
    open.put(operation.getName(), new Change(group, true));
  }

  /** Instances of a group are going to be deleted. */
  void shrinking(GroupRef group, Operation operation) {
    open.put(operation.getName(), new Change(group, false));
  }

  /** Looks how the open ones stand. */
  void look(Instant now) throws CloudException {
    for (Map.Entry<String, Change> each : Map.copyOf(open).entrySet()) {
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
