package io.gpupool.fleet;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.fleet.FleetException.Reason;
import io.gpupool.fleet.GroupState.Increase;
import io.gpupool.fleet.GroupState.Removal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node groups of all clouds: what they are ({@link #snapshot}), and the only way to change
 * them. It reads every cloud in the background; what is read here never waits for a cloud.
 *
 * <p>Changes take effect in the snapshot at once, before their stage completes, and a stage
 * completes when the cloud has answered or the reply budget is used up, whichever is first. A stage
 * fails with a {@link FleetException} and then nothing has changed.
 */
public final class Fleet {

  /**
   * Where the fleet's work is done.
   *
   * @param clock what time it is
   * @param timers when to read the clouds again
   * @param replyTimers how long callers wait; real time, even where {@code timers} are simulated
   * @param reading where clouds are read, blocking
   * @param writing where clouds are changed, blocking
   * @param luck numbers from 0 to 1, by which those who wait for the same cloud don't all come back
   *     at the same moment
   */
  public record Surroundings(
      InstantSource clock,
      Timers timers,
      Timers replyTimers,
      Executor reading,
      Executor writing,
      DoubleSupplier luck) {

    /** Surroundings without luck, in which the same things happen every time. */
    public Surroundings(
        InstantSource clock,
        Timers timers,
        Timers replyTimers,
        Executor reading,
        Executor writing) {
      this(clock, timers, replyTimers, reading, writing, () -> 0.5);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Fleet.class);

  private final GroupCalls calls;
  private final GrowthCheck growth;
  private final FleetTiming timing;
  private final Timers replyTimers;
  private final CloudEntries entries;
  private final UnknownNodes unknownNodes;

  /** A fleet whose groups may grow as their clouds let them. */
  public Fleet(
      List<CloudEntry> entries,
      FleetTiming timing,
      Surroundings surroundings,
      FleetListener listener) {
    this(entries, timing, surroundings, listener, GrowthCheck.NONE);
  }

  /**
   * @param growth asked before a group grows, one group at a time
   */
  public Fleet(
      List<CloudEntry> entries,
      FleetTiming timing,
      Surroundings surroundings,
      FleetListener listener,
      GrowthCheck growth) {
    this.growth = growth;
    this.timing = timing;
    this.replyTimers = surroundings.replyTimers();
    this.calls =
        new GroupCalls(
            new FleetState(timing), surroundings.clock(), listener.guarded(), new WritesUnderWay());
    this.entries = new CloudEntries(entries, calls, timing, surroundings);
    this.unknownNodes = new UnknownNodes(this.entries::watches);
  }

  /** Begins to read the clouds. */
  public void start() {
    entries.watches().forEach(EntryWatch::start);
  }

  /** Stops reading. Changes under way go on in their executor. */
  public void stop() {
    entries.watches().forEach(EntryWatch::stop);
  }

  /**
   * Stops reading, carries out what has been promised, and closes the clouds.
   *
   * @param patience how long the clouds have for what they were asked to do
   */
  public void close(Duration patience) {
    stop();
    try {
      if (!calls.underWay().awaitNone(patience)) {
        log.warn(
            "not all changes were carried out within {} s; the next start sees what came of them",
            patience.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    entries.close();
  }

  /**
   * Goes on with other entries. One of a known name keeps its groups as they are until it has been
   * read in its new form; one that is new is read at once; the groups of one that is gone are
   * served until the new ones have been read, so that an entry may be renamed. Clouds that are no
   * longer used are closed when their last call has ended.
   */
  public void reconfigure(List<CloudEntry> next) {
    entries.reconfigure(next);
  }

  /** All groups as they are now. */
  public FleetSnapshot snapshot() {
    return calls.state().snapshot();
  }

  /**
   * A new loop of the autoscaler begins.
   *
   * @throws FleetException with {@link Reason#NOT_READY} as long as it isn't known what there is:
   *     no cloud has been read, or one hasn't had its chance. A cloud that turned out to be dark
   *     isn't waited for.
   */
  public void beginLoop() throws FleetException {
    entries.beginLoop();
    calls.state().forgetVanished();
  }

  /**
   * The entries whose first reading a loop has to wait for; none once there is enough to go on, and
   * none for an entry that the configuration got later.
   */
  public List<String> waitingFor() {
    return entries.waitingFor();
  }

  /**
   * Somebody has asked about a node that isn't known. If it can be one of ours that has just been
   * born, the cloud is read soon; the same node is a reason only once.
   */
  public void missed(String providerId) {
    unknownNodes.missed(providerId);
  }

  /** All entries, as configured. */
  public List<String> entries() {
    return entries.watches().stream().map(EntryWatch::name).toList();
  }

  /** The entries in which nothing is changed at the moment, because they can't be read. */
  public List<String> darkEntries() {
    return entries.watches().stream().filter(EntryWatch::isDark).map(EntryWatch::name).toList();
  }

  /** When each entry was last read completely. */
  public Optional<Instant> lastReading(String entry) {
    return entries.lastReading(entry);
  }

  /**
   * Asks for {@code delta} more nodes.
   *
   * @param callerGone whether the caller has left; if so before the cloud is asked, nothing is done
   */
  public CompletionStage<Void> increase(NodeGroupId id, int delta, BooleanSupplier callerGone) {
    Reply reply = new Reply();
    return answering(
        reply,
        id,
        "NodeGroupIncreaseSize",
        group -> {
          Increase increase = group.state().increased(delta, calls.now());
          group.watch().requireLight(id + ": not increased");
          requireRoom(group, delta);
          group.set(increase.state());
          EntryWatch watch = group.watch();
          group.writes().add(new GrowWrite(calls, watch, id, increase.slots(), reply, callerGone));
          return new Begun(
              group.writes(),
              Duration.ZERO,
              1,
              List.of(),
              Optional.of(new FleetEvent.Increased(id, delta, increase.state().target())));
        });
  }

  /**
   * Nobody else changes anything meanwhile, so what the snapshot shows is all that is promised, and
   * what is promised here is in the next.
   */
  private void requireRoom(ManagedGroup group, int delta) throws FleetException {
    Optional<String> tooMuch = growth.refusal(snapshot(), group.view(), delta);
    if (tooMuch.isPresent()) {
      throw new FleetException(
          Reason.ABOVE_CEILING,
          "%s: %s; nothing was changed, the target stays %d"
              .formatted(group.id(), tooMuch.get(), group.state().target()));
    }
  }

  /**
   * Gives up {@code count} nodes that haven't come, as far as there are so many. Never fails for a
   * group that exists: the autoscaler would give up its loop.
   */
  public CompletionStage<Void> decrease(NodeGroupId id, int count) {
    Reply reply = new Reply();
    return answering(
        reply,
        id,
        "NodeGroupDecreaseTargetSize",
        group -> {
          if (count <= 0) {
            throw new FleetException(
                Reason.INVALID_REQUEST,
                id + ": a decrease by " + count + " nodes makes no sense; expected 1 or more");
          }
          Removal removal = group.state().decreasing(count, calls.now());
          group.set(removal.state());
          int done = removal.release().size();
          List<FleetEvent> events = new ArrayList<>();
          int parts = release(group, removal, new Tally(reply, 1), events) ? 1 : 0;
          events.add(new FleetEvent.Decreased(id, count, done, group.state().target()));
          return new Begun(group.writes(), Duration.ZERO, parts, events, Optional.empty());
        });
  }

  /**
   * Removes exactly these nodes and lowers the target by as many. All or none, with one exception:
   * placeholders are given back even where the cloud is dark and its instances can't be deleted.
   * Nodes that are going or gone already count as done.
   */
  public CompletionStage<Void> delete(NodeGroupId id, Collection<String> providerIds) {
    Reply reply = new Reply();
    return answering(
        reply,
        id,
        "NodeGroupDeleteNodes",
        group -> {
          requireMembers(group, providerIds);
          Removal removal = group.state().removing(providerIds, calls.now());
          if (!removal.terminate().isEmpty() && group.watch().isDark()) {
            // the placeholders among them aren't refused, whatever becomes of the others
            List<String> placeholders =
                providerIds.stream().filter(node -> PlaceholderId.parse(node).isPresent()).toList();
            Removal possible = group.state().removing(placeholders, calls.now());
            postpone(group, possible);
            group.watch().requireLight(id + ": no instance deleted");
          }
          group.set(removal.state());
          List<FleetEvent> events = new ArrayList<>();
          if (removal.kept() > 0) {
            int min = group.state().reading().limits().min();
            String why = "the group is at its minimum of " + min;
            events.add(new FleetEvent.SlotsKept(id, removal.kept(), why));
          }
          int instances = removal.terminate().size();
          int placeholders = removal.release().size();
          Tally tally = new Tally(reply, instances + (placeholders > 0 ? 1 : 0));
          boolean releasing = release(group, removal, tally, events);
          terminate(group, removal, tally);
          Optional<FleetEvent> promise = Optional.empty();
          if (instances + placeholders > 0) {
            int target = group.state().target();
            promise = Optional.of(new FleetEvent.Deleted(id, instances, placeholders, target));
          }
          Duration delay = instances == 0 ? Duration.ZERO : timing.deletionWindow();
          int parts = instances + (releasing ? 1 : 0);
          return new Begun(group.writes(), delay, parts, events, promise);
        });
  }

  /**
   * Lowers the cloud's target by the slots that are to go. Where the cloud is dark it isn't even
   * asked: the slots live on and are given back when it answers again.
   *
   * @return whether there is something to wait for
   */
  private boolean release(
      ManagedGroup group, Removal removal, Tally tally, List<FleetEvent> events) {
    if (removal.release().isEmpty()) {
      return false;
    }
    if (group.watch().isDark()) {
      int kept = postpone(group, removal);
      if (kept > 0) {
        String why = "the cloud entry '" + group.watch().name() + "' can't be read";
        events.add(new FleetEvent.SlotsKept(group.id(), kept, why));
      }
      tally.done();
      return false;
    }
    group
        .writes()
        .add(new ReleaseWrite(calls, group.watch(), group.id(), removal.release(), tally));
    return true;
  }

  /** Lets slots live on that the cloud counts and can't be told of; returns how many. */
  private int postpone(ManagedGroup group, Removal removal) {
    group.set(removal.state().postponed(removal.release(), calls.now()));
    Set<PlaceholderId> wanted = group.state().releasing(removal.release());
    if (!wanted.isEmpty()) {
      // behind the request that is on its way: what comes of it is given back
      group.writes().add(new ReleaseWrite(calls, group.watch(), group.id(), wanted));
    }
    return group.state().target() - removal.state().target();
  }

  private void terminate(ManagedGroup group, Removal removal, Tally tally) {
    if (removal.terminate().isEmpty()) {
      return;
    }
    if (group.writes().last() instanceof TerminateWrite waiting) {
      waiting.join(removal.terminate(), tally);
    } else {
      TerminateWrite write = new TerminateWrite(calls, group.watch(), group.id());
      write.join(removal.terminate(), tally);
      group.writes().add(write);
    }
  }

  /** All of these are placeholders of the group, its instances, or were its instances. */
  private void requireMembers(ManagedGroup group, Collection<String> providerIds)
      throws FleetException {
    for (String providerId : providerIds) {
      Optional<PlaceholderId> placeholder = PlaceholderId.parse(providerId);
      boolean member =
          placeholder.isPresent()
              ? placeholder.get().group().equals(group.id())
              : !providerId.isBlank() && group.state().knows(new ProviderId(providerId));
      if (!member) {
        String owner =
            snapshot()
                .groupOf(providerId)
                .map(other -> "it belongs to " + other.id())
                .orElse("it belongs to no group that is managed here");
        throw new FleetException(
            Reason.INVALID_REQUEST,
            "%s: the node '%s' is not one of its nodes, %s; none was deleted"
                .formatted(group.id(), providerId, owner));
      }
    }
  }

  /**
   * What a change has set in motion.
   *
   * @param queue where its writes are waiting
   * @param delay how long its writes may wait before they begin
   * @param parts how many answers of the cloud it waits for; none means that it is done
   * @param events what to tell in any case
   * @param promise what to tell once the caller has been told yes
   */
  private record Begun(
      WriteQueue queue,
      Duration delay,
      int parts,
      List<FleetEvent> events,
      Optional<FleetEvent> promise) {}

  /** Makes a change under the fleet's monitor; outside of it, starts the writes and the clock. */
  private CompletionStage<Void> answering(
      Reply reply, NodeGroupId id, String call, FleetState.GroupChange<Begun> change) {
    Begun begun;
    try {
      begun = calls.state().inGroup(id, change);
    } catch (FleetException refusal) {
      calls.listener().on(FleetEvent.Refused.of(id, call, refusal));
      return CompletableFuture.failedFuture(refusal);
    }
    begun.events().forEach(calls.listener()::on);
    CompletionStage<Void> answer =
        reply
            .stage()
            .whenComplete(
                (done, thrown) -> {
                  if (thrown instanceof FleetException refusal) {
                    calls.listener().on(FleetEvent.Refused.of(id, call, refusal));
                  } else {
                    begun.promise().ifPresent(calls.listener()::on);
                  }
                });
    if (begun.parts() == 0) {
      reply.acceptIfOpen();
    } else {
      // before the writes begin: from now on the caller is waiting
      replyTimers.after(timing.replyBudget(), reply::acceptIfOpen);
    }
    begun.queue().run(begun.delay());
    return answer;
  }
}
