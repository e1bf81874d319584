package io.gpupool.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The autoscaler's estimate of how many new nodes of one group a set of pods takes, as its release
 * 1.36 makes it ({@code estimator/binpacking_estimator.go}): class after class, the one first whose
 * pods take the largest part of a node. The pods of a class go one by one to the next node that
 * still takes one, where the search begins behind the node that was found last; those that fit none
 * fill new nodes, one after the other.
 *
 * <p>Pods of a class and neighbouring nodes that are equally full are counted, not walked through,
 * so the time it takes depends on the number of classes and of different fillings.
 */
final class Estimator {

  /** Neighbouring nodes with equally much free, and how many pods of the class at hand fit each. */
  private static final class Run {
    private final long[] free;
    private final int nodes;
    private final int fit;

    Run(long[] free, int nodes, int fit) {
      this.free = free;
      this.nodes = nodes;
      this.fit = fit;
    }

    boolean continues(Run before) {
      return Arrays.equals(free, before.free);
    }
  }

  private final Problem problem;
  private final long[] empty;
  private final int[] placed;
  private List<Run> runs = new ArrayList<>();
  private int nodes;

  /** How many nodes lie before the one at which the next search begins. */
  private int begin;

  private Estimator(Problem problem, int shape) {
    this.problem = problem;
    this.empty = problem.allocatable[shape];
    this.placed = new int[problem.classes];
  }

  /**
   * How many nodes, and for which pods.
   *
   * @param left how many pods of each class have no place
   * @param mostNodes how many nodes may be added
   */
  static Estimate estimate(Problem problem, int shape, int[] left, int mostNodes) {
    Estimator estimator = new Estimator(problem, shape);
    for (int c : problem.order[shape]) {
      if (left[c] > 0) {
        int rest = left[c] - estimator.placeOnNodesThatAreThere(c, left[c]);
        estimator.placeOnNewNodes(c, rest, mostNodes);
      }
    }
    return new Estimate(problem, estimator.nodes, estimator.placed);
  }

  /** One pod to each node in turn, until all have a place or no node takes another. */
  private int placeOnNodesThatAreThere(int c, int pods) {
    long places = 0;
    int most = 0;
    for (int r = 0; r < runs.size(); r++) {
      Run run = runs.get(r);
      int fit = problem.fit(c, run.free);
      runs.set(r, new Run(run.free, run.nodes, fit));
      places += (long) fit * run.nodes;
      most = Math.max(most, fit);
    }
    int toPlace = (int) Math.min(pods, places);
    if (toPlace > 0) {
      int rounds = rounds(toPlace, most);
      new Filling(c, rounds, toPlace - (int) inRounds(rounds)).carryOut();
      placed[c] += toPlace;
    }
    return toPlace;
  }

  /** How many pods are placed when every node that still takes one has got one so many times. */
  private long inRounds(int rounds) {
    long pods = 0;
    for (Run run : runs) {
      pods += (long) Math.min(run.fit, rounds) * run.nodes;
    }
    return pods;
  }

  /** How many whole rounds there are pods for. */
  private int rounds(int pods, int most) {
    int low = 0;
    int high = Math.min(most, pods);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (inRounds(middle) <= pods) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void placeOnNewNodes(int c, int pods, int mostNodes) {
    int perNode = Math.min(problem.fit(c, empty), pods);
    if (perNode == 0) {
      return;
    }
    int full = Math.min(pods / perNode, mostNodes - nodes);
    add(c, full, perNode);
    int rest = pods - full * perNode;
    if (rest > 0 && nodes < mostNodes) {
      add(c, 1, Math.min(rest, perNode));
    }
  }

  private void add(int c, int count, int podsOnEach) {
    if (count > 0) {
      runs.add(new Run(less(empty, c, podsOnEach), count, 0));
      nodes += count;
      placed[c] += count * podsOnEach;
    }
  }

  private long[] less(long[] free, int c, int pods) {
    if (pods == 0) {
      return free;
    }
    long[] request = problem.requests[c];
    long[] rest = free.clone();
    for (int d = 0; d < rest.length; d++) {
      rest[d] -= pods * request[d];
    }
    return rest;
  }

  /** A row of rounds over all nodes, and a last one that doesn't reach all of them. */
  private final class Filling {

    private final int c;
    private final int rounds;
    private int rest;
    private int lastInRounds = -1;
    private int lastOfRest = -1;

    Filling(int c, int rounds, int rest) {
      this.c = c;
      this.rounds = rounds;
      this.rest = rest;
    }

    void carryOut() {
      int start = begin % nodes;
      List<Run> behind = filled(start, nodes);
      List<Run> before = filled(0, start);
      runs = new ArrayList<>();
      before.forEach(this::append);
      behind.forEach(this::append);
      begin = 1 + (lastOfRest >= 0 ? lastOfRest : lastInRounds);
    }

    private void append(Run run) {
      int last = runs.size() - 1;
      if (last >= 0 && run.continues(runs.get(last))) {
        runs.set(last, new Run(run.free, runs.get(last).nodes + run.nodes, 0));
      } else {
        runs.add(run);
      }
    }

    /** The nodes from one place to before another, with what they get. */
    private List<Run> filled(int from, int to) {
      List<Run> result = new ArrayList<>();
      int position = 0;
      for (Run run : runs) {
        int first = Math.max(from, position);
        int count = Math.min(to, position + run.nodes) - first;
        position += run.nodes;
        if (count > 0) {
          fill(run, first, count, result);
        }
      }
      return result;
    }

    private void fill(Run run, int first, int count, List<Run> result) {
      int inRounds = Math.min(run.fit, rounds);
      if (rounds > 0 && run.fit >= rounds) {
        lastInRounds = first + count - 1;
      }
      int more = run.fit > rounds ? Math.min(rest, count) : 0;
      if (more > 0) {
        rest -= more;
        lastOfRest = first + more - 1;
        result.add(new Run(less(run.free, c, inRounds + 1), more, 0));
      }
      if (more < count) {
        result.add(new Run(less(run.free, c, inRounds), count - more, 0));
      }
    }
  }
}
