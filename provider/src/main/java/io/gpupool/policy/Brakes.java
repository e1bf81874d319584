package io.gpupool.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All brakes: by how many nodes each group may shrink at the moment.
 *
 * <p>What several groups may shrink by together is shared out among them, one node after the other
 * and the dearest group first. So it isn't passed even if all of them shrink in the same loop of
 * the autoscaler, which reads the sizes at its beginning.
 *
 * @param brakes in the order of the configuration
 */
public record Brakes(List<Brake> brakes) {

  /** Nothing is kept. */
  public static final Brakes NONE = new Brakes(List.of());

  public Brakes {
    brakes = List.copyOf(brakes);
  }

  /**
   * By how much a group may shrink.
   *
   * @param nodes how many nodes
   * @param why the brake that says so
   */
  record Slack(int nodes, String why) {}

  /** The longest stretch of time that a deletion matters for. */
  public Duration memory() {
    return brakes.stream()
        .filter(Brake.Pace.class::isInstance)
        .map(brake -> ((Brake.Pace) brake).per())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Every span of hours that is mentioned, by its place. */
  public Map<String, WeeklyWindow> hours() {
    Map<String, WeeklyWindow> hours = new HashMap<>();
    for (Brake brake : brakes) {
      if (brake instanceof Brake.Quiet quiet) {
        hours.put(quiet.place(), quiet.hours());
      } else if (brake instanceof Brake.Minimum minimum) {
        minimum.hours().ifPresent(window -> hours.put(minimum.place(), window));
      }
    }
    return hours;
  }

  /**
   * What holds each group back.
   *
   * @param groups all groups
   * @param deletions what was deleted lately
   * @return by group; one that nothing holds back is missing
   */
  Map<GroupAccount, List<Slack>> slack(
      Collection<GroupAccount> groups, Collection<Deletion> deletions, Instant now) {
    Map<GroupAccount, List<Slack>> slack = new HashMap<>();
    for (Brake brake : brakes) {
      List<GroupAccount> held =
          groups.stream().filter(group -> brake.scope().matches(group.traits())).toList();
      slackOf(brake, held, deletions, now)
          .forEach((group, one) -> slack.computeIfAbsent(group, g -> new ArrayList<>()).add(one));
    }
    return slack;
  }

  private static Map<GroupAccount, Slack> slackOf(
      Brake brake, List<GroupAccount> held, Collection<Deletion> deletions, Instant now) {
    if (brake instanceof Brake.Quiet quiet) {
      return quiet.hours().contains(now)
          ? each(held, group -> 0, "nothing is deleted in " + quiet.hours() + at(quiet))
          : Map.of();
    }
    if (brake instanceof Brake.Minimum minimum) {
      boolean holds = minimum.hours().map(hours -> hours.contains(now)).orElse(true);
      String when = minimum.hours().map(hours -> " in " + hours).orElse("");
      return holds
          ? each(
              held,
              group -> Math.max(0, group.target() - minimum.minSize()),
              "a minimum of " + minimum.minSize() + when + at(minimum))
          : Map.of();
    }
    if (brake instanceof Brake.Floor floor) {
      int running = held.stream().mapToInt(GroupAccount::running).sum();
      return shared(
          held,
          Math.max(0, running - floor.nodes()),
          "%d of %d nodes with %s are to stay%s"
              .formatted(floor.nodes(), running, floor.gpuModel(), at(floor)));
    }
    Brake.Pace pace = (Brake.Pace) brake;
    Instant since = now.minus(pace.per());
    int deleted =
        deletions.stream()
            .filter(one -> one.at().isAfter(since))
            .filter(one -> held.stream().anyMatch(group -> group.id().equals(one.group())))
            .mapToInt(Deletion::nodes)
            .sum();
    return shared(
        held,
        Math.max(0, pace.nodes() - deleted),
        "%d of %d deletions within %s are used up%s"
            .formatted(deleted, pace.nodes(), inWords(pace.per()), at(pace)));
  }

  private static String inWords(Duration stretch) {
    return stretch.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private static String at(Brake brake) {
    return " (" + brake.place() + ")";
  }

  private interface Share {
    int of(GroupAccount group);
  }

  private static Map<GroupAccount, Slack> each(List<GroupAccount> groups, Share share, String why) {
    Map<GroupAccount, Slack> slack = new HashMap<>();
    groups.forEach(group -> slack.put(group, new Slack(share.of(group), why)));
    return slack;
  }

  /** Some nodes shared out among groups, to each no more than run there. */
  private static Map<GroupAccount, Slack> shared(List<GroupAccount> groups, int nodes, String why) {
    List<GroupAccount> dearestFirst =
        groups.stream()
            .sorted(
                Comparator.comparingDouble((GroupAccount group) -> -group.usdPerHour())
                    .thenComparing(group -> group.id().value()))
            .toList();
    Map<GroupAccount, Integer> shares = new HashMap<>();
    int left = nodes;
    boolean given = true;
    while (left > 0 && given) {
      given = false;
      for (GroupAccount group : dearestFirst) {
        int so = shares.getOrDefault(group, 0);
        if (left > 0 && so < group.running()) {
          shares.put(group, so + 1);
          left--;
          given = true;
        }
      }
    }
    return each(groups, group -> shares.getOrDefault(group, 0), why);
  }
}
