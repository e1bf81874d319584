package io.gpupool.packing;

import java.util.Arrays;

/**
 * The lower bound of Gilmore and Gomory (<i>A linear programming approach to the cutting-stock
 * problem</i>, Operations Research 9, 1961): what pods cost if nodes could be bought in parts, each
 * filled in the best way there is. It is found from below: a value is given to a pod of each class
 * such that no node holds more value than it costs; then no nodes that hold all pods cost less than
 * all pods are worth. Ways to fill a node that hold more are looked for and forbidden, until there
 * are none. Limits to the number of nodes are left out, which can only make it lower.
 */
final class PatternBound {

  /** How close to the true bound is close enough. */
  private static final double ENOUGH = 0.9996;

  /** What a solver's answers may be off by. */
  private static final double TOLERANCE = 1e-7;

  private static final int MOST_ROUNDS = 1000;

  private final Problem problem;
  private final int[] pods;

  PatternBound(Problem problem, int[] pods) {
    this.problem = problem;
    this.pods = pods.clone();
    for (int c = 0; c < pods.length; c++) {
      if (!isHeldAnywhere(c)) {
        this.pods[c] = 0;
      }
    }
  }

  private boolean isHeldAnywhere(int c) {
    for (int s = 0; s < problem.shapes; s++) {
      if (problem.holds[s][c]) {
        return true;
      }
    }
    return false;
  }

  double usdPerHour(LinearProgram.Factory solvers) {
    LinearProgram program = solvers.maximising(Arrays.stream(pods).asDoubleStream().toArray());
    forbidSimpleFillings(program);
    double best = 0;
    int partials = Knapsack.FEW;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] values = program.solution();
      double shrink = 1;
      boolean forbidden = false;
      for (int s = 0; s < problem.shapes; s++) {
        double usd = problem.nodes.get(s).usdPerHour();
        Knapsack.Filling filling = new Knapsack(problem, s, pods, values).fullest(partials);
        shrink = Math.min(shrink, usd / filling.mostValue());
        if (worth(filling.pods(), values) > usd * (1 + TOLERANCE)) {
          program.limit(filling.pods(), usd);
          forbidden = true;
        }
      }
      best = Math.max(best, shrink * worth(pods, values));
      if (shrink > ENOUGH) {
        return best;
      }
      if (!forbidden) {
        if (partials == Knapsack.MANY) {
          return best;
        }
        partials = Knapsack.MANY;
      }
    }
    return best;
  }

  /** Nodes with pods of one class, so that every value is limited from the beginning. */
  private void forbidSimpleFillings(LinearProgram program) {
    for (int s = 0; s < problem.shapes; s++) {
      for (int c = 0; c < problem.classes; c++) {
        if (problem.holds[s][c] && pods[c] > 0) {
          int[] filling = new int[problem.classes];
          filling[c] = Math.min(pods[c], problem.fit(c, problem.allocatable[s]));
          program.limit(filling, problem.nodes.get(s).usdPerHour());
        }
      }
    }
  }

  private static double worth(int[] pods, double[] values) {
    double worth = 0;
    for (int c = 0; c < values.length; c++) {
      worth += pods[c] * values[c];
    }
    return worth;
  }
}
