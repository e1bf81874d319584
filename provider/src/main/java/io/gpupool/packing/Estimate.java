package io.gpupool.packing;

import java.util.Arrays;

/**
 * What the autoscaler says new nodes of one group could do: how many there are, and for which pods.
 */
final class Estimate {

  private final int nodes;
  private final int[] pods;
  private final int allPods;
  private final double milliCpu;
  private final double memoryBytes;
  private final double gpus;

  /**
   * @param pods by class
   */
  Estimate(Problem problem, int nodes, int[] pods) {
    this.nodes = nodes;
    this.pods = pods;
    this.allPods = Arrays.stream(pods).sum();
    this.milliCpu = sum(problem.milliCpu);
    this.memoryBytes = sum(problem.memoryBytes);
    this.gpus = sum(problem.gpus);
  }

  /** New nodes with at least one pod. */
  int nodes() {
    return nodes;
  }

  /** How many pods of a class they hold. */
  int pods(int c) {
    return pods[c];
  }

  /** How many pods they hold. */
  int pods() {
    return allPods;
  }

  boolean isEmpty() {
    return nodes == 0;
  }

  /** How much of their processors all pods together ask for. */
  double milliCpu() {
    return milliCpu;
  }

  /** How much memory all pods together ask for. */
  double memoryBytes() {
    return memoryBytes;
  }

  /** How many GPUs all pods together ask for. */
  double gpus() {
    return gpus;
  }

  private double sum(long[] byClass) {
    double sum = 0;
    for (int c = 0; c < pods.length; c++) {
      sum += pods[c] * (double) byClass[c];
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Estimate estimate
        && nodes == estimate.nodes
        && Arrays.equals(pods, estimate.pods);
  }

  @Override
  public int hashCode() {
    return 31 * nodes + Arrays.hashCode(pods);
  }

  @Override
  public String toString() {
    return nodes + " nodes for " + Arrays.toString(pods);
  }
}
