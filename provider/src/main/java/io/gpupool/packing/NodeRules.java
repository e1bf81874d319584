package io.gpupool.packing;

import io.gpupool.clouds.api.Taint;
import java.util.List;
import java.util.Map;

/**
 * Which nodes a pod accepts, and which accept it. Two pods with equal rules go to the same nodes.
 *
 * @param selector labels that a node must have
 * @param tolerations taints that the pod doesn't mind
 */
public record NodeRules(Map<String, String> selector, List<Toleration> tolerations) {

  /** A pod that takes any node without taints. */
  public static final NodeRules ANY = new NodeRules(Map.of(), List.of());

  public NodeRules {
    selector = Map.copyOf(selector);
    tolerations = List.copyOf(tolerations);
  }

  /** Whether such a pod may be put on a node with these labels and taints. */
  public boolean admit(Map<String, String> labels, List<Taint> taints) {
    return selector.entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
        && taints.stream()
            .filter(taint -> !taint.effect().equals("PreferNoSchedule"))
            .allMatch(taint -> tolerations.stream().anyMatch(one -> one.tolerates(taint)));
  }
}
