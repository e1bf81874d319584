package io.gpupool.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for the cheapest sequence of choices among all there are: of the beginnings of each length
 * the most promising go on. Too slow to answer with, good to measure by.
 */
final class BeamSearch {

  /** A beginning and what it comes to if it goes on simply. */
  private record Promising(Path path, double usdPerHour) {}

  private final Loops loops;
  private final int width;

  BeamSearch(Loops loops, int width) {
    this.loops = loops;
    this.width = width;
  }

  Path goOn(Path begun) {
    Path best = loops.toTheEnd(begun, Policies::usdByWorth);
    List<Path> beam = List.of(begun);
    while (!beam.isEmpty()) {
      List<Promising> next = new ArrayList<>();
      for (Path path : longer(beam)) {
        if (path.usdPerHour() >= best.usdPerHour()) {
          continue;
        }
        Path cheapest = null;
        for (Policy policy : Policies.forPlans()) {
          Path end = loops.toTheEnd(path, policy);
          if (cheapest == null || end.isBetterThan(cheapest)) {
            cheapest = end;
          }
        }
        if (cheapest != null) {
          best = cheapest.isBetterThan(best) ? cheapest : best;
          next.add(new Promising(path, cheapest.usdPerHour()));
        }
      }
      next.sort(Comparator.comparingDouble(Promising::usdPerHour));
      beam = next.stream().limit(width).map(Promising::path).toList();
    }
    return best;
  }

  /** All sequences with one choice more; of those that lead to the same state, the cheapest. */
  private List<Path> longer(List<Path> beam) {
    Map<State, Path> ends = new LinkedHashMap<>();
    for (Path path : beam) {
      for (int s : loops.candidates(path.end())) {
        Path step = loops.step(path, s);
        ends.merge(step.end(), step, (a, b) -> b.isBetterThan(a) ? b : a);
      }
    }
    return List.copyOf(ends.values());
  }
}
