package io.gpupool.expander;

import io.gpupool.clouds.api.Taint;
import io.gpupool.packing.Amounts;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a new node of a group will be, as far as pods care.
 *
 * @param capacity what it has
 * @param allocatable what pods can have of it
 * @param labels its labels
 * @param taints its taints
 */
public record NodeFacts(
    Amounts capacity, Amounts allocatable, Map<String, String> labels, List<Taint> taints) {
  public NodeFacts {
    Objects.requireNonNull(capacity, "capacity");
    Objects.requireNonNull(allocatable, "allocatable");
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
  }
}
