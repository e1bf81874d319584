package io.gpupool.packing;

import java.util.List;

/** Where the scheduler is assumed to put pods, of all nodes that take them. */
public enum Placement {
  /** Just where the autoscaler's estimate has them. */
  AS_ESTIMATED("asEstimated"),
  /** On the emptiest node, as Kubernetes does unless told otherwise. */
  LEAST_ALLOCATED("leastAllocated"),
  /** On the fullest node. */
  MOST_ALLOCATED("mostAllocated"),
  /** On the fullest node, where GPUs count three times as much as processors and memory. */
  MOST_ALLOCATED_GPUS("mostAllocatedGpus");

  /** Those by which a scheduler places pods its own way. */
  public static final List<Placement> OF_SCHEDULERS =
      List.of(LEAST_ALLOCATED, MOST_ALLOCATED, MOST_ALLOCATED_GPUS);

  private final String word;

  Placement(String word) {
    this.word = word;
  }

  /** Its name in the configuration. */
  @Override
  public String toString() {
    return word;
  }
}
