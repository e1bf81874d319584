package io.gpupool.packing;

/** Where the scheduler is assumed to put pods, of all nodes that take them. */
public enum Placement {
  /** Just where the autoscaler's estimate has them. */
  AS_ESTIMATED,
  /** On the emptiest node, as Kubernetes does unless told otherwise. */
  LEAST_ALLOCATED,
  /** On the fullest node. */
  MOST_ALLOCATED
}
