package io.gpupool.packing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the autoscaler says new nodes of one group could do for pending pods, by the same estimate
 * that all plans are made of.
 *
 * @param nodes new nodes with at least one pod
 * @param podsByClass how many pods of each class they would hold, in the order of the classes
 */
public record ScaleUpEstimate(int nodes, List<Integer> podsByClass) {

  public ScaleUpEstimate {
    podsByClass = List.copyOf(podsByClass);
  }

  /**
   * Estimates for a group.
   *
   * @param classes the pending pods by class
   * @param pods how many of each are pending
   * @param shape the group's nodes
   * @param mostNodes how many may be added
   */
  public static ScaleUpEstimate of(
      List<PodClass> classes, List<Integer> pods, Shape shape, int mostNodes) {
    Problem problem = Problem.of(new Question(classes, pods, List.of(shape), List.of(), Map.of()));
    int[] left = pods.stream().mapToInt(Integer::intValue).toArray();
    Estimate estimate = Estimator.estimate(problem, 0, left, mostNodes);
    int[] placed = new int[left.length];
    Arrays.setAll(placed, estimate::pods);
    return new ScaleUpEstimate(estimate.nodes(), Arrays.stream(placed).boxed().toList());
  }
}
