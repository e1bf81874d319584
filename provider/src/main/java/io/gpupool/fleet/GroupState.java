package io.gpupool.fleet;

import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is known of one group: the cloud's last word, corrected by what our own writes have done
 * since, and what has been asked of it that the cloud doesn't show yet. A value; every change is a
 * new one.
 *
 * <p>Three kinds of change come together here: a request of the autoscaler takes effect at once
 * ({@link #increased}, {@link #removing}, {@link #decreasing}), the cloud's answer confirms or
 * undoes it, and a reading ({@link ReadingMerge}) replaces what is known. At all times the
 * instances and placeholders that the autoscaler is shown add up to the target it is shown, unless
 * the cloud itself has more instances than it wants and is about to remove some.
 *
 * @param reading the cloud's last word, with our confirmed writes applied
 * @param readAt when the last reading was absorbed
 * @param slots nodes asked for and not there, oldest first
 * @param deletions live instances that are to go, and whether the cloud's answer to that was lost
 * @param firstSeen when each instance of the reading was first seen
 * @param departed instances that were here and are gone, and since when
 * @param lastAttempt the newest attempt number used in a placeholder
 */
record GroupState(
    GroupReading reading,
    Instant readAt,
    List<Slot> slots,
    Map<ProviderId, DeletionStage> deletions,
    Map<ProviderId, Instant> firstSeen,
    Map<ProviderId, Instant> departed,
    long lastAttempt) {

  /** How far the deletion of an instance has come. */
  enum DeletionStage {
    /** Promised to the autoscaler; the cloud is about to be asked. */
    PENDING,
    /** The cloud was asked and its answer was lost. The next reading tells. */
    UNSURE
  }

  /** A state with the slots that a request has added to it. */
  record Increase(GroupState state, Set<PlaceholderId> slots) {}

  /**
   * A state from which nodes are being removed.
   *
   * @param terminate instances that the cloud is to be told to terminate
   * @param release slots that the cloud's target is to be lowered by
   * @param kept slots that can't be given back and live on under new ids
   */
  record Removal(
      GroupState state, Set<ProviderId> terminate, Set<PlaceholderId> release, int kept) {}

  GroupState {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(readAt, "readAt");
    slots = List.copyOf(slots);
    deletions = Map.copyOf(deletions);
    firstSeen = Map.copyOf(firstSeen);
    departed = Map.copyOf(departed);
  }

  /** The target that the autoscaler is told. */
  int target() {
    long promised = slots.stream().filter(slot -> slot.isVisible() && !slot.isBacked()).count();
    long givenBack = slots.stream().filter(slot -> !slot.isVisible() && slot.isBacked()).count();
    return Math.max(0, (int) (reading.target() - deletions.size() + promised - givenBack));
  }

  /**
   * How many nodes the cloud bills or may bill: what is being given back counts until the cloud has
   * heard of it, and what is being deleted until it is gone.
   */
  int billed() {
    return reading.instances().size()
        + (int) slots.stream().filter(slot -> !slot.isRefused()).count();
  }

  /** Instances that are there to stay and have not failed. */
  int healthyInstances() {
    return (int) reading.instances().stream().filter(this::isHealthy).count();
  }

  /** Instances and placeholders as the autoscaler sees them. */
  List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (Instance instance : reading.instances()) {
      Instance shown = deletions.containsKey(instance.id()) ? instance.deleting() : instance;
      members.add(
          new Member(
              shown.id().value(),
              shown.state(),
              shown.failure(),
              firstSeen.getOrDefault(shown.id(), readAt),
              false));
    }
    for (Slot slot : slots) {
      if (slot.isVisible()) {
        members.add(
            new Member(
                slot.id().toString(), InstanceState.CREATING, slot.failure(), slot.since(), true));
      }
    }
    return members;
  }

  /** Whether anything in the group is coming or going. */
  boolean isChanging() {
    return !slots.isEmpty()
        || !deletions.isEmpty()
        || reading.instances().stream().anyMatch(i -> i.state() != InstanceState.RUNNING);
  }

  // ---- requests of the autoscaler

  /** {@code delta} more nodes, if the maximum allows. */
  Increase increased(int delta, Instant now) throws FleetException {
    if (delta <= 0) {
      throw new FleetException(
          Reason.INVALID_REQUEST,
          reading.id() + ": an increase by " + delta + " makes no sense; expected 1 or more");
    }
    int max = reading.limits().max();
    long wanted = (long) target() + delta;
    if (wanted > max) {
      throw new FleetException(
          Reason.ABOVE_MAXIMUM,
          "%s: %d more would make %d and its maximum is %d; the target stays %d"
              .formatted(reading.id(), delta, wanted, max, target()));
    }
    long attempt = nextAttempt(now);
    List<Slot> grown = new ArrayList<>(slots);
    Set<PlaceholderId> added = new LinkedHashSet<>();
    for (int k = 0; k < delta; k++) {
      PlaceholderId id = new PlaceholderId(reading.id(), attempt, k);
      grown.add(Slot.wanted(id, now));
      added.add(id);
    }
    return new Increase(withSlots(grown, attempt), added);
  }

  /**
   * These nodes gone, all or none: instances if the minimum allows, placeholders always. Nodes that
   * are on their way out or gone already are left out without complaint.
   */
  Removal removing(Collection<String> providerIds, Instant now) throws FleetException {
    Map<ProviderId, Instance> live = new HashMap<>();
    reading.instances().stream()
        .filter(i -> i.isLive() && !deletions.containsKey(i.id()))
        .forEach(i -> live.put(i.id(), i));
    Map<PlaceholderId, Slot> open = new HashMap<>();
    slots.stream().filter(Slot::isVisible).forEach(slot -> open.put(slot.id(), slot));
    List<Slot> release = new ArrayList<>();
    List<Instance> terminate = new ArrayList<>();
    for (String providerId : new LinkedHashSet<>(providerIds)) {
      Optional<PlaceholderId> placeholder = PlaceholderId.parse(providerId);
      if (placeholder.isPresent()) {
        Optional.ofNullable(open.get(placeholder.get())).ifPresent(release::add);
      } else {
        Optional.ofNullable(live.get(new ProviderId(providerId))).ifPresent(terminate::add);
      }
    }
    long healthy = healthyInstances();
    long leaving = terminate.stream().filter(instance -> instance.failure().isEmpty()).count();
    int min = reading.limits().min();
    if (leaving > 0 && healthy - leaving < min) {
      throw new FleetException(
          Reason.BELOW_MINIMUM,
          "%s: deleting %d of %d instances would leave less than its minimum of %d; none was deleted"
              .formatted(reading.id(), leaving, healthy, min));
    }
    Set<ProviderId> ids = new LinkedHashSet<>();
    terminate.forEach(instance -> ids.add(instance.id()));
    Map<ProviderId, DeletionStage> going = new HashMap<>(deletions);
    ids.forEach(id -> going.put(id, DeletionStage.PENDING));
    return withDeletions(going).giveBack(release, now, ids);
  }

  /**
   * Up to {@code count} unfilled slots given up: those that are still hoped for first, oldest
   * first. Never an instance, and never below the minimum; what remains is simply not done.
   */
  Removal decreasing(int count, Instant now) {
    List<Slot> open =
        slots.stream()
            .filter(Slot::isVisible)
            .sorted(Comparator.comparing(Slot::hasFailed).thenComparing(Slot::id))
            .toList();
    List<Slot> release = new ArrayList<>();
    open.stream().filter(slot -> !slot.isRefused()).limit(room()).forEach(release::add);
    open.stream().filter(Slot::isRefused).forEach(release::add);
    return giveBack(release.stream().limit(count).toList(), now, Set.of());
  }

  /**
   * Slots given back as far as the minimum allows; the others become fresh placeholders without a
   * failure. What the cloud never counted can always go.
   */
  private Removal giveBack(List<Slot> release, Instant now, Set<ProviderId> terminate) {
    Set<PlaceholderId> going = new LinkedHashSet<>();
    release.stream().filter(Slot::isUncounted).forEach(slot -> going.add(slot.id()));
    List<Slot> others = release.stream().filter(slot -> !slot.isUncounted()).toList();
    int room = room() - (int) release.stream().filter(Slot::isWanted).count();
    others.stream().limit(Math.max(0, room)).forEach(slot -> going.add(slot.id()));
    Set<PlaceholderId> staying = new LinkedHashSet<>();
    others.stream().skip(Math.max(0, room)).forEach(slot -> staying.add(slot.id()));
    GroupState next = mapSlots(going, Slot::beingReleased).renewed(staying, now, false);
    return new Removal(next, terminate, going, staying.size());
  }

  /** By how much the cloud's target may be lowered, once all that is promised has happened. */
  private int room() {
    long refused = slots.stream().filter(slot -> slot.isRefused() && slot.isVisible()).count();
    return (int) Math.max(0, target() - refused - reading.limits().min());
  }

  // ---- the cloud's answers

  /** The cloud has accepted a target of {@code to}, which contains these slots. */
  GroupState granted(Set<PlaceholderId> ids, int to) {
    return mapSlots(ids, slot -> slot.at(Slot.Stage.AWAITED)).withCloudTarget(to);
  }

  /** These slots were never asked for, or are given back: forget them. */
  GroupState withdrawn(Set<PlaceholderId> ids) {
    return withSlots(slots.stream().filter(slot -> !ids.contains(slot.id())).toList(), lastAttempt);
  }

  /** The cloud has refused these slots, which the autoscaler counts on. */
  GroupState refused(Set<PlaceholderId> ids, LaunchFailure why) {
    return mapSlots(ids, slot -> slot.refused(why));
  }

  /** Nobody knows whether the cloud has accepted these slots. */
  GroupState unsure(Set<PlaceholderId> ids) {
    return mapSlots(ids, slot -> slot.at(Slot.Stage.UNSURE));
  }

  /** These slots are gone from the cloud's target, which is now {@code to}. */
  GroupState released(Set<PlaceholderId> ids, int to) {
    return withdrawn(ids).withCloudTarget(to);
  }

  /**
   * These slots couldn't be given back. They live on as a new attempt.
   *
   * @param owed whether they are to be given back as soon as that is possible
   */
  GroupState renewed(Set<PlaceholderId> ids, Instant now, boolean owed) {
    if (ids.isEmpty()) {
      return this;
    }
    long attempt = nextAttempt(now);
    List<Slot> kept = new ArrayList<>();
    List<Slot> fresh = new ArrayList<>();
    for (Slot slot : slots) {
      if (ids.contains(slot.id())) {
        PlaceholderId id = new PlaceholderId(reading.id(), attempt, fresh.size());
        fresh.add(slot.renewed(id, now, owed));
      } else {
        kept.add(slot);
      }
    }
    kept.addAll(fresh);
    return withSlots(kept, attempt);
  }

  /**
   * The cloud can't be told now that these slots are to go: those that it counts live on. Those
   * that it is about to be asked for go on being released, for the request knows them by their ids.
   */
  GroupState postponed(Set<PlaceholderId> ids, Instant now) {
    Set<PlaceholderId> refused = new LinkedHashSet<>();
    Set<PlaceholderId> counted = new LinkedHashSet<>();
    for (Slot slot : slots) {
      if (ids.contains(slot.id()) && !slot.isWanted()) {
        (slot.isRefused() ? refused : counted).add(slot.id());
      }
    }
    return withdrawn(refused).renewed(counted, now, true);
  }

  /** Which of these slots are being given back. */
  Set<PlaceholderId> releasing(Set<PlaceholderId> ids) {
    Set<PlaceholderId> releasing = new LinkedHashSet<>();
    slots.stream()
        .filter(slot -> slot.releasing() && ids.contains(slot.id()))
        .forEach(slot -> releasing.add(slot.id()));
    return releasing;
  }

  /** Whether slots were given up that the cloud still counts. */
  boolean hasDebts() {
    return slots.stream().anyMatch(GroupState::isOwed);
  }

  /** Slots whose release is owed begin it. */
  Removal payingDebts() {
    Set<PlaceholderId> owed = new LinkedHashSet<>();
    slots.stream().filter(GroupState::isOwed).forEach(slot -> owed.add(slot.id()));
    return new Removal(mapSlots(owed, Slot::beingReleased), Set.of(), owed, 0);
  }

  /** The cloud is terminating these instances and its target no longer counts them. */
  GroupState terminating(Set<ProviderId> ids) {
    List<Instance> instances =
        reading.instances().stream().map(i -> ids.contains(i.id()) ? i.deleting() : i).toList();
    int left = Math.max(0, reading.target() - ids.size());
    return withReading(reading.with(left, instances)).restored(ids);
  }

  /**
   * These instances were gone before they could be terminated. If the cloud still wants others in
   * their place, those slots are to be given back: the nodes were to go, not to be replaced.
   */
  Removal gone(Set<ProviderId> ids, Instant now) {
    List<Instance> instances =
        reading.instances().stream().filter(i -> !ids.contains(i.id())).toList();
    Map<ProviderId, Instant> left = new HashMap<>(departed);
    ids.forEach(id -> left.put(id, now));
    GroupReading shrunk = reading.with(reading.target(), instances);
    long backed = slots.stream().filter(Slot::isBacked).count();
    long replacements = Math.max(0, shrunk.target() - shrunk.liveInstances() - backed);
    long attempt = nextAttempt(now);
    List<Slot> grown = new ArrayList<>(slots);
    Set<PlaceholderId> release = new LinkedHashSet<>();
    for (int k = 0; k < Math.min(replacements, ids.size()); k++) {
      PlaceholderId id = new PlaceholderId(reading.id(), attempt, k);
      grown.add(Slot.awaited(id, now).beingReleased());
      release.add(id);
    }
    GroupState next =
        new GroupState(
            shrunk,
            readAt,
            grown,
            deletions,
            firstSeen,
            left,
            release.isEmpty() ? lastAttempt : attempt);
    return new Removal(next.restored(ids), Set.of(), release, 0);
  }

  /** These instances aren't being deleted any more: they stay, or their deletion is done. */
  GroupState restored(Set<ProviderId> ids) {
    Map<ProviderId, DeletionStage> going = new HashMap<>(deletions);
    going.keySet().removeAll(ids);
    return withDeletions(going);
  }

  /** Nobody knows whether these instances are being terminated. */
  GroupState deletionUnsure(Set<ProviderId> ids) {
    Map<ProviderId, DeletionStage> going = new HashMap<>(deletions);
    ids.forEach(id -> going.replace(id, DeletionStage.UNSURE));
    return withDeletions(going);
  }

  // ---- small parts

  /** Whether it is, or was until not long ago, an instance of the group. */
  boolean knows(ProviderId id) {
    return firstSeen.containsKey(id) || departed.containsKey(id);
  }

  /** The next attempt number: the time, unless that has been used already. */
  long nextAttempt(Instant now) {
    return Math.max(lastAttempt + 1, now.toEpochMilli());
  }

  private static boolean isOwed(Slot slot) {
    return slot.releaseOwed() && slot.isVisible() && slot.isBacked();
  }

  private boolean isHealthy(Instance instance) {
    return instance.isLive()
        && instance.failure().isEmpty()
        && !deletions.containsKey(instance.id());
  }

  private GroupState withReading(GroupReading newReading) {
    return new GroupState(newReading, readAt, slots, deletions, firstSeen, departed, lastAttempt);
  }

  private GroupState withCloudTarget(int to) {
    return withReading(reading.with(to, reading.instances()));
  }

  private GroupState withSlots(List<Slot> newSlots, long attempt) {
    return new GroupState(reading, readAt, newSlots, deletions, firstSeen, departed, attempt);
  }

  private GroupState withDeletions(Map<ProviderId, DeletionStage> going) {
    return new GroupState(reading, readAt, slots, going, firstSeen, departed, lastAttempt);
  }

  private GroupState mapSlots(Set<PlaceholderId> ids, UnaryOperator<Slot> change) {
    return withSlots(
        slots.stream().map(slot -> ids.contains(slot.id()) ? change.apply(slot) : slot).toList(),
        lastAttempt);
  }
}
