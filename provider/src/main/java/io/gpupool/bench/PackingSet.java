package io.gpupool.bench;

import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is packed in one comparison.
 *
 * @param pods how many; zero for all there are
 * @param clouds the clouds whose groups can be had
 * @param multiGpu whether half of the GPUs are asked for by pods with several
 * @param groupLimit how many nodes each group may have; zero for as many as are wanted
 * @param wishes whether pods ask for the GPU model that the trace says
 */
public record PackingSet(
    int pods, SortedSet<String> clouds, boolean multiGpu, int groupLimit, boolean wishes) {
  public PackingSet {
    clouds = new TreeSet<>(clouds);
    if (pods < 0 || groupLimit < 0 || clouds.isEmpty()) {
      throw new IllegalArgumentException(pods + " pods in " + clouds);
    }
    Objects.requireNonNull(clouds, "clouds");
  }

  /** As people say it. */
  @Override
  public String toString() {
    return (pods == 0 ? "all pods" : "%,d pods".formatted(pods))
        + (multiGpu ? ", half of the GPUs in pods with several" : "")
        + ", "
        + String.join(" + ", clouds)
        + (groupLimit == 0 ? "" : ", " + groupLimit + " nodes a group")
        + (wishes ? ", with wishes for GPU models" : "");
  }
}
