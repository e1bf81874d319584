package io.gpupool.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.fleet.FleetEvent.BrokenPromise;
import io.gpupool.fleet.FleetException.Reason;
import io.gpupool.fleet.GroupState.DeletionStage;
import io.gpupool.fleet.GroupState.Removal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Has a cloud terminate the instances that {@link Fleet#delete} has promised to remove. As the
 * autoscaler asks for one node per call, up to ten calls at a time, deletions of a group that come
 * within a short while are carried out together.
 *
 * <p>What the cloud refuses is restored, whoever has been told what: the autoscaler will see the
 * node and think again.
 */
final class TerminateWrite implements Write {

  private final GroupCalls calls;
  private final EntryWatch watch;
  private final NodeGroupId group;

  @GuardedBy("this")
  private final Map<ProviderId, Tally> asked = new LinkedHashMap<>();

  TerminateWrite(GroupCalls calls, EntryWatch watch, NodeGroupId group) {
    this.calls = calls;
    this.watch = watch;
    this.group = group;
  }

  /** Adds instances. Only while the write is waiting for its turn. */
  synchronized void join(Set<ProviderId> instances, Tally tally) {
    instances.forEach(id -> asked.put(id, tally));
  }

  private synchronized Map<ProviderId, Tally> asked() {
    return new LinkedHashMap<>(asked);
  }

  @Override
  public void run() {
    Map<ProviderId, Tally> tallies = asked();
    try {
      terminate(tallies);
    } catch (FleetException groupIsGone) {
      tallies.values().forEach(tally -> tally.failed(groupIsGone));
    }
  }

  @Override
  public void abandon() {
    FleetException closed = new FleetException(Reason.CLOSED, group + ": the server is going down");
    asked().values().forEach(tally -> tally.failed(closed));
  }

  private void terminate(Map<ProviderId, Tally> tallies) throws FleetException {
    Set<ProviderId> pending =
        calls
            .state()
            .inGroup(
                group,
                managed -> {
                  Set<ProviderId> still = new LinkedHashSet<>(tallies.keySet());
                  still.removeIf(
                      id -> managed.state().deletions().get(id) != DeletionStage.PENDING);
                  if (!still.isEmpty()) {
                    managed.beginCall();
                  }
                  return still;
                });
    Map<ProviderId, DeleteResult> results = new LinkedHashMap<>();
    if (!pending.isEmpty()) {
      try {
        results.putAll(GroupCalls.make(group, () -> watch.cloud().delete(group, pending)));
      } catch (CloudException e) {
        pending.forEach(id -> results.put(id, new DeleteResult.Refused(e.error())));
      }
    }
    Map<ProviderId, CloudError> refused = new LinkedHashMap<>();
    if (!pending.isEmpty()) {
      calls
          .state()
          .inGroup(
              group,
              managed -> {
                takeIn(managed, pending, results, refused);
                return calls.state().endCall(managed);
              });
      watch.changed();
    }
    tallies.forEach(
        (id, tally) -> {
          CloudError error = refused.get(id);
          if (error == null) {
            tally.done();
          } else {
            if (tally.isAnswered()) {
              calls.listener().on(new BrokenPromise(group, "NodeGroupDeleteNodes", error));
            }
            tally.failed(FleetException.of(error, group + ": the cloud refused to delete " + id));
          }
        });
  }

  private void takeIn(
      ManagedGroup managed,
      Set<ProviderId> pending,
      Map<ProviderId, DeleteResult> results,
      Map<ProviderId, CloudError> refused) {
    Set<ProviderId> terminating = new LinkedHashSet<>();
    Set<ProviderId> gone = new LinkedHashSet<>();
    Set<ProviderId> unsure = new LinkedHashSet<>();
    for (ProviderId id : pending) {
      DeleteResult result = results.getOrDefault(id, unanswered());
      if (result instanceof DeleteResult.Terminating) {
        terminating.add(id);
      } else if (result instanceof DeleteResult.Gone) {
        gone.add(id);
      } else if (result instanceof DeleteResult.Refused refusal) {
        if (refusal.error().mayHaveHappened()) {
          unsure.add(id);
        } else {
          refused.put(id, refusal.error());
        }
      }
    }
    GroupState next =
        managed.state().terminating(terminating).restored(refused.keySet()).deletionUnsure(unsure);
    Removal removal = next.gone(gone, calls.now());
    managed.set(removal.state());
    if (!removal.release().isEmpty()) {
      // carried out after this write: the queue is running now
      managed.writes().add(new ReleaseWrite(calls, watch, group, removal.release()));
    }
    if (!unsure.isEmpty()) {
      watch.readSoon();
    }
  }

  private static DeleteResult unanswered() {
    return new DeleteResult.Refused(
        CloudError.of(CloudError.Kind.UNAVAILABLE, "NoResult", "the cloud said nothing about it")
            .thatMayHaveHappened());
  }
}
