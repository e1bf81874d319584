package io.gpupool.rehearsal;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Gathers what happens between two looks, so that ten nodes joining are one line and not ten. */
final class Timeline {

  private final Consumer<RehearsalEvent> spectator;
  private final Map<String, Integer> joined = new TreeMap<>();
  private final Map<String, Integer> lost = new TreeMap<>();
  private int arrived;
  private int started;
  private int finished;

  Timeline(Consumer<RehearsalEvent> spectator) {
    this.spectator = spectator;
  }

  void tell(RehearsalEvent event) {
    spectator.accept(event);
  }

  void podsArrived(int pods) {
    arrived += pods;
  }

  void podStarted() {
    started++;
  }

  void podFinished() {
    finished++;
  }

  void podLost(ClusterNode node) {
    lost.merge(node.group(), 1, Integer::sum);
  }

  void nodeJoined(ClusterNode node) {
    joined.merge(node.group(), 1, Integer::sum);
  }

  /** Tells what has gathered. */
  void flush(Cluster cluster, Instant now) {
    lost.forEach((group, pods) -> tell(new RehearsalEvent.PodsLost(now, group, pods)));
    joined.forEach((group, nodes) -> tell(new RehearsalEvent.NodesJoined(now, group, nodes)));
    lost.clear();
    joined.clear();
    if (arrived + started + finished > 0) {
      tell(
          new RehearsalEvent.PodsMoved(
              now,
              arrived,
              started,
              finished,
              cluster.waiting().size(),
              cluster.running(),
              cluster.nodes().size()));
      arrived = 0;
      started = 0;
      finished = 0;
    }
  }
}
