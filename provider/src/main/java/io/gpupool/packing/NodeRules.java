package io.gpupool.packing;

import io.gpupool.clouds.api.Taint;
import java.util.List;
import java.util.Map;

/**
 * Which nodes a pod accepts, and which accept it. Two pods with equal rules go to the same nodes.
 *
 * @param selector labels that a node must have
 * @param affinity terms of which a node must meet one, each with requirements that hold together;
 *     empty for any node
 * @param tolerations taints that the pod doesn't mind
 */
public record NodeRules(
    Map<String, String> selector, List<List<Requirement>> affinity, List<Toleration> tolerations) {

  /** A pod that takes any node without taints. */
  public static final NodeRules ANY = new NodeRules(Map.of(), List.of(), List.of());

  public NodeRules {
    selector = Map.copyOf(selector);
    affinity = affinity.stream().map(List::copyOf).toList();
    tolerations = List.copyOf(tolerations);
  }

  /** Whether such a pod may be put on a node with these labels and taints. */
  public boolean admit(Map<String, String> labels, List<Taint> taints) {
    return selector.entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
        && (affinity.isEmpty() || affinity.stream().anyMatch(term -> meets(labels, term)))
        && taints.stream()
            .filter(taint -> !taint.effect().equals("PreferNoSchedule"))
            .allMatch(taint -> tolerations.stream().anyMatch(one -> one.tolerates(taint)));
  }

  /** A term without requirements is met by no node, as in Kubernetes. */
  private static boolean meets(Map<String, String> labels, List<Requirement> term) {
    return !term.isEmpty() && term.stream().allMatch(one -> one.isMetBy(labels));
  }
}
