package io.gpupool.admin;

import io.gpupool.fleet.FleetEvent;
import io.gpupool.fleet.FleetListener;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to the fleet: one line per decision, and trouble once, however often the
 * autoscaler runs into it. When it is over that is told too, with how often it was met.
 */
public final class FleetLog implements FleetListener {

  private static final Logger log = LoggerFactory.getLogger("gpupool.fleet");

  private final Map<String, Integer> regionsOfCloud;
  private final Map<String, Integer> failedReadings = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> absentIn = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * @param regionsOfCloud how many entries of the fleet belong to each configured cloud, whose name
   *     is what an entry's has before its slash: a group that is named in the configuration is only
   *     missing if none of them has it
   */
  public FleetLog(Map<String, Integer> regionsOfCloud) {
    this.regionsOfCloud = Map.copyOf(regionsOfCloud);
  }

  @Override
  public void on(FleetEvent event) {
    if (event instanceof FleetEvent.Increased increased) {
      over(increased.group() + " NodeGroupIncreaseSize");
      log.info("{}: {} more, target {}", increased.group(), increased.delta(), increased.target());
    } else if (event instanceof FleetEvent.Decreased decreased) {
      decreased(decreased);
    } else if (event instanceof FleetEvent.Deleted deleted) {
      over(deleted.group() + " NodeGroupDeleteNodes");
      log.info(
          "{}: deleting {} instances and {} placeholders, target {}",
          deleted.group(),
          deleted.instances(),
          deleted.placeholders(),
          deleted.target());
    } else if (event instanceof FleetEvent.Refused refused) {
      if (refusals.merge(refused.group() + " " + refused.call(), 1, Integer::sum) == 1) {
        log.warn("{} refused ({}): {}", refused.call(), refused.reason(), refused.message());
      }
    } else if (event instanceof FleetEvent.BrokenPromise broken) {
      log.warn(
          "{}: the cloud didn't do what had been promised for {}: {}",
          broken.group(),
          broken.call(),
          broken.error());
    } else if (event instanceof FleetEvent.SlotsKept kept) {
      once(
          "kept " + kept.group() + kept.why(),
          kept.group() + ": placeholders can't be given back: " + kept.why());
    } else if (event instanceof FleetEvent.GroupAppeared appeared) {
      log.info("{}: managed now, found by {}", appeared.group(), appeared.entry());
    } else if (event instanceof FleetEvent.GroupVanished vanished) {
      log.info("{}: gone from {}, not managed any more", vanished.group(), vanished.entry());
    } else if (event instanceof FleetEvent.GroupAbsent absent) {
      absent(absent);
    } else if (event instanceof FleetEvent.ReadingFailed failed) {
      if (failedReadings.merge(failed.entry(), 1, Integer::sum) == 1) {
        log.warn(
            "{}: can't be read, its groups keep their last answer: {}",
            failed.entry(),
            failed.error());
      }
    } else if (event instanceof FleetEvent.ReadingDone done) {
      Integer failures = failedReadings.remove(done.entry());
      if (failures != null) {
        log.info("{}: read again after {} failures", done.entry(), failures);
      }
    } else if (event instanceof FleetEvent.ProblemSeen seen) {
      once(
          seen.entry() + seen.problem(),
          seen.entry() + ": " + seen.problem().subject() + " " + seen.problem().text());
    }
  }

  private void decreased(FleetEvent.Decreased decreased) {
    if (decreased.done() == decreased.asked()) {
      log.info("{}: {} fewer, target {}", decreased.group(), decreased.done(), decreased.target());
    } else {
      once(
          "clamp " + decreased.group() + decreased.target(),
          "%s: asked for %d fewer, %d given up, target %d: the others have come, or the minimum forbids it"
              .formatted(
                  decreased.group(), decreased.asked(), decreased.done(), decreased.target()));
    }
  }

  private void absent(FleetEvent.GroupAbsent absent) {
    int slash = absent.entry().indexOf('/');
    String cloud = slash < 0 ? absent.entry() : absent.entry().substring(0, slash);
    Set<String> regions =
        absentIn.computeIfAbsent(
            cloud + " " + absent.name(), first -> ConcurrentHashMap.newKeySet());
    regions.add(absent.entry());
    if (regions.size() >= regionsOfCloud.getOrDefault(cloud, 1)) {
      once(
          "absent " + cloud + " " + absent.name(),
          "%s: the configuration names the group '%s', and there is none; create it or correct the name"
              .formatted(cloud, absent.name()));
    }
  }

  private void once(String key, String line) {
    if (told.add(key)) {
      log.warn(line);
    }
  }

  private void over(String refused) {
    Integer times = refusals.remove(refused);
    if (times != null && times > 1) {
      log.info("{}: possible again, after {} refusals", refused, times);
    }
  }
}
