package io.gpupool.packing;

import java.util.List;

/**
 * What becomes of it if an option is chosen.
 *
 * @param option which of the question's options
 * @param usdPerHour what its own nodes cost
 * @param usdPerHourInTheEnd what all nodes cost when every pod that can be has been placed
 * @param podsLeft pods that find no place even then
 * @param plan the steps, the option itself first
 * @param gpusStranded GPUs in the plan that no pod uses
 */
public record Evaluated(
    int option,
    double usdPerHour,
    double usdPerHourInTheEnd,
    int podsLeft,
    List<PlanStep> plan,
    long gpusStranded) {
  public Evaluated {
    plan = List.copyOf(plan);
  }
}
