package io.gpupool.packing;

/** Ways of choosing groups that can be compared. */
public enum Strategy {
  /** {@code random}. */
  RANDOM("random"),
  /** {@code most-pods}. */
  MOST_PODS("most-pods"),
  /** {@code least-nodes}. */
  LEAST_NODES("least-nodes"),
  /** {@code least-waste}, the autoscaler's default. */
  LEAST_WASTE("least-waste"),
  /** {@code price}, with the prices that this server would tell it. */
  PRICE("price"),
  /** Nodes that grow with their pods and become the cheapest type that holds them. */
  KARPENTER_LIKE("Karpenter-like"),
  /** What this server chooses if it believes the autoscaler's estimate. */
  GPUPOOL("gpupool, as estimated"),
  /** What it chooses for a scheduler that spreads pods. */
  GPUPOOL_LEAST_ALLOCATED("gpupool, leastAllocated"),
  /** What it chooses for a scheduler that packs them. */
  GPUPOOL_MOST_ALLOCATED("gpupool, mostAllocated"),
  /** The same where GPUs count most. */
  GPUPOOL_MOST_ALLOCATED_GPUS("gpupool, mostAllocatedGpus"),
  /** The best that a wide search finds among all sequences of choices. */
  BEST_SEQUENCE("best sequence found");

  private final String label;

  Strategy(String label) {
    this.label = label;
  }

  /** What people call it. */
  public String label() {
    return label;
  }
}
