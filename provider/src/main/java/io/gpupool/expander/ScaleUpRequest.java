package io.gpupool.expander;

import io.gpupool.packing.PodClass;
import java.util.List;
import java.util.Map;

/**
 * What the autoscaler asks in one loop.
 *
 * @param classes the pods by class
 * @param pods how many there are of each class
 * @param proposals the groups that it offers, in its order
 * @param nodes what nodes of groups will be, by group id: those that are offered and others
 * @param unreadable pods and nodes that couldn't be read, in words, with the reason
 */
public record ScaleUpRequest(
    List<PodClass> classes,
    List<Integer> pods,
    List<Proposal> proposals,
    Map<String, NodeFacts> nodes,
    List<String> unreadable) {
  public ScaleUpRequest {
    classes = List.copyOf(classes);
    pods = List.copyOf(pods);
    proposals = List.copyOf(proposals);
    nodes = Map.copyOf(nodes);
    unreadable = List.copyOf(unreadable);
  }
}
