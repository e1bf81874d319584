package io.gpupool.packing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What the autoscaler does in one loop after the other until nothing helps any more: in each it
 * enlarges one group by the nodes that it estimates, and takes all pods that they hold for placed.
 */
final class Loops {

  private final Problem problem;
  private final Estimates estimates;
  private final BooleanSupplier timeIsUp;

  /** Loops for which there is all the time in the world. */
  Loops(Problem problem, Estimates estimates) {
    this(problem, estimates, () -> false);
  }

  /**
   * Loops that end early.
   *
   * @param timeIsUp asked before each; once it is true, no other begins
   */
  Loops(Problem problem, Estimates estimates, BooleanSupplier timeIsUp) {
    this.problem = problem;
    this.estimates = estimates;
    this.timeIsUp = timeIsUp;
  }

  /** The shapes that may be enlarged in a state. */
  List<Integer> candidates(State state) {
    List<Integer> helping = new ArrayList<>();
    for (int s = 0; s < problem.shapes; s++) {
      if (!estimates.of(s, state).isEmpty()) {
        helping.add(s);
      }
    }
    return permitted(helping);
  }

  /**
   * Of shapes that help, those that may be taken whatever they cost: those without GPUs while they
   * help pods that ask for none, so that these don't end on nodes with GPUs; of these the lowest
   * tier; of these the ones whose price is known, if any is.
   */
  List<Integer> permitted(List<Integer> helping) {
    List<Integer> plain = helping.stream().filter(s -> !hasGpus(s)).toList();
    List<Integer> open = plain.isEmpty() ? helping : plain;
    int lowest = open.stream().mapToInt(s -> problem.nodes.get(s).tier()).min().orElse(0);
    List<Integer> first = open.stream().filter(s -> problem.nodes.get(s).tier() == lowest).toList();
    List<Integer> priced =
        first.stream().filter(s -> Double.isFinite(problem.nodes.get(s).usdPerHour())).toList();
    return priced.isEmpty() ? first : priced;
  }

  private boolean hasGpus(int s) {
    return Gpus.in(problem.nodes.get(s).allocatable()) > 0;
  }

  /** Goes on by a policy until nothing helps, or time is up. */
  Path toTheEnd(Path begun, Policy policy) {
    Path path = begun;
    while (!timeIsUp.getAsBoolean()) {
      int next = choose(path.end(), policy);
      if (next < 0) {
        return path;
      }
      path = path.and(problem, next, estimates.of(next, path.end()));
    }
    return path;
  }

  /** What a policy chooses, or -1 if nothing helps. */
  int choose(State state, Policy policy) {
    int best = -1;
    double lowest = Double.POSITIVE_INFINITY;
    for (int s : candidates(state)) {
      Estimate estimate = estimates.of(s, state);
      double usd = state.usdPerHour(problem, s, estimate.nodes());
      double score = policy.score(problem, s, estimate, usd);
      if (best < 0 || score < lowest || (score == lowest && comesBefore(s, best))) {
        best = s;
        lowest = score;
      }
    }
    return best;
  }

  /** Among equals, the one with the higher weight, then the one whose name comes first. */
  boolean comesBefore(int s, int other) {
    Shape one = problem.nodes.get(s);
    Shape two = problem.nodes.get(other);
    return one.weight() != two.weight()
        ? one.weight() > two.weight()
        : one.group().compareTo(two.group()) < 0;
  }

  /** One loop. */
  Path step(Path path, int s) {
    return path.and(problem, s, estimates.of(s, path.end()));
  }
}
