package io.gpupool.packing;

import java.util.ArrayList;
import java.util.List;

/**
 * The autoscaler's estimate as its code goes about it: one pod at a time, one node at a time. Slow,
 * and close enough to the original to be compared with it line by line.
 */
final class PodByPodEstimator {

  private final Problem problem;
  private final long[] empty;
  private final int mostNodes;
  private final List<long[]> nodes = new ArrayList<>();
  private final List<Boolean> hasPods = new ArrayList<>();
  private final int[] placed;
  private boolean newNodesAvailable = true;
  private int lastIndex = -1;

  private PodByPodEstimator(Problem problem, int shape, int mostNodes) {
    this.problem = problem;
    this.empty = problem.allocatable[shape];
    this.mostNodes = mostNodes;
    this.placed = new int[problem.classes];
  }

  static Estimate estimate(Problem problem, int shape, int[] left, int mostNodes) {
    PodByPodEstimator estimator = new PodByPodEstimator(problem, shape, mostNodes);
    for (int c : problem.order[shape]) {
      int pods = left[c];
      while (pods > 0 && estimator.onAnyNode(c)) {
        pods--;
      }
      if (estimator.newNodesAvailable) {
        estimator.onNewNodes(c, pods);
      }
    }
    int used = (int) estimator.hasPods.stream().filter(Boolean::booleanValue).count();
    return new Estimate(problem, used, estimator.placed);
  }

  private boolean onAnyNode(int c) {
    for (int i = 0; i < nodes.size(); i++) {
      int index = (i + 1 + lastIndex) % nodes.size();
      if (put(c, index)) {
        lastIndex = index;
        return true;
      }
    }
    return false;
  }

  private void onNewNodes(int c, int pods) {
    for (int k = 0; k < pods; k++) {
      int last = nodes.size() - 1;
      if (last >= 0 && put(c, last)) {
        continue;
      }
      if (last >= 0 && !hasPods.get(last)) {
        return;
      }
      if (nodes.size() >= mostNodes) {
        newNodesAvailable = false;
        return;
      }
      nodes.add(empty.clone());
      hasPods.add(false);
      if (!put(c, last + 1)) {
        return;
      }
    }
  }

  private boolean put(int c, int node) {
    if (problem.fit(c, nodes.get(node)) == 0) {
      return false;
    }
    for (int d = 0; d < empty.length; d++) {
      nodes.get(node)[d] -= problem.requests[c][d];
    }
    hasPods.set(node, true);
    placed[c]++;
    return true;
  }
}
