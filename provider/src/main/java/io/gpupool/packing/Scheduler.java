package io.gpupool.packing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the scheduler puts pods that come in some order, on new nodes: each on the node that scores
 * best by how much of its processors and memory is asked for, as {@code NodeResourcesFit} scores
 * with {@code LeastAllocated} or {@code MostAllocated}. Its other plugins aren't modelled.
 */
final class Scheduler {

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

  Scheduler(Problem problem, Placement placement) {
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
    double used =
        used(problem.cpuColumn, problem.milliCpu[c], filling)
            + used(problem.memoryColumn, problem.memoryBytes[c], filling);
    return placement == Placement.MOST_ALLOCATED ? used : -used;
  }

  /** Which part of a resource is asked for once the pod is there. */
  private double used(int column, long asked, Filling filling) {
    if (column < 0) {
      return 0;
    }
    double whole = problem.allocatable[filling.shape][column];
    return (whole - filling.free[column] + asked) / whole;
  }
}
