package io.gpupool.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one cloud entry again and again: at its own pace while nothing happens, faster while one of
 * its groups is changing size, and at once when somebody needs to know. What goes wrong here is
 * felt by the groups of this entry and by no others.
 */
final class EntryWatch {

  private static final Logger log = LoggerFactory.getLogger(EntryWatch.class);

  /** How long after a reason to look again the reading begins, so that reasons can gather. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** Spot prices move, but not so fast that they had to be asked for with every reading. */
  private static final Duration QUOTES_LAST = Duration.ofMinutes(5);

  /** A reading that is older than so many refresh periods isn't acted upon. */
  private static final int STALE_AFTER_PERIODS = 4;

  private volatile CloudEntry entry;
  private final GroupCalls calls;
  private final FleetTiming timing;
  private final Fleet.Surroundings surroundings;
  private final ReentrantLock oneReadingAtATime = new ReentrantLock();

  @GuardedBy("oneReadingAtATime")
  private Optional<CloudReading> last = Optional.empty();

  @GuardedBy("oneReadingAtATime")
  private Instant nextQuotes = Instant.MIN;

  @GuardedBy("this")
  private Optional<Instant> lastSuccess = Optional.empty();

  /** Why the last attempt to read failed; empty if it didn't. */
  @GuardedBy("this")
  private Optional<CloudError> trouble = Optional.empty();

  /** How many attempts in a row have failed. */
  @GuardedBy("this")
  private int failures;

  @GuardedBy("this")
  private Instant next = Instant.MAX;

  @GuardedBy("this")
  private boolean stopped;

  @GuardedBy("this")
  private boolean retired;

  EntryWatch(
      CloudEntry entry, GroupCalls calls, FleetTiming timing, Fleet.Surroundings surroundings) {
    this.entry = entry;
    this.calls = calls;
    this.timing = timing;
    this.surroundings = surroundings;
  }

  String name() {
    return entry.name();
  }

  CloudEntry entry() {
    return entry;
  }

  /**
   * Goes on with other settings of the same name. What is known of its groups stays until the cloud
   * has been read with them.
   */
  void replace(CloudEntry settings) {
    oneReadingAtATime.lock();
    try {
      if (settings.cloud() != entry.cloud()) {
        last = Optional.empty();
      }
      entry = settings;
    } finally {
      oneReadingAtATime.unlock();
    }
    readWithin(Duration.ZERO);
  }

  /** Stops reading for good: the configuration has it no longer. Another may take its groups. */
  synchronized void retire() {
    stopped = true;
    retired = true;
  }

  synchronized boolean isRetired() {
    return retired;
  }

  Cloud cloud() {
    return entry.cloud();
  }

  boolean mayOwn(String providerId) {
    return providerId.startsWith(entry.providerIdScheme() + "://");
  }

  WriteQueue newWriteQueue() {
    return new WriteQueue(surroundings.writing(), surroundings.replyTimers(), calls.underWay());
  }

  /** Begins to read, now and from now on. */
  void start() {
    readWithin(Duration.ZERO);
  }

  synchronized void stop() {
    stopped = true;
  }

  /** Something has happened that the next reading should show. */
  void readSoon() {
    readWithin(SOON);
  }

  /** One of its groups is changing size from now on, which is to be watched at a faster pace. */
  void changed() {
    readWithin(timing.scalingRefresh());
  }

  synchronized boolean hasBeenRead() {
    return lastSuccess.isPresent();
  }

  /** Whether it is known by now whether this cloud can be read. */
  synchronized boolean hasSpoken() {
    return trouble.isPresent() || lastSuccess.isPresent();
  }

  /** Since when its groups are what they are. */
  synchronized Optional<Instant> lastSuccess() {
    return lastSuccess;
  }

  /** Whether the last reading is too old to change anything on its strength. */
  boolean isStale() {
    Duration limit = entry.refresh().multipliedBy(STALE_AFTER_PERIODS);
    Duration allowed = limit.compareTo(timing.maxStaleness()) > 0 ? limit : timing.maxStaleness();
    return lastSuccess().map(at -> at.plus(allowed).isBefore(calls.now())).orElse(true);
  }

  /**
   * Whether it would be in vain or unwise to change anything in this cloud: it couldn't be read the
   * last time, for a reason that holds for changes too, or what is known of it is too old.
   */
  boolean isDark() {
    Optional<CloudError> why = trouble();
    return isStale() || why.filter(e -> e.kind() != CloudError.Kind.THROTTLED).isPresent();
  }

  /** Refuses to go on if the cloud is dark. */
  void requireLight(String doing) throws FleetException {
    if (isDark()) {
      throw new FleetException(
          Reason.CLOUD_UNAVAILABLE,
          "%s: the cloud entry '%s' can't be read%s, last success %s; nothing is changed there until it answers"
              .formatted(
                  doing,
                  name(),
                  trouble().map(error -> " (" + error + ")").orElse(""),
                  lastSuccess().map(Instant::toString).orElse("never")));
    }
  }

  private synchronized Optional<CloudError> trouble() {
    return trouble;
  }

  /**
   * Reads the cloud in the calling thread, after any reading that is under way. Failures are told
   * to the listener.
   */
  void readNow() {
    oneReadingAtATime.lock();
    try {
      long writesBefore = calls.state().writesSoFar();
      Optional<CloudReading> previous = last;
      CloudReading now = GroupCalls.make(name(), () -> cloud().observe(previous));
      last = Optional.of(now);
      succeeded(now, writesBefore);
      quote(now);
    } catch (CloudException e) {
      synchronized (this) {
        trouble = Optional.of(e.error());
        failures++;
      }
      calls.listener().on(new FleetEvent.ReadingFailed(name(), e.error()));
    } finally {
      oneReadingAtATime.unlock();
    }
  }

  private void succeeded(CloudReading now, long writesBefore) {
    Instant at = calls.now();
    calls.state().absorb(this, now, writesBefore, at).forEach(calls.listener()::on);
    synchronized (this) {
      lastSuccess = Optional.of(at);
      trouble = Optional.empty();
      failures = 0;
    }
    for (ReadingProblem problem : now.problems()) {
      calls.listener().on(new FleetEvent.ProblemSeen(name(), problem));
    }
    now.absent().forEach(group -> calls.listener().on(new FleetEvent.GroupAbsent(name(), group)));
    calls.listener().on(new FleetEvent.ReadingDone(name(), now.groups().size()));
    calls.state().groupsOf(this, GroupState::hasDebts).forEach(this::payDebts);
  }

  /** Asks for prices of what its groups take on the spot market, if that was long enough ago. */
  @GuardedBy("oneReadingAtATime")
  private void quote(CloudReading now) {
    Set<String> types = new TreeSet<>();
    for (GroupReading group : now.groups()) {
      group
          .shape()
          .filter(shape -> shape.capacityType() == CapacityType.SPOT)
          .ifPresent(shape -> types.add(shape.machine().name()));
    }
    if (types.isEmpty() || calls.now().isBefore(nextQuotes)) {
      return;
    }
    nextQuotes = calls.now().plus(QUOTES_LAST);
    try {
      List<Offer> offers = GroupCalls.make(name(), () -> cloud().offers(types));
      calls.listener().on(new FleetEvent.Quoted(name(), offers));
    } catch (CloudException e) {
      calls.listener().on(new FleetEvent.QuotesFailed(name(), e.error()));
    }
  }

  /** Gives back what couldn't be given back when the autoscaler asked for it. */
  private void payDebts(NodeGroupId id) {
    try {
      WriteQueue queue =
          calls
              .state()
              .inGroup(
                  id,
                  managed -> {
                    GroupState.Removal removal = managed.state().payingDebts();
                    managed.set(removal.state());
                    managed.writes().add(new ReleaseWrite(calls, this, id, removal.release()));
                    return managed.writes();
                  });
      queue.run(Duration.ZERO);
    } catch (FleetException vanishedMeanwhile) {
      log.debug("no debts of {} to pay", id, vanishedMeanwhile);
    }
  }

  /** Arranges for a reading {@code delay} from now, unless one will be earlier anyhow. */
  private void readWithin(Duration delay) {
    Instant due = calls.now().plus(delay);
    synchronized (this) {
      if (stopped || !due.isBefore(next)) {
        return;
      }
      next = due;
    }
    surroundings.timers().after(delay, () -> begin(due));
  }

  private void begin(Instant due) {
    synchronized (this) {
      if (stopped || !due.equals(next)) {
        return; // an earlier one has been arranged since
      }
      next = Instant.MAX;
    }
    try {
      surroundings.reading().execute(this::readAndGoOn);
    } catch (RejectedExecutionException closing) {
      log.debug("{} is not read any more", name(), closing);
    }
  }

  private void readAndGoOn() {
    try {
      readNow();
    } catch (RuntimeException defect) {
      log.error("taking in a reading of {} failed in an unexpected way", name(), defect);
    } finally {
      readWithin(pace());
    }
  }

  private Duration pace() {
    Duration refresh = entry.refresh();
    Duration fast = timing.scalingRefresh();
    Duration first = fast.compareTo(refresh) < 0 ? fast : refresh;
    int failed;
    Duration asked;
    synchronized (this) {
      failed = failures;
      asked = trouble.map(CloudError::retryAfter).orElse(Duration.ZERO);
    }
    if (failed > 0) {
      double luck = surroundings.luck().getAsDouble();
      return new RetryDelay(first, refresh).after(failed, asked, luck);
    }
    boolean changing = !calls.state().groupsOf(this, GroupState::isChanging).isEmpty();
    return changing ? first : refresh;
  }
}
