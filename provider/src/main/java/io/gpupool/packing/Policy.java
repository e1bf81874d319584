package io.gpupool.packing;

/**
 * A way of choosing among the groups that would help, by looking at each alone: the lower the score
 * the better, ties by name. Such a way is <i>consistent</i>: what it chooses later doesn't depend
 * on how it came there.
 */
@FunctionalInterface
interface Policy {

  /**
   * How bad it is to add these nodes.
   *
   * @param usdPerHour what all of them cost
   */
  double score(Problem problem, int shape, Estimate estimate, double usdPerHour);
}
