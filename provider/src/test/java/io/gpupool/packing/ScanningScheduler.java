package io.gpupool.packing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scheduler without anything that makes it fast: each pod looks at all that is there. */
final class ScanningScheduler {

  /** Nodes of a shape that are equally full. */
  private static final class Filling {
    private final int shape;
    private final long[] free;

    Filling(int shape, long[] free) {
      this.shape = shape;
      this.free = free;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Filling filling
          && shape == filling.shape
          && Arrays.equals(free, filling.free);
    }

    @Override
    public int hashCode() {
      return 31 * shape + Arrays.hashCode(free);
    }
  }

  private final Problem problem;
  private final Placement placement;
  private final Map<Filling, Integer> fillings = new LinkedHashMap<>();

  ScanningScheduler(Problem problem, Placement placement) {
    this.problem = problem;
    this.placement = placement;
  }

  /** Empty nodes join. */
  void add(int shape, int nodes) {
    count(new Filling(shape, problem.allocatable[shape]), nodes);
  }

  /**
   * Places pods in their order; those that were placed before stay where they are.
   *
   * @param pods their classes
   * @return those that find no node, in the same order
   */
  List<Integer> place(List<Integer> pods) {
    return pods.stream().filter(c -> !place(c)).toList();
  }

  private boolean place(int c) {
    Filling best = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (Filling filling : fillings.keySet()) {
      if (problem.holds[filling.shape][c] && problem.fit(c, filling.free) > 0) {
        double score = score(c, filling);
        if (score > highest) {
          best = filling;
          highest = score;
        }
      }
    }
    if (best == null) {
      return false;
    }
    count(best, -1);
    count(filledBy(c, best), 1);
    return true;
  }

  private void count(Filling filling, int more) {
    int nodes = fillings.getOrDefault(filling, 0) + more;
    if (nodes == 0) {
      fillings.remove(filling);
    } else {
      fillings.put(filling, nodes);
    }
  }

  private Filling filledBy(int c, Filling filling) {
    long[] free = filling.free.clone();
    for (int d = 0; d < free.length; d++) {
      free[d] -= problem.requests[c][d];
    }
    return new Filling(filling.shape, free);
  }

  private double score(int c, Filling filling) {
    double used = 0;
    long[] whole = problem.allocatable[filling.shape];
    for (int d = 0; d < whole.length; d++) {
      String column = problem.columns.get(d);
      double part = (whole[d] - filling.free[d] + problem.requests[c][d]) / (double) whole[d];
      if (column.equals(Amounts.CPU) || column.equals(Amounts.MEMORY)) {
        used += part;
      } else if (column.equals(Questions.GPU)
          && placement == Placement.MOST_ALLOCATED_GPUS
          && problem.requests[c][d] > 0) {
        used += 3 * part;
      }
    }
    return placement == Placement.LEAST_ALLOCATED ? -used : used;
  }
}
