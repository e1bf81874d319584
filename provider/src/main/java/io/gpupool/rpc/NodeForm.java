package io.gpupool.rpc;

import io.gpupool.clouds.api.Taint;
import io.gpupool.expander.NodeFacts;
import io.gpupool.packing.Amounts;
import io.gpupool.packing.Quantities;
import io.gpupool.proto.kubernetes.Node;
import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.template.NodeTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Kubernetes node as plans see it. */
public final class NodeForm {

  private NodeForm() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it has something that is no amount, or a taint that is none
   */
  static NodeFacts read(Node node) {
    List<Taint> taints =
        node.getSpec().getTaintsList().stream()
            .map(taint -> new Taint(taint.getKey(), taint.getValue(), taint.getEffect()))
            .toList();
    return new NodeFacts(
        ofQuantities(node.getStatus().getCapacityMap()),
        ofQuantities(node.getStatus().getAllocatableMap()),
        node.getMetadata().getLabelsMap(),
        taints);
  }

  /** One of ours. */
  public static NodeFacts read(NodeTemplate template) {
    return new NodeFacts(
        amounts(template.capacity()),
        amounts(template.allocatable()),
        template.labels(),
        template.taints());
  }

  private static Amounts ofQuantities(Map<String, Quantity> quantities) {
    Map<String, String> texts = new HashMap<>();
    quantities.forEach((name, quantity) -> texts.put(name, quantity.getString()));
    return amounts(texts);
  }

  private static Amounts amounts(Map<String, String> quantities) {
    Map<String, Long> amounts = new HashMap<>();
    quantities.forEach((name, text) -> amounts.put(name, Quantities.amount(name, text)));
    return Amounts.of(amounts);
  }
}
