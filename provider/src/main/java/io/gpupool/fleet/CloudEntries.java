package io.gpupool.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cloud entries of the configuration, each with its watch, and what becomes of them when the
 * configuration changes.
 */
final class CloudEntries {

  private static final Logger log = LoggerFactory.getLogger(Fleet.class);

  private final GroupCalls calls;
  private final FleetTiming timing;
  private final Fleet.Surroundings surroundings;
  private final Instant startedAt;
  private volatile List<EntryWatch> watches;
  private volatile boolean readyOnce;

  @GuardedBy("this")
  private final List<Handover> handovers = new ArrayList<>();

  /**
   * Entries that are gone from the configuration, whose groups are still served until those that
   * came with the same change have been read. One of them that is dark may be the same cloud under
   * another name.
   */
  private record Handover(List<EntryWatch> from, List<EntryWatch> to) {
    boolean isDue() {
      return to.stream().allMatch(EntryWatch::hasBeenRead);
    }

    /** The same, after another change: who has gone before saying a word is succeeded too. */
    Handover after(List<EntryWatch> gone, List<EntryWatch> added) {
      List<EntryWatch> successors = new ArrayList<>(to);
      if (successors.removeAll(gone)) {
        successors.addAll(added);
      }
      return new Handover(from, List.copyOf(successors));
    }
  }

  CloudEntries(
      List<CloudEntry> entries,
      GroupCalls calls,
      FleetTiming timing,
      Fleet.Surroundings surroundings) {
    this.calls = calls;
    this.timing = timing;
    this.surroundings = surroundings;
    this.watches = entries.stream().map(this::watch).toList();
    this.startedAt = calls.now();
  }

  private EntryWatch watch(CloudEntry entry) {
    return new EntryWatch(entry, calls, timing, surroundings);
  }

  /** The watches of all entries, as configured. */
  List<EntryWatch> watches() {
    return watches;
  }

  /** Closes all clouds, those of entries that are gone included. */
  synchronized void close() {
    watches.forEach(CloudEntries::closeCloud);
    handovers.forEach(handover -> handover.from().forEach(CloudEntries::closeCloud));
    handovers.clear();
  }

  /**
   * Goes on with other entries. One of a known name keeps its groups as they are until it has been
   * read in its new form; one that is new is read at once; the groups of one that is gone are
   * served until the new ones have been read, so that an entry may be renamed. Clouds that are no
   * longer used are closed when their last call has ended.
   */
  synchronized void reconfigure(List<CloudEntry> entries) {
    Map<String, EntryWatch> before = new HashMap<>();
    watches.forEach(watch -> before.put(watch.name(), watch));
    List<EntryWatch> added = new ArrayList<>();
    List<EntryWatch> next = new ArrayList<>();
    for (CloudEntry entry : entries) {
      EntryWatch known = before.remove(entry.name());
      if (known == null) {
        known = watch(entry);
        added.add(known);
      } else if (!known.entry().equals(entry)) {
        exchange(known, entry);
      }
      next.add(known);
    }
    List<EntryWatch> gone = List.copyOf(before.values());
    gone.forEach(EntryWatch::retire);
    watches = List.copyOf(next);
    added.forEach(EntryWatch::start);
    handovers.replaceAll(handover -> handover.after(gone, added));
    if (!gone.isEmpty()) {
      handovers.add(new Handover(gone, added));
    }
    if (!gone.isEmpty() && !added.isEmpty()) {
      log.info("the groups of {} are served until {} have been read", names(gone), names(added));
    }
    handOver();
  }

  private static void exchange(EntryWatch watch, CloudEntry entry) {
    Cloud old = watch.entry().cloud();
    watch.replace(entry);
    if (old != entry.cloud()) {
      old.close();
    }
  }

  /** Lets go of the groups of entries whose successors have been read. */
  synchronized void handOver() {
    for (Handover handover : List.copyOf(handovers)) {
      if (handover.isDue()) {
        handovers.remove(handover);
        for (EntryWatch watch : handover.from()) {
          calls.state().dismiss(watch).forEach(calls.listener()::on);
          closeCloud(watch);
        }
      }
    }
  }

  private static List<String> names(List<EntryWatch> some) {
    return some.stream().map(EntryWatch::name).toList();
  }

  private static void closeCloud(EntryWatch watch) {
    watch.entry().cloud().close();
  }

  /**
   * A loop begins: from now on no entry is waited for any more.
   *
   * @throws FleetException as long as there are entries to wait for
   */
  void beginLoop() throws FleetException {
    List<String> waitingFor = waitingFor();
    if (!waitingFor.isEmpty()) {
      throw new FleetException(
          Reason.NOT_READY, "still waiting for the first reading of " + waitingFor);
    }
    readyOnce = true;
    handOver();
  }

  /**
   * The entries whose first reading a loop has to wait for; none once there is enough to go on, and
   * none for an entry that the configuration got later.
   */
  List<String> waitingFor() {
    if (readyOnce) {
      return List.of();
    }
    List<String> unread =
        watches.stream().filter(watch -> !watch.hasBeenRead()).map(EntryWatch::name).toList();
    if (unread.size() == watches.size()) {
      return unread;
    }
    boolean patient = calls.now().isBefore(startedAt.plus(timing.startGrace()));
    return patient
        ? watches.stream().filter(watch -> !watch.hasSpoken()).map(EntryWatch::name).toList()
        : List.of();
  }

  /** When an entry was last read completely. */
  Optional<Instant> lastReading(String entry) {
    return watches.stream()
        .filter(watch -> watch.name().equals(entry))
        .findFirst()
        .flatMap(EntryWatch::lastSuccess);
  }
}
