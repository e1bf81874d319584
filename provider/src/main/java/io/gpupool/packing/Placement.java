package io.gpupool.packing;

/** Where the scheduler is assumed to put pods, of all nodes that take them. */
public enum Placement {
  /** Just where the autoscaler's estimate has them. */
  AS_ESTIMATED("asEstimated"),
  /** On the emptiest node, as Kubernetes does unless told otherwise. */
  LEAST_ALLOCATED("leastAllocated"),
  /** On the fullest node. */
  MOST_ALLOCATED("mostAllocated");

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
