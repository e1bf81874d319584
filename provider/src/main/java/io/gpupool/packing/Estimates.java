package io.gpupool.packing;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Estimates that were made already. Plans differ in their steps and soon agree in what is left for
 * one kind of node, which is all that its estimate depends on.
 */
final class Estimates {

  /** What an estimate depends on. */
  private static final class Key {
    private final int kind;
    private final int mostNodes;
    private final int[] left;

    Key(int kind, int mostNodes, int[] left) {
      this.kind = kind;
      this.mostNodes = mostNodes;
      this.left = left;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && kind == key.kind
          && mostNodes == key.mostNodes
          && Arrays.equals(left, key.left);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * kind + mostNodes) + Arrays.hashCode(left);
    }
  }

  /** Beyond this many all are forgotten: memory for speed, within limits. */
  private static final int MOST = 50_000;

  private final Problem problem;
  private final int nodesPerScaleUp;
  private final Estimate none;
  private final Map<Key, Estimate> known = new ConcurrentHashMap<>();

  /**
   * @param nodesPerScaleUp how many nodes the autoscaler adds at a time ({@code
   *     --max-nodes-per-scaleup})
   */
  Estimates(Problem problem, int nodesPerScaleUp) {
    this.problem = problem;
    this.nodesPerScaleUp = nodesPerScaleUp;
    this.none = new Estimate(problem, 0, new int[problem.classes]);
  }

  /** What new nodes of a shape could do for the pods that are left. */
  Estimate of(int s, State state) {
    int most = Math.min(state.room(s), nodesPerScaleUp);
    if (most == 0) {
      return none;
    }
    Estimate unlimited = state.estimate(problem.kind[s], kind -> of(s, nodesPerScaleUp, state));
    return unlimited.nodes() <= most ? unlimited : of(s, most, state);
  }

  private Estimate of(int s, int most, State state) {
    int[] order = problem.order[s];
    int[] left = new int[order.length];
    boolean nothing = true;
    for (int k = 0; k < order.length; k++) {
      left[k] = state.left(order[k]);
      nothing &= left[k] == 0;
    }
    if (nothing) {
      return none;
    }
    Key key = new Key(problem.kind[s], most, left);
    Estimate estimate = known.get(key);
    if (estimate == null) {
      if (known.size() >= MOST) {
        known.clear();
      }
      estimate = Estimator.estimate(problem, s, state.left(), most);
      known.put(key, estimate);
    }
    return estimate;
  }
}
