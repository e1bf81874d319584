package io.gpupool.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The most valuable pods that fit one node, by branching on how many of each class there are. What
 * can't become more valuable than the best that is known isn't looked into: whatever prices are put
 * on resources, pods are worth no more than all that is free costs at these prices and what they
 * are worth beyond them (Lagrangian relaxation).
 */
final class Knapsack {

  /** Enough unfinished fillings to follow for finding a very good one. */
  static final int FEW = 100;

  /** Enough for finding the best one, nearly always. */
  static final int MANY = 20_000;

  private static final double TOLERANCE = 1e-9;

  /** A filling may be this much less valuable than the most valuable one, as a part of it. */
  private static final double SLACK = 2e-4;

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

    /** What no filling's value exceeds. */
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

  Knapsack(Problem problem, int shape, int[] pods, double[] values) {
    this.problem = problem;
    this.values = values;
    this.free = problem.allocatable[shape].clone();
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
    return polished(lowest, classes);
  }

  /** Each price in turn moved to where the bound is lowest. */
  private double[] polished(double[] from, int[] classes) {
    double[] at = from.clone();
    for (int sweep = 0; sweep < 12; sweep++) {
      for (int d = 0; d < at.length; d++) {
        double low = 0;
        double high = 2 * at[d] + 1e-12;
        for (int step = 0; step < 40; step++) {
          double third = (high - low) / 3;
          at[d] = low + third;
          double left = boundAt(at, classes);
          at[d] = high - third;
          if (left <= boundAt(at, classes)) {
            high -= third;
          } else {
            low += third;
          }
        }
        at[d] = (low + high) / 2;
      }
    }
    return boundAt(at, classes) < boundAt(from, classes) ? at : from;
  }

  private double boundAt(double[] ofResources, int[] classes) {
    double bound = 0;
    for (int d = 0; d < free.length; d++) {
      bound += ofResources[d] * free[d];
    }
    for (int c : classes) {
      bound += most[c] * Math.max(0, values[c] - cost(c, ofResources));
    }
    return bound;
  }

  /**
   * The most valuable filling.
   *
   * @param mostPartials how many unfinished fillings are followed; what others come to is bounded
   */
  Filling fullest(int mostPartials) {
    List<Partial> partials = List.of(new Partial(0, free, null, 0, 0));
    Partial best = greedy();
    boolean exact = true;
    double limit = bound(0, free);
    for (int k = 0; k < order.length; k++) {
      List<Partial> longer = new ArrayList<>(partials);
      for (Partial partial : partials) {
        extend(partial, order[k], longer);
      }
      for (Partial partial : longer) {
        best = partial.value > best.value ? partial : best;
      }
      partials = worthGoingOn(longer, k + 1, best.value * (1 + SLACK) + TOLERANCE);
      if (partials.size() > mostPartials) {
        exact = false;
        partials = partials.subList(0, mostPartials);
      }
    }
    double most = best.value * (1 + SLACK) + TOLERANCE;
    return new Filling(best.counts(problem.classes), exact ? most : Math.max(most, limit));
  }

  /** As many as fit of each class in turn. */
  private Partial greedy() {
    Partial partial = new Partial(0, free, null, 0, 0);
    for (int c : order) {
      int count = Math.min(most[c], problem.fit(c, partial.free));
      if (count > 0) {
        partial = partial.with(problem, c, count, values[c]);
      }
    }
    return partial;
  }

  private void extend(Partial partial, int c, List<Partial> longer) {
    int fit = Math.min(most[c], problem.fit(c, partial.free));
    for (int count = 1; count <= fit; count++) {
      longer.add(partial.with(problem, c, count, values[c]));
    }
  }

  /** Those that can still become the best, without those that another is as good as in all. */
  private List<Partial> worthGoingOn(List<Partial> partials, int k, double beaten) {
    List<Partial> hopeful = new ArrayList<>();
    for (Partial partial : partials) {
      if (partial.value + bound(k, partial.free) > beaten) {
        hopeful.add(partial);
      }
    }
    // what is worth less can't leave less of everything than what is worth more and dominates it
    hopeful.sort(Comparator.comparingDouble(partial -> -partial.value));
    List<Partial> kept = new ArrayList<>();
    for (Partial partial : hopeful) {
      boolean dominated = false;
      for (int i = 0; i < kept.size() && !dominated; i++) {
        dominated = leavesNoLess(kept.get(i).free, partial.free);
      }
      if (!dominated) {
        kept.add(partial);
      }
    }
    return kept;
  }

  private static boolean leavesNoLess(long[] one, long[] other) {
    for (int d = 0; d < one.length; d++) {
      if (one[d] < other[d]) {
        return false;
      }
    }
    return true;
  }

  /** What classes from a place in the order on can add at most to what leaves this much free. */
  private double bound(int k, long[] left) {
    double least = Double.POSITIVE_INFINITY;
    for (Prices one : prices) {
      double most = one.beyond[k];
      for (int d = 0; d < left.length; d++) {
        most += one.ofResources[d] * left[d];
      }
      least = Math.min(least, most);
    }
    return least;
  }

  /** A filling that is being made. */
  private static final class Partial {
    private final double value;
    private final long[] free;
    private final @Nullable Partial before;
    private final int added;
    private final int count;

    Partial(double value, long[] free, @Nullable Partial before, int added, int count) {
      this.value = value;
      this.free = free;
      this.before = before;
      this.added = added;
      this.count = count;
    }

    Partial with(Problem problem, int c, int pods, double valueOfEach) {
      long[] left = free.clone();
      for (int d = 0; d < left.length; d++) {
        left[d] -= pods * problem.requests[c][d];
      }
      return new Partial(value + pods * valueOfEach, left, this, c, pods);
    }

    int[] counts(int classes) {
      int[] counts = new int[classes];
      for (Partial one = this; one != null; one = one.before) {
        counts[one.added] += one.count;
      }
      return counts;
    }
  }
}
