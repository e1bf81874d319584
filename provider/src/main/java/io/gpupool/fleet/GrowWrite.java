package io.gpupool.fleet;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.fleet.FleetException.Reason;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cloud for the nodes that {@link Fleet#increase} has promised.
 *
 * <p>If the cloud refuses before the caller has been answered, the promise is taken back and the
 * caller told. If it refuses afterwards, the slots stay and show the error, so that the autoscaler
 * backs off. If its answer is lost, the next reading decides.
 */
final class GrowWrite implements Write {

  private record Resize(Set<PlaceholderId> slots, int from, int to) {}

  private final GroupCalls calls;
  private final EntryWatch watch;
  private final NodeGroupId group;
  private final Set<PlaceholderId> promised;
  private final Reply reply;
  private final BooleanSupplier callerGone;
  private @Nullable CloudError broken;

  GrowWrite(
      GroupCalls calls,
      EntryWatch watch,
      NodeGroupId group,
      Set<PlaceholderId> promised,
      Reply reply,
      BooleanSupplier callerGone) {
    this.calls = calls;
    this.watch = watch;
    this.group = group;
    this.promised = promised;
    this.reply = reply;
    this.callerGone = callerGone;
  }

  @Override
  public void run() {
    FleetException refusal;
    try {
      refusal = ask();
    } catch (FleetException groupIsGone) {
      refusal = reply.claim() ? groupIsGone : null;
    }
    if (broken != null) {
      calls.listener().on(new FleetEvent.BrokenPromise(group, "NodeGroupIncreaseSize", broken));
    }
    // only now: what the caller reads next must be what it has been told
    if (refusal == null) {
      reply.acceptIfOpen();
    } else {
      reply.refuse(refusal);
    }
  }

  @Override
  public void abandon() {
    if (reply.claim()) {
      reply.refuse(new FleetException(Reason.CLOSED, group + ": the server is going down"));
    }
  }

  /** Returns what the caller is to be told, claimed already; null for success. */
  private @Nullable FleetException ask() throws FleetException {
    boolean lookedAgain = false;
    while (true) {
      Refusable<Resize> prepared = calls.state().inGroup(group, this::prepare);
      Resize resize = prepared.value();
      if (resize == null) {
        return prepared.refusal();
      }
      try {
        GroupCalls.run(group, () -> watch.cloud().resize(group, resize.from(), resize.to()));
      } catch (CloudException e) {
        if (e.error().kind() != CloudError.Kind.CHANGED || lookedAgain) {
          return failed(resize, e.error());
        }
        calls.state().inGroup(group, calls.state()::endCall);
        watch.readNow();
        lookedAgain = true;
        continue;
      }
      calls
          .state()
          .inGroup(
              group,
              managed -> {
                managed.set(managed.state().granted(resize.slots(), resize.to()));
                return calls.state().endCall(managed);
              });
      watch.changed();
      return null;
    }
  }

  /** What to ask for, now that it is this write's turn; nothing if all was given back already. */
  private Refusable<Resize> prepare(ManagedGroup managed) {
    Set<PlaceholderId> wanted = new LinkedHashSet<>();
    Set<PlaceholderId> givenBack = new LinkedHashSet<>();
    for (Slot slot : managed.state().slots()) {
      if (slot.stage() == Slot.Stage.WANTED && promised.contains(slot.id())) {
        (slot.isVisible() ? wanted : givenBack).add(slot.id());
      }
    }
    managed.set(managed.state().withdrawn(givenBack));
    if (wanted.isEmpty()) {
      return Refusable.of(null);
    }
    if (callerGone.getAsBoolean() && reply.claim()) {
      managed.set(managed.state().withdrawn(wanted));
      return Refusable.refused(
          new FleetException(
              Reason.CANCELLED,
              group + ": the caller hung up before the cloud was asked; nothing was changed"));
    }
    int from = managed.state().reading().target();
    int to = from + wanted.size();
    int max = managed.state().reading().limits().max();
    if (to > max) {
      CloudError tooMany =
          CloudError.of(
              CloudError.Kind.INVALID,
              "AboveMaximum",
              "a deletion that was to make room has failed, and the maximum is " + max);
      return Refusable.refused(broken(managed, wanted, tooMany));
    }
    managed.beginCall();
    return Refusable.of(new Resize(wanted, from, to));
  }

  private @Nullable FleetException failed(Resize resize, CloudError error) throws FleetException {
    if (error.mayHaveHappened()) {
      calls
          .state()
          .inGroup(
              group,
              managed -> {
                managed.set(managed.state().unsure(resize.slots()));
                return calls.state().endCall(managed);
              });
      watch.readSoon();
      return null;
    }
    return calls
        .state()
        .inGroup(
            group,
            managed -> {
              calls.state().endCall(managed);
              return Refusable.<Resize>refused(broken(managed, resize.slots(), error));
            })
        .refusal();
  }

  /**
   * Takes the promise back if nobody has been told of it yet, and returns what to tell; otherwise
   * lets its slots show why it won't be kept.
   */
  private @Nullable FleetException broken(
      ManagedGroup managed, Set<PlaceholderId> slots, CloudError error) {
    if (reply.claim()) {
      managed.set(managed.state().withdrawn(slots));
      return FleetException.of(error, group + ": the cloud refused " + slots.size() + " more");
    }
    managed.set(managed.state().refused(slots, calls.failure(error)));
    broken = error;
    return null;
  }
}
