package io.gpupool.packing;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What becomes of it if an option is chosen.
 *
 * @param option which of the question's options
 * @param standing what comes before cost
 * @param usdPerHour what its own nodes cost
 * @param usdPerHourPlanned what all nodes of the cheapest known plan cost that begins with it, if
 *     pods are where the autoscaler's estimates have them
 * @param usdPerHourPlaced the same after the scheduler has placed the pods, where that was looked
 *     at
 * @param podsLeft pods that find no place even in the end
 * @param plan the steps, the option itself first; it alone if there was no time for more
 * @param gpusStranded GPUs of the plan that no pod uses
 */
public record Evaluated(
    int option,
    Standing standing,
    double usdPerHour,
    double usdPerHourPlanned,
    OptionalDouble usdPerHourPlaced,
    int podsLeft,
    List<PlanStep> plan,
    long gpusStranded) {

  /** What comes before cost, best first. */
  public enum Standing {
    /** Nothing speaks against it. */
    OPEN,
    /** It parts pods that belong together, and another option could hold all of them. */
    SPLITS_A_GANG,
    /** A group of a lower tier helps, or its price isn't known and another's is. */
    LATER,
    /** Pods that ask for no GPU would go to nodes with GPUs, and others can take them. */
    CLOSED
  }

  public Evaluated {
    plan = List.copyOf(plan);
  }

  /** What it comes to in the end, as far as that was looked at. */
  public double usdPerHourInTheEnd() {
    return usdPerHourPlaced.orElse(usdPerHourPlanned);
  }
}
