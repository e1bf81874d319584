package io.gpupool.template;

import io.gpupool.clouds.api.Taint;
import java.util.List;
import java.util.Map;

/**
 * A node that doesn't exist yet.
 *
 * @param name a name for it
 * @param labels by key
 * @param annotations by key
 * @param taints in no particular order
 * @param capacity quantities in Kubernetes' notation by resource name; no resource is zero
 * @param allocatable the same, of what is left for pods
 */
public record NodeTemplate(
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<Taint> taints,
    Map<String, String> capacity,
    Map<String, String> allocatable) {
  public NodeTemplate {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    taints = List.copyOf(taints);
    capacity = Map.copyOf(capacity);
    allocatable = Map.copyOf(allocatable);
    for (String necessary : List.of("cpu", "memory", "pods")) {
      if (!capacity.containsKey(necessary) || !allocatable.containsKey(necessary)) {
        throw new IllegalArgumentException("a template without " + necessary);
      }
    }
  }
}
