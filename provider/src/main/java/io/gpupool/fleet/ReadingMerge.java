package io.gpupool.fleet;

import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.fleet.GroupState.DeletionStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings a new reading of a group together with what was known and promised: which slots have been
 * filled, which have failed, what became of requests whose answer was lost. Pure.
 *
 * <p>A slot's number of lives is one: it ends when an instance takes its place, and its id doesn't
 * come back. A failed slot stays, error and all, until the autoscaler gives it back; if it vanished
 * by itself the autoscaler would take that for success and choose the same group again.
 */
final class ReadingMerge {

  private final GroupState known;
  private final GroupReading next;
  private final Instant now;
  private final FleetTiming timing;

  private ReadingMerge(GroupState known, GroupReading next, Instant now, FleetTiming timing) {
    this.known = known;
    this.next = next;
    this.now = now;
    this.timing = timing;
  }

  /** The state of a group that is read for the first time. */
  static GroupState first(GroupReading reading, Instant now, FleetTiming timing) {
    // what is missing was missing before us: the cloud says since when, if anybody does
    GroupState blank =
        new GroupState(
            reading, reading.targetSince().orElse(now), List.of(), Map.of(), Map.of(), Map.of(), 0);
    return new ReadingMerge(blank, reading, now, timing).merged();
  }

  /** What is known after {@code next} has been read. */
  static GroupState merge(GroupState known, GroupReading next, Instant now, FleetTiming timing) {
    return new ReadingMerge(known, next, now, timing).merged();
  }

  private GroupState merged() {
    Map<ProviderId, Instant> firstSeen = new HashMap<>();
    for (Instance instance : next.instances()) {
      firstSeen.put(instance.id(), known.firstSeen().getOrDefault(instance.id(), now));
    }
    long attempt = known.nextAttempt(now);
    List<Slot> slots = slots(attempt);
    boolean attemptUsed = slots.stream().anyMatch(slot -> slot.id().attempt() == attempt);
    return new GroupState(
        next.withShape(shape()),
        now,
        slots,
        deletions(),
        firstSeen,
        departed(firstSeen.keySet()),
        attemptUsed ? attempt : known.lastAttempt());
  }

  /** The last good shape is kept for ever: without one the autoscaler can't use the group. */
  private Optional<NodeShape> shape() {
    return next.shape().or(() -> known.reading().shape());
  }

  /** Deletions that are still to be carried out. A lost answer counts as no if it still lives. */
  private Map<ProviderId, DeletionStage> deletions() {
    if (known.deletions().isEmpty()) {
      return Map.of();
    }
    Set<ProviderId> live =
        next.instances().stream()
            .filter(Instance::isLive)
            .map(Instance::id)
            .collect(Collectors.toSet());
    Map<ProviderId, DeletionStage> left = new HashMap<>(known.deletions());
    left.entrySet()
        .removeIf(
            deletion ->
                deletion.getValue() == DeletionStage.UNSURE || !live.contains(deletion.getKey()));
    return left;
  }

  private Map<ProviderId, Instant> departed(Set<ProviderId> present) {
    Map<ProviderId, Instant> departed = new HashMap<>(known.departed());
    for (ProviderId id : known.firstSeen().keySet()) {
      if (!present.contains(id)) {
        departed.putIfAbsent(id, now);
      }
    }
    Instant forgotten = now.minus(timing.departedMemory());
    departed.values().removeIf(since -> since.isBefore(forgotten));
    return departed;
  }

  private List<Slot> slots(long attempt) {
    int missing = Math.max(0, next.target() - next.liveInstances());
    List<Slot> slots = settled(missing);
    int filled = Math.max(0, backed(slots) - missing);
    int unexplained = Math.max(0, missing - backed(slots));
    if (filled > 0) {
      slots = withoutFilled(slots, filled);
    }
    // somebody else raised the target, or the cloud lost an instance and is replacing it
    for (int k = 0; k < unexplained; k++) {
      PlaceholderId id = new PlaceholderId(next.id(), attempt, k);
      slots.add(Slot.awaited(id, known.readAt()));
    }
    slots.replaceAll(this::withFailure);
    return slots;
  }

  /** Requests whose answer was lost: carried out if the cloud misses that many, refused if not. */
  private List<Slot> settled(int missing) {
    List<Slot> slots = new ArrayList<>();
    int backed = backed(known.slots());
    for (Slot slot : known.slots()) {
      if (slot.stage() != Slot.Stage.UNSURE) {
        slots.add(slot);
      } else if (backed < missing) {
        slots.add(slot.at(Slot.Stage.AWAITED));
        backed++;
      } else {
        slots.add(
            slot.refused(
                new LaunchFailure(
                    now,
                    FailureCode.REQUEST_REFUSED,
                    "the cloud never answered the request for this node, and doesn't show it")));
      }
    }
    return slots;
  }

  /**
   * Instances fill the oldest slots first, and hopeless ones last. A slot whose release is owed
   * goes before all others: perhaps it is missing because the release did happen.
   *
   * <p>A slot that no instance has filled is missing because the target is lower. Where the cloud
   * says that it couldn't do what it had accepted, that is no success: the slot has failed.
   */
  private List<Slot> withoutFilled(List<Slot> slots, int filled) {
    List<Slot> gone =
        slots.stream()
            .filter(Slot::isBacked)
            .sorted(
                Comparator.comparing(Slot::releasing)
                    .thenComparing(slot -> !slot.releaseOwed())
                    .thenComparing(Slot::hasFailed)
                    .thenComparing(Slot::id))
            .limit(filled)
            .toList();
    Map<PlaceholderId, Optional<Slot>> instead = new HashMap<>();
    int arrived = arrived();
    for (int k = 0; k < gone.size(); k++) {
      instead.put(gone.get(k).id(), k < arrived ? Optional.empty() : withdrawn(gone.get(k)));
    }
    return slots.stream()
        .flatMap(slot -> instead.getOrDefault(slot.id(), Optional.of(slot)).stream())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** What is left of a slot that the cloud no longer counts and no instance has filled. */
  private Optional<Slot> withdrawn(Slot slot) {
    boolean wanted = !slot.releasing() && !slot.releaseOwed() && !slot.hasFailed();
    return wanted ? failure(slot).map(slot::refused) : Optional.empty();
  }

  /** How many instances live that didn't at the last reading. */
  private int arrived() {
    Set<ProviderId> before =
        known.reading().instances().stream()
            .filter(Instance::isLive)
            .map(Instance::id)
            .collect(Collectors.toSet());
    return (int)
        next.instances().stream()
            .filter(instance -> instance.isLive() && !before.contains(instance.id()))
            .count();
  }

  private Slot withFailure(Slot slot) {
    if (!slot.isBacked() || slot.hasFailed() || slot.releasing()) {
      return slot;
    }
    return failure(slot).map(slot::failed).orElse(slot);
  }

  /** The newest failure that can be one of the slot's own. */
  private Optional<LaunchFailure> failure(Slot slot) {
    Instant earliest = slot.since().minus(timing.clockSkew());
    return next.launchFailures().stream()
        .filter(failure -> !failure.at().isBefore(earliest))
        .findFirst();
  }

  private static int backed(List<Slot> slots) {
    return (int) slots.stream().filter(Slot::isBacked).count();
  }
}
