package io.gpupool.packing;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps from a beginning, and where they lead.
 *
 * @param steps in their order
 * @param usdPerHour what they cost together
 * @param end what is left after them
 */
record Path(List<PlanStep> steps, double usdPerHour, State end) {

  Path {
    steps = List.copyOf(steps);
  }

  static Path from(State start) {
    return new Path(List.of(), 0, start);
  }

  /** With one step more. */
  Path and(Problem problem, int s, Estimate estimate) {
    double usd = end.usdPerHour(problem, s, estimate.nodes());
    List<PlanStep> longer = new ArrayList<>(steps);
    longer.add(new PlanStep(s, estimate.nodes(), estimate.pods(), usd));
    return new Path(longer, usdPerHour + usd, end.after(problem, s, estimate));
  }

  /** The same steps, with these pods without a place after them. */
  Path withLeft(int[] left) {
    return new Path(steps, usdPerHour, end.withLeft(left));
  }

  /** Whether it leaves fewer pods without a place or, of as many, costs less. */
  boolean isBetterThan(Path other) {
    int mine = end.podsLeft();
    int others = other.end.podsLeft();
    return mine != others ? mine < others : usdPerHour < other.usdPerHour - tolerance(other);
  }

  /** Sums of the same prices in another order are equal. */
  private static double tolerance(Path other) {
    return 1e-9 * Math.abs(other.usdPerHour);
  }
}
