package io.gpupool.fleet;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.NodeGroupId;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lowers a cloud's target by slots that nobody wants any more. Never below the group's minimum, nor
 * below the instances it has: a slot that an instance has filled in the meantime is filled.
 *
 * <p>It can't fail toward the autoscaler, which would give up its whole loop. Slots that can't be
 * given back become fresh placeholders; if the cloud is to blame they are given back after its next
 * reading.
 */
final class ReleaseWrite implements Write {

  private record Resize(Set<PlaceholderId> slots, int from, int to) {}

  private final GroupCalls calls;
  private final EntryWatch watch;
  private final NodeGroupId group;
  private final Set<PlaceholderId> given;
  private final @Nullable Tally tally;

  ReleaseWrite(GroupCalls calls, EntryWatch watch, NodeGroupId group, Set<PlaceholderId> given) {
    this(calls, watch, group, given, null);
  }

  ReleaseWrite(
      GroupCalls calls,
      EntryWatch watch,
      NodeGroupId group,
      Set<PlaceholderId> given,
      @Nullable Tally tally) {
    this.calls = calls;
    this.watch = watch;
    this.group = group;
    this.given = given;
    this.tally = tally;
  }

  @Override
  public void run() {
    try {
      if (!lower(false)) {
        watch.readNow();
        lower(true);
      }
    } catch (FleetException groupIsGone) {
      // and its slots with it
    }
    if (tally != null) {
      tally.done();
    }
  }

  @Override
  public void abandon() {
    if (tally != null) {
      tally.done();
    }
  }

  /** Returns false if the cloud's state isn't what it was believed to be and nothing was done. */
  private boolean lower(boolean lastTry) throws FleetException {
    Optional<Resize> prepared = calls.state().inGroup(group, this::prepare);
    if (prepared.isEmpty()) {
      return true;
    }
    Resize resize = prepared.get();
    try {
      GroupCalls.run(group, () -> watch.cloud().resize(group, resize.from(), resize.to()));
    } catch (CloudException e) {
      if (e.error().kind() == CloudError.Kind.CHANGED && !lastTry) {
        calls.state().inGroup(group, calls.state()::endCall);
        return false;
      }
      keep(resize.slots(), e.error());
      return true;
    }
    calls
        .state()
        .inGroup(
            group,
            managed -> {
              managed.set(managed.state().released(resize.slots(), resize.to()));
              return calls.state().endCall(managed);
            });
    return true;
  }

  private Optional<Resize> prepare(ManagedGroup managed) {
    Set<PlaceholderId> uncounted = new LinkedHashSet<>();
    Set<PlaceholderId> counted = new LinkedHashSet<>();
    for (Slot slot : managed.state().slots()) {
      if (slot.releasing() && given.contains(slot.id())) {
        (slot.isBacked() ? counted : uncounted).add(slot.id());
      }
    }
    managed.set(managed.state().withdrawn(uncounted));
    GroupReading reading = managed.state().reading();
    int floor = Math.max(reading.limits().min(), reading.liveInstances());
    int possible = Math.max(0, Math.min(counted.size(), reading.target() - floor));
    Set<PlaceholderId> lowered = new LinkedHashSet<>();
    counted.stream().limit(possible).forEach(lowered::add);
    counted.removeAll(lowered);
    managed.set(managed.state().renewed(counted, calls.now(), false));
    if (lowered.isEmpty()) {
      return Optional.empty();
    }
    managed.beginCall();
    int from = reading.target();
    return Optional.of(new Resize(lowered, from, from - lowered.size()));
  }

  private void keep(Set<PlaceholderId> slots, CloudError error) throws FleetException {
    // a request that makes no sense to the cloud won't make more sense after its next reading
    boolean owed = error.kind() != CloudError.Kind.INVALID;
    calls
        .state()
        .inGroup(
            group,
            managed -> {
              managed.set(managed.state().renewed(slots, calls.now(), owed));
              return calls.state().endCall(managed);
            });
    calls.listener().on(new FleetEvent.SlotsKept(group, slots.size(), error.toString()));
    if (error.mayHaveHappened()) {
      watch.readSoon();
    }
  }
}
