package io.gpupool.packing;

import java.util.List;

/**
 * One of the groups that the autoscaler offers to enlarge in this loop.
 *
 * @param shape which of the question's shapes
 * @param nodes how many new nodes it would take, one or more
 * @param podsByClass how many pods of each of the question's classes they would hold
 */
public record Offered(int shape, int nodes, List<Integer> podsByClass) {
  public Offered {
    podsByClass = List.copyOf(podsByClass);
    if (nodes < 1 || shape < 0 || podsByClass.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "option " + shape + " of " + nodes + " nodes for " + podsByClass);
    }
  }
}
