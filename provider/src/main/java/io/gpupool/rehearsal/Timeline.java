package io.gpupool.rehearsal;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Gathers what happens between two looks, so that ten nodes joining are one line and not ten. */
final class Timeline {

  private final Consumer<RehearsalEvent> spectator;
  private final Map<String, Integer> joined = new TreeMap<>();
  private final Map<String, Integer> started = new TreeMap<>();
  private final Map<String, Integer> lost = new TreeMap<>();
  private int finished;

  Timeline(Consumer<RehearsalEvent> spectator) {
    this.spectator = spectator;
  }

  void tell(RehearsalEvent event) {
    spectator.accept(event);
  }

  void podStarted(ClusterNode node) {
    started.merge(node.group(), 1, Integer::sum);
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
  void flush(Instant now) {
    if (finished > 0) {
      tell(new RehearsalEvent.PodsFinished(now, finished));
      finished = 0;
    }
    lost.forEach((group, pods) -> tell(new RehearsalEvent.PodsLost(now, group, pods)));
    joined.forEach((group, nodes) -> tell(new RehearsalEvent.NodesJoined(now, group, nodes)));
    started.forEach((group, pods) -> tell(new RehearsalEvent.PodsStarted(now, group, pods)));
    lost.clear();
    joined.clear();
    started.clear();
  }
}
