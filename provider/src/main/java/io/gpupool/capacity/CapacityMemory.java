package io.gpupool.capacity;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers what couldn't be had, for a while that depends on the reason, and for all groups that
 * would ask for the same. It is filled from what clouds say of their failures, with the times at
 * which these were, so it is the same after a restart; a machine that comes ends it. Thread-safe.
 */
public final class CapacityMemory {

  @GuardedBy("this")
  private final Map<Offering, Remembered> remembered = new TreeMap<>();

  @GuardedBy("this")
  private final Map<NodeGroupId, Set<String>> instances = new HashMap<>();

  /** What somebody has told to forget, by the time of the failure. */
  @GuardedBy("this")
  private Instant forgottenBefore = Instant.MIN;

  /** Learns from what groups look like now. */
  public synchronized void look(Collection<GroupView> groups, Instant now) {
    for (GroupView group : groups) {
      group.shape().ifPresent(shape -> look(group, shape));
    }
    remembered.values().removeIf(one -> !one.until().isAfter(now));
  }

  @GuardedBy("this")
  private void look(GroupView group, NodeShape shape) {
    List<Offering> offerings = Offering.of(group.cloudEntry(), shape);
    if (hasGrown(group)) {
      offerings.forEach(remembered::remove);
    }
    Optional<LaunchFailure> newest =
        group.members().stream()
            .flatMap(member -> member.failure().stream())
            .max(Comparator.comparing(LaunchFailure::at));
    newest.ifPresent(failure -> offerings.forEach(offering -> remember(offering, failure)));
  }

  /** Whether an instance has come since the group was looked at last. */
  @GuardedBy("this")
  private boolean hasGrown(GroupView group) {
    Set<String> now = new HashSet<>();
    for (Member member : group.members()) {
      if (!member.placeholder() && member.failure().isEmpty()) {
        now.add(member.providerId());
      }
    }
    Set<String> before = instances.put(group.id(), now);
    return before != null && !before.containsAll(now);
  }

  @GuardedBy("this")
  private void remember(Offering offering, LaunchFailure failure) {
    Optional<Duration> timeToLive = TimeToLive.of(failure.code());
    if (timeToLive.isEmpty() || !failure.at().isAfter(forgottenBefore)) {
      return;
    }
    Remembered known = remembered.get(offering);
    if (known == null || known.since().isBefore(failure.at())) {
      remembered.put(
          offering,
          new Remembered(
              offering,
              failure.code(),
              failure.text(),
              failure.at(),
              failure.at().plus(timeToLive.get())));
    }
  }

  /**
   * Why a group will probably get no node: nothing can be had in any of its zones. Of several
   * reasons, the one that ends first.
   */
  public synchronized Optional<Remembered> unavailable(GroupView group, Instant now) {
    if (group.shape().isEmpty()) {
      return Optional.empty();
    }
    List<Remembered> reasons = new ArrayList<>();
    for (Offering offering : Offering.of(group.cloudEntry(), group.shape().get())) {
      Remembered reason = remembered.get(offering);
      if (reason == null || !reason.until().isAfter(now)) {
        return Optional.empty();
      }
      reasons.add(reason);
    }
    return reasons.stream().min(Comparator.comparing(Remembered::until));
  }

  /** All that is remembered. */
  public synchronized List<Remembered> all(Instant now) {
    return remembered.values().stream().filter(one -> one.until().isAfter(now)).toList();
  }

  /** Forgets everything, failures that groups still show included. */
  public synchronized void forget(Instant now) {
    remembered.clear();
    forgottenBefore = now;
  }
}
