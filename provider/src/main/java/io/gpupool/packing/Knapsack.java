package io.gpupool.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The most valuable pods that fit one node, by branching on how many of each class there are. What
 * can't become more valuable than the best that is known isn't looked into: whatever prices are put
 * on resources, pods are worth no more than all that is free costs at these prices and what they
 * are worth beyond them (Lagrangian relaxation).
 */
final class Knapsack {

  /** So many branches are looked at; what isn't is bounded. */
  private static final long MOST_BRANCHES = 2_000_000;

  private static final double TOLERANCE = 1e-9;

  /** Pods for one node. */
  static final class Filling {
    private final int[] pods;
    private final double mostValue;

    Filling(int[] pods, double mostValue) {
      this.pods = pods;
      this.mostValue = mostValue;
    }

    /** How many of each class. */
    int[] pods() {
      return pods.clone();
    }

    /** What no filling's value exceeds; that of these pods unless there were too many branches. */
    double mostValue() {
      return mostValue;
    }
  }

  /** Prices of resources, and what classes from each place in the order on are worth beyond. */
  private static final class Prices {
    private final double[] ofResources;
    private final double[] beyond;

    Prices(double[] ofResources, double[] beyond) {
      this.ofResources = ofResources;
      this.beyond = beyond;
    }
  }

  private final Problem problem;
  private final double[] values;
  private final int[] most;
  private final int[] order;
  private final List<Prices> prices = new ArrayList<>();
  private final long[] free;
  private final int[] counts;
  private int[] best;
  private double bestValue;
  private long branches;

  Knapsack(Problem problem, int shape, int[] pods, double[] values) {
    this.problem = problem;
    this.values = values;
    this.free = problem.allocatable[shape].clone();
    this.counts = new int[problem.classes];
    this.best = new int[problem.classes];
    this.most = new int[problem.classes];
    int[] useful =
        IntStream.range(0, problem.classes)
            .filter(c -> problem.holds[shape][c] && pods[c] > 0 && values[c] > TOLERANCE)
            .toArray();
    for (int c : useful) {
      most[c] = Math.min(pods[c], problem.fit(c, free));
    }
    int[] undominated = Arrays.stream(useful).filter(c -> !isDominated(c, useful)).toArray();
    double[] fair = fairPrices(undominated);
    this.order =
        Arrays.stream(undominated)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> cost(c, fair) - values[c]))
            .mapToInt(Integer::intValue)
            .toArray();
    prices.add(prices(fair));
    for (int d = 0; d < free.length; d++) {
      double[] single = new double[free.length];
      single[d] = highest(d, undominated);
      if (Double.isFinite(single[d])) {
        prices.add(prices(single));
      }
    }
  }

  /** Whether another class asks for no more, is worth no less and fills a node by itself. */
  private boolean isDominated(int c, int[] others) {
    for (int other : others) {
      boolean better = values[other] > values[c] || (values[other] == values[c] && other < c);
      if (other != c && better && asksNoMore(other, c) && most[other] == problem.fit(other, free)) {
        return true;
      }
    }
    return false;
  }

  private boolean asksNoMore(int one, int other) {
    for (int d = 0; d < free.length; d++) {
      if (problem.requests[one][d] > problem.requests[other][d]) {
        return false;
      }
    }
    return true;
  }

  private double highest(int d, int[] classes) {
    double highest = 0;
    for (int c : classes) {
      highest =
          Math.max(
              highest,
              problem.requests[c][d] == 0
                  ? Double.POSITIVE_INFINITY
                  : values[c] / problem.requests[c][d]);
    }
    return highest;
  }

  private double cost(int c, double[] ofResources) {
    double cost = 0;
    for (int d = 0; d < ofResources.length; d++) {
      cost += ofResources[d] * problem.requests[c][d];
    }
    return cost;
  }

  private Prices prices(double[] ofResources) {
    double[] beyond = new double[order.length + 1];
    for (int k = order.length - 1; k >= 0; k--) {
      int c = order[k];
      beyond[k] = beyond[k + 1] + most[c] * Math.max(0, values[c] - cost(c, ofResources));
    }
    return new Prices(ofResources, beyond);
  }

  /**
   * Prices at which the bound is about as low as it gets, by following its slope in short steps.
   */
  private double[] fairPrices(int[] classes) {
    int dimensions = free.length;
    double[] at = new double[dimensions];
    double[] lowest = at.clone();
    double bound = Double.POSITIVE_INFINITY;
    double scale = Arrays.stream(classes).mapToDouble(c -> values[c] * most[c]).max().orElse(0);
    for (int step = 1; step <= 300; step++) {
      double now = 0;
      double[] slope = new double[dimensions];
      for (int d = 0; d < dimensions; d++) {
        now += at[d] * free[d];
        slope[d] = free[d];
      }
      for (int c : classes) {
        double gain = values[c] - cost(c, at);
        if (gain > 0) {
          now += most[c] * gain;
          for (int d = 0; d < dimensions; d++) {
            slope[d] -= (double) most[c] * problem.requests[c][d];
          }
        }
      }
      if (now < bound) {
        bound = now;
        lowest = at.clone();
      }
      double length = 0;
      for (int d = 0; d < dimensions; d++) {
        double relative = free[d] == 0 ? 0 : slope[d] / free[d];
        length = Math.max(length, Math.abs(relative));
      }
      for (int d = 0; d < dimensions && length > 0; d++) {
        if (free[d] > 0) {
          double move = scale / free[d] * (slope[d] / free[d]) / length / Math.sqrt(step) / 2;
          at[d] = Math.max(0, at[d] - move);
        }
      }
    }
    return lowest;
  }

  Filling fullest() {
    double limit = bound(0);
    branch(0, 0);
    boolean exact = branches < MOST_BRANCHES;
    return new Filling(best, exact ? bestValue : Math.max(bestValue, limit));
  }

  private void branch(int k, double value) {
    if (value > bestValue + TOLERANCE) {
      bestValue = value;
      best = counts.clone();
    }
    if (k == order.length
        || branches++ >= MOST_BRANCHES
        || value + bound(k) <= bestValue + TOLERANCE) {
      return;
    }
    int c = order[k];
    int fit = Math.min(most[c], problem.fit(c, free));
    take(c, fit);
    for (int count = fit; count >= 0; count--) {
      counts[c] = count;
      branch(k + 1, value + count * values[c]);
      if (count > 0) {
        take(c, -1);
      }
    }
    counts[c] = 0;
  }

  private void take(int c, int count) {
    for (int d = 0; d < free.length; d++) {
      free[d] -= count * problem.requests[c][d];
    }
  }

  /** What classes from a place in the order on can add at most. */
  private double bound(int k) {
    double least = Double.POSITIVE_INFINITY;
    for (Prices one : prices) {
      double most = one.beyond[k];
      for (int d = 0; d < free.length; d++) {
        most += one.ofResources[d] * free[d];
      }
      least = Math.min(least, most);
    }
    return least;
  }
}
