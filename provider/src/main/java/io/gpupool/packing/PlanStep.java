package io.gpupool.packing;

/**
 * A part of a plan: nodes of one group that are added together.
 *
 * @param shape which of the question's shapes
 * @param nodes how many
 * @param pods how many pods they hold
 * @param usdPerHour what all of them cost, prepaid ones free
 */
public record PlanStep(int shape, int nodes, int pods, double usdPerHour) {}
