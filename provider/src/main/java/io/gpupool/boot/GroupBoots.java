package io.gpupool.boot;

import io.gpupool.clouds.api.InstanceState;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The boots of one group. An instance that appears when a placeholder goes has taken its place: it
 * was asked for when the placeholder was. What appears without having been asked for, or was there
 * before, tells nothing. A value; every look makes a new one.
 *
 * @param placeholders when each node to come was asked for, by id
 * @param booting when each instance that doesn't run yet was asked for, by id
 * @param instances the ids of all instances
 * @param last the last boots that were seen, oldest first
 */
record GroupBoots(
    Map<String, Instant> placeholders,
    Map<String, Instant> booting,
    Set<String> instances,
    List<Duration> last) {

  /** Fewer could be chance. */
  private static final int FEWEST = 3;

  private static final int MOST = 50;

  GroupBoots {
    placeholders = Map.copyOf(placeholders);
    booting = Map.copyOf(booting);
    instances = Set.copyOf(instances);
    last = List.copyOf(last);
  }

  /** A group that is seen for the first time. */
  static GroupBoots first(GroupView view) {
    return new GroupBoots(placeholders(view), Map.of(), instances(view), List.of());
  }

  /** What is known when the group looks like this. */
  GroupBoots then(GroupView view, Instant now) {
    Deque<Instant> filled = filled(view);
    Map<String, Instant> stillBooting = new HashMap<>();
    List<Duration> seen = new ArrayList<>(last);
    for (Member member : view.members()) {
      if (member.placeholder() || member.failure().isPresent()) {
        continue;
      }
      Instant asked =
          instances.contains(member.providerId())
              ? booting.get(member.providerId())
              : filled.pollFirst();
      if (asked == null) {
        continue;
      }
      if (member.state() == InstanceState.CREATING) {
        stillBooting.put(member.providerId(), asked);
      } else if (member.state() == InstanceState.RUNNING && !asked.isAfter(now)) {
        seen.add(Duration.between(asked, now));
      }
    }
    int tooMany = Math.max(0, seen.size() - MOST);
    return new GroupBoots(
        placeholders(view), stillBooting, instances(view), seen.subList(tooMany, seen.size()));
  }

  /** When those nodes were asked for whose placeholders are gone, the oldest first. */
  private Deque<Instant> filled(GroupView view) {
    Set<String> present = new HashSet<>();
    view.members().forEach(member -> present.add(member.providerId()));
    return placeholders.entrySet().stream()
        .filter(placeholder -> !present.contains(placeholder.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .collect(Collectors.toCollection(ArrayDeque::new));
  }

  /** The middle of the last boots. */
  Optional<BootTimes.Seen> seen() {
    if (last.size() < FEWEST) {
      return Optional.empty();
    }
    Duration median = last.stream().sorted().toList().get((last.size() - 1) / 2);
    return Optional.of(new BootTimes.Seen(median, last.size()));
  }

  private static Map<String, Instant> placeholders(GroupView view) {
    Map<String, Instant> placeholders = new HashMap<>();
    view.members().stream()
        .filter(member -> member.placeholder() && member.failure().isEmpty())
        .forEach(member -> placeholders.put(member.providerId(), member.since()));
    return placeholders;
  }

  private static Set<String> instances(GroupView view) {
    Set<String> instances = new HashSet<>();
    view.members().stream()
        .filter(member -> !member.placeholder())
        .forEach(member -> instances.add(member.providerId()));
    return instances;
  }
}
