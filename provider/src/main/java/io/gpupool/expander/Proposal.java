package io.gpupool.expander;

import java.util.List;
import java.util.Objects;

/**
 * A group that the autoscaler offers to enlarge.
 *
 * @param group its id
 * @param nodes how many new nodes it would get, as the autoscaler says
 * @param podsByClass how many pods of each class they would hold
 */
public record Proposal(String group, int nodes, List<Integer> podsByClass) {
  public Proposal {
    Objects.requireNonNull(group, "group");
    podsByClass = List.copyOf(podsByClass);
  }

  /** How many pods they would hold. */
  public int pods() {
    return podsByClass.stream().mapToInt(Integer::intValue).sum();
  }
}
