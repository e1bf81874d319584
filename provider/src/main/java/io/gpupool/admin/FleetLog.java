package io.gpupool.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.fleet.FleetEvent;
import io.gpupool.fleet.FleetListener;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to the fleet: a line per decision, and trouble once, however often the
 * autoscaler runs into it. When it is over that is told too, with how often it was met; when it
 * comes back, it is told again. What a cloud has when it is read for the first time is one line.
 * Thread-safe.
 */
public final class FleetLog implements FleetListener {

  private static final Logger log = LoggerFactory.getLogger("gpupool.fleet");

  private static final String INCREASE = "NodeGroupIncreaseSize";
  private static final String DECREASE = "NodeGroupDecreaseTargetSize";
  private static final String DELETE = "NodeGroupDeleteNodes";

  @GuardedBy("this")
  private final Set<String> entriesRead = new HashSet<>();

  @GuardedBy("this")
  private final Repetitions failedReadings = new Repetitions();

  @GuardedBy("this")
  private final Repetitions failedQuotes = new Repetitions();

  @GuardedBy("this")
  private final Repetitions refusals = new Repetitions();

  @GuardedBy("this")
  private final Remarks ofReadings = new Remarks();

  @GuardedBy("this")
  private final Remarks ofGroups = new Remarks();

  @GuardedBy("this")
  private AbsentGroups absent;

  /**
   * @param entriesOfCloud how many entries of the fleet belong to each configured cloud, whose name
   *     is what an entry's has before its slash
   */
  public FleetLog(Map<String, Integer> entriesOfCloud) {
    this.absent = new AbsentGroups(entriesOfCloud);
  }

  /** The configuration has changed. */
  public synchronized void configured(Map<String, Integer> entriesOfCloud) {
    this.absent = new AbsentGroups(entriesOfCloud);
  }

  @Override
  public synchronized void on(FleetEvent event) {
    if (event instanceof FleetEvent.Increased increased) {
      possible(increased.group(), INCREASE);
      log.info("{}: {} more, target {}", increased.group(), increased.delta(), increased.target());
    } else if (event instanceof FleetEvent.Decreased decreased) {
      decreased(decreased);
    } else if (event instanceof FleetEvent.Deleted deleted) {
      possible(deleted.group(), DELETE);
      log.info(
          "{}: deleting {} instances and {} placeholders, target {}",
          deleted.group(),
          deleted.instances(),
          deleted.placeholders(),
          deleted.target());
    } else if (event instanceof FleetEvent.Refused refused) {
      if (refusals.isFirst(refused.group() + " " + refused.call())) {
        log.warn("{} refused ({}): {}", refused.call(), refused.reason(), refused.message());
      }
    } else if (event instanceof FleetEvent.BrokenPromise broken) {
      log.warn(
          "{}: the cloud didn't do what had been promised for {}: {}",
          broken.group(),
          broken.call(),
          broken.error());
    } else if (event instanceof FleetEvent.SlotsKept kept) {
      if (ofGroups.isNews(kept.group().value(), "kept: " + kept.why())) {
        log.warn("{}: placeholders can't be given back: {}", kept.group(), kept.why());
      }
    } else if (event instanceof FleetEvent.GroupAppeared appeared) {
      if (entriesRead.contains(appeared.entry())) {
        log.info("{}: managed now, found by {}", appeared.group(), appeared.entry());
      }
    } else if (event instanceof FleetEvent.GroupVanished vanished) {
      forget(vanished.group());
      log.info("{}: gone from {}, not managed any more", vanished.group(), vanished.entry());
    } else if (event instanceof FleetEvent.GroupAbsent missing) {
      absent.missed(missing.entry(), missing.name());
    } else if (event instanceof FleetEvent.ProblemSeen seen) {
      String remark = seen.problem().subject() + " " + seen.problem().text();
      if (ofReadings.isNews(seen.entry(), remark)) {
        log.warn("{}: {}", seen.entry(), remark);
      }
    } else if (event instanceof FleetEvent.ReadingFailed failed) {
      if (failedReadings.isFirst(failed.entry())) {
        log.warn(
            "{}: can't be read, its groups keep their last answer: {}",
            failed.entry(),
            failed.error());
      }
    } else if (event instanceof FleetEvent.ReadingDone done) {
      readingDone(done);
    } else if (event instanceof FleetEvent.QuotesFailed failed) {
      if (failedQuotes.isFirst(failed.entry())) {
        log.warn(
            "{}: quotes no prices, those it quoted last or of the lists hold on: {}",
            failed.entry(),
            failed.error());
      }
    } else if (event instanceof FleetEvent.Quoted quoted) {
      failedQuotes
          .over(quoted.entry())
          .ifPresent(
              times ->
                  log.info("{}: quotes prices again after {} failures", quoted.entry(), times));
    }
  }

  @GuardedBy("this")
  private void readingDone(FleetEvent.ReadingDone done) {
    failedReadings
        .over(done.entry())
        .ifPresent(times -> log.info("{}: read again after {} failures", done.entry(), times));
    if (entriesRead.add(done.entry())) {
      log.info("{}: read for the first time, {} groups", done.entry(), done.groups());
    }
    ofReadings.endRound(done.entry());
    for (String name : absent.endReading(done.entry())) {
      log.warn(
          "{}: the configuration names the group '{}', and there is none; create it or correct the name",
          AbsentGroups.cloudOf(done.entry()),
          name);
    }
  }

  @GuardedBy("this")
  private void decreased(FleetEvent.Decreased decreased) {
    possible(decreased.group(), DECREASE);
    if (decreased.done() == decreased.asked()) {
      log.info("{}: {} fewer, target {}", decreased.group(), decreased.done(), decreased.target());
    } else if (ofGroups.isNews(decreased.group().value(), "clamped at " + decreased.target())) {
      log.warn(
          "{}: asked for {} fewer, {} given up, target {}: the others have come, or the minimum forbids it",
          decreased.group(),
          decreased.asked(),
          decreased.done(),
          decreased.target());
    }
  }

  /** A call has succeeded that may have been refused before. */
  @GuardedBy("this")
  private void possible(NodeGroupId group, String call) {
    refusals
        .over(group + " " + call)
        .ifPresent(
            times -> {
              if (times > 1) {
                log.info("{}: {} possible again, after {} refusals", group, call, times);
              }
            });
    if (call.equals(INCREASE)) {
      // a new attempt: whatever was remarked belonged to the last one
      ofGroups.forget(group.value());
    }
  }

  @GuardedBy("this")
  private void forget(NodeGroupId group) {
    ofGroups.forget(group.value());
    for (String call : new String[] {INCREASE, DECREASE, DELETE}) {
      var unused = refusals.over(group + " " + call);
    }
  }
}
