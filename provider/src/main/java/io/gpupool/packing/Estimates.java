package io.gpupool.packing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Estimates that were made already. Plans differ in their steps and soon agree in what is left for
 * one shape, which is all that its estimate depends on. For one thread.
 */
final class Estimates {

  /** What an estimate depends on. */
  private static final class Key {
    private final int shape;
    private final int mostNodes;
    private final int[] left;

    Key(int shape, int mostNodes, int[] left) {
      this.shape = shape;
      this.mostNodes = mostNodes;
      this.left = left;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && shape == key.shape
          && mostNodes == key.mostNodes
          && Arrays.equals(left, key.left);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * shape + mostNodes) + Arrays.hashCode(left);
    }
  }

  /** Beyond this many all are forgotten: memory for speed, within limits. */
  private static final int MOST = 50_000;

  private final Problem problem;
  private final int nodesPerScaleUp;
  private final Map<Key, Estimate> known = new HashMap<>();

  /**
   * @param nodesPerScaleUp how many nodes the autoscaler adds at a time ({@code
   *     --max-nodes-per-scaleup})
   */
  Estimates(Problem problem, int nodesPerScaleUp) {
    this.problem = problem;
    this.nodesPerScaleUp = nodesPerScaleUp;
  }

  /** What new nodes of a shape could do for the pods that are left. */
  Estimate of(int s, State state) {
    int[] order = problem.order[s];
    int[] left = new int[order.length];
    boolean none = true;
    for (int k = 0; k < order.length; k++) {
      left[k] = state.left(order[k]);
      none &= left[k] == 0;
    }
    int most = Math.min(state.room(s), nodesPerScaleUp);
    if (none || most == 0) {
      return new Estimate(0, new int[problem.classes]);
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    return known.computeIfAbsent(
        new Key(s, most, left), key -> Estimator.estimate(problem, s, state.left(), most));
  }
}
