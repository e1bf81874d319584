package io.gpupool.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Where the scheduler puts pods that come in some order, on new nodes: each on the node that scores
 * best by how much of its resources is asked for, as {@code NodeResourcesFit} scores with {@code
 * LeastAllocated} or {@code MostAllocated}. Its other plugins aren't modelled.
 *
 * <p>Nodes of one kind that are equally full are counted, not told apart. What a class of pods
 * makes of such a filling never changes, so each class keeps the fillings that take its pods in the
 * order in which it would take them, and looks at new ones only when its next pod comes.
 */
final class Scheduler {

  /**
   * What the scheduler profile in {@code deploy} gives GPUs, with processors and memory at one: for
   * what matters there is that nodes with GPUs get full.
   */
  private static final double GPU_WEIGHT = 3;

  /** Nodes of a kind that are equally full. */
  private final class Filling {
    private final int shape;
    private final long[] free;
    private final Map<Integer, Filling> withOneMore = new HashMap<>();
    private int nodes;

    /** Its place in the list of fillings since it last had no node. */
    private int listed = -1;

    Filling(int shape, long[] free) {
      this.shape = shape;
      this.free = free;
    }

    void gainsNodes(int more) {
      if (nodes == 0) {
        listed = fillings.size();
        fillings.add(this);
      }
      nodes += more;
    }

    boolean isStill(int place) {
      return nodes > 0 && listed == place;
    }

    Filling with(int c) {
      return withOneMore.computeIfAbsent(c, this::filledBy);
    }

    private Filling filledBy(int c) {
      long[] less = free.clone();
      for (int d = 0; d < less.length; d++) {
        less[d] -= problem.requests[c][d];
      }
      return filling(shape, less);
    }
  }

  /** A filling as one class sees it. */
  private record Candidate(double score, int listed, Filling filling) {

    /** The highest score first and, of equal ones, what was there first. */
    private static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingDouble(Candidate::score).reversed().thenComparingInt(Candidate::listed);
  }

  /** What one class has seen so far. */
  private static final class View {
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(Candidate.BEST_FIRST);
    private int seen;
  }

  private final Problem problem;
  private final Placement placement;
  private final List<Map<List<Long>, Filling>> known = new ArrayList<>();
  private final List<Filling> fillings = new ArrayList<>();
  private final List<View> views = new ArrayList<>();

  Scheduler(Problem problem, Placement placement) {
    this.problem = problem;
    this.placement = placement;
    for (int k = 0; k < problem.kinds; k++) {
      known.add(new HashMap<>());
    }
    for (int c = 0; c < problem.classes; c++) {
      views.add(new View());
    }
  }

  /** Empty nodes join. */
  void add(int shape, int nodes) {
    filling(shape, problem.allocatable[shape]).gainsNodes(nodes);
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
    View view = views.get(c);
    for (; view.seen < fillings.size(); view.seen++) {
      Filling filling = fillings.get(view.seen);
      if (filling.isStill(view.seen)
          && problem.holds[filling.shape][c]
          && problem.fit(c, filling.free) > 0) {
        view.candidates.add(new Candidate(score(c, filling), view.seen, filling));
      }
    }
    Candidate best = view.candidates.peek();
    while (best != null && !best.filling.isStill(best.listed)) {
      view.candidates.poll();
      best = view.candidates.peek();
    }
    if (best == null) {
      return false;
    }
    best.filling.nodes--;
    best.filling.with(c).gainsNodes(1);
    return true;
  }

  private Filling filling(int shape, long[] free) {
    List<Long> key = new ArrayList<>(free.length);
    for (long amount : free) {
      key.add(Long.reverseBytes(amount));
    }
    return known
        .get(problem.kind[shape])
        .computeIfAbsent(List.copyOf(key), first -> new Filling(shape, free));
  }

  /**
   * Weights are those of the resources that are scored; of an extended one, only where the pod asks
   * for it, as the scheduler has it.
   */
  private double score(int c, Filling filling) {
    double used =
        used(problem.cpuColumn, problem.milliCpu[c], filling)
            + used(problem.memoryColumn, problem.memoryBytes[c], filling);
    return switch (placement) {
      case MOST_ALLOCATED -> used;
      case MOST_ALLOCATED_GPUS -> used + GPU_WEIGHT * gpusUsed(c, filling);
      case LEAST_ALLOCATED, AS_ESTIMATED -> -used;
    };
  }

  private double gpusUsed(int c, Filling filling) {
    double used = 0;
    for (int column : problem.gpuColumns) {
      long asked = problem.requests[c][column];
      if (asked > 0) {
        used += used(column, asked, filling);
      }
    }
    return used;
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
