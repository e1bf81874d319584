package io.gpupool.packing;

import java.util.List;

/** The autoscaler's own expanders, by their formulas, and some that know prices. */
final class Policies {

  /**
   * What a core, a gibibyte and a GPU are worth, in usd per hour: the numbers by which the
   * autoscaler prices pods on Google Cloud ({@code cloudprovider/gce/gce_price_info.go}), whatever
   * GPU it is.
   */
  private static final double USD_PER_CORE = 0.033174;

  private static final double USD_PER_GIB = 0.004446;
  private static final double USD_PER_GPU = 0.70;

  private static final double GIB = 1L << 30;

  /** The price of a pod of 500 m and 500 MiB, which keeps the ratio of small numbers in bounds. */
  private static final double STABILISATION = 0.5 * USD_PER_CORE + 500.0 / 1024 * USD_PER_GIB;

  /** The unfitness of every node with a GPU. */
  private static final double GPU_UNFITNESS = 1000;

  private Policies() {}

  /**
   * {@code least-waste} ({@code expander/waste}): the parts of processors and memory that the pods
   * leave, of the nodes' capacity. It knows neither GPUs nor prices.
   */
  static double leastWaste(Problem problem, int s, Estimate estimate, double usdPerHour) {
    Amounts capacity = problem.nodes.get(s).capacity();
    double cpu = (double) capacity.get(Amounts.CPU) * estimate.nodes();
    double memory = (double) capacity.get(Amounts.MEMORY) * estimate.nodes();
    return (cpu - estimate.milliCpu()) / cpu + (memory - estimate.memoryBytes()) / memory;
  }

  /** {@code most-pods}. */
  static double mostPods(Problem problem, int s, Estimate estimate, double usdPerHour) {
    return -estimate.pods();
  }

  /** {@code least-nodes}. */
  static double leastNodes(Problem problem, int s, Estimate estimate, double usdPerHour) {
    return estimate.nodes();
  }

  /**
   * {@code price} ({@code expander/price/price.go}) for a small cluster: what the nodes cost by
   * what the pods are worth, times how far a node without GPUs is from the preferred one.
   *
   * @param preferredCores the processors of the preferred node, which grows with the cluster
   */
  static Policy price(double preferredCores) {
    return (problem, s, estimate, usdPerHour) -> {
      double worth = (usdPerHour + STABILISATION) / (worth(estimate) + STABILISATION);
      if (Gpus.in(problem.nodes.get(s).allocatable()) > 0) {
        return GPU_UNFITNESS * worth;
      }
      double cores = problem.nodes.get(s).capacity().get(Amounts.CPU) / 1000.0;
      double unfitness = Math.max(preferredCores / cores, cores / preferredCores);
      double suppressed = (unfitness - 1) * (1 - Math.tanh((estimate.nodes() - 1) / 15.0)) + 1;
      return suppressed * worth;
    };
  }

  private static double worth(Estimate estimate) {
    return estimate.milliCpu() / 1000 * USD_PER_CORE
        + estimate.memoryBytes() / GIB * USD_PER_GIB
        + estimate.gpus() * USD_PER_GPU;
  }

  /** What the nodes cost by what the pods are worth. */
  static double usdByWorth(Problem problem, int s, Estimate estimate, double usdPerHour) {
    return ratio(usdPerHour, worth(estimate));
  }

  /** What the nodes cost by the number of pods. */
  static double usdPerPod(Problem problem, int s, Estimate estimate, double usdPerHour) {
    return ratio(usdPerHour, estimate.pods());
  }

  /** What the nodes cost by the GPUs that are used. */
  static double usdPerGpu(Problem problem, int s, Estimate estimate, double usdPerHour) {
    return ratio(usdPerHour, estimate.gpus());
  }

  /** What a single node costs. */
  static double cheapestNode(Problem problem, int s, Estimate estimate, double usdPerHour) {
    return usdPerHour / estimate.nodes();
  }

  private static double ratio(double usd, double of) {
    return of > 0 ? usd / of : usd == 0 ? 0 : Double.POSITIVE_INFINITY;
  }

  /** Those with which plans are made to their end; least-waste is among them on purpose. */
  static List<Policy> forPlans() {
    return List.of(
        Policies::usdByWorth,
        Policies::leastWaste,
        Policies::usdPerPod,
        Policies::usdPerGpu,
        Policies::cheapestNode);
  }
}
