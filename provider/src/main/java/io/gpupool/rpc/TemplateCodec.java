package io.gpupool.rpc;

import com.google.protobuf.ByteString;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoResponse;
import io.gpupool.proto.kubernetes.Node;
import io.gpupool.proto.kubernetes.NodeCondition;
import io.gpupool.proto.kubernetes.NodeSpec;
import io.gpupool.proto.kubernetes.NodeStatus;
import io.gpupool.proto.kubernetes.ObjectMeta;
import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.proto.kubernetes.Taint;
import io.gpupool.template.NodeTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A template as a Kubernetes Node, in the two fields in which releases look for it. */
final class TemplateCodec {

  private TemplateCodec() {}

  static NodeGroupTemplateNodeInfoResponse response(NodeTemplate template) {
    ByteString node = node(template).toByteString();
    return NodeGroupTemplateNodeInfoResponse.newBuilder()
        .setNodeInfo(node)
        .setNodeBytes(node)
        .build();
  }

  static Node node(NodeTemplate template) {
    NodeSpec.Builder spec = NodeSpec.newBuilder();
    for (io.gpupool.clouds.api.Taint taint : template.taints()) {
      spec.addTaints(
          Taint.newBuilder().setKey(taint.key()).setValue(taint.value()).setEffect(taint.effect()));
    }
    return Node.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName(template.name())
                .putAllLabels(new TreeMap<>(template.labels()))
                .putAllAnnotations(new TreeMap<>(template.annotations())))
        .setSpec(spec)
        .setStatus(
            NodeStatus.newBuilder()
                .putAllCapacity(quantities(template.capacity()))
                .putAllAllocatable(quantities(template.allocatable()))
                .addConditions(NodeCondition.newBuilder().setType("Ready").setStatus("True")))
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> amounts) {
    Map<String, Quantity> quantities = new LinkedHashMap<>();
    new TreeMap<>(amounts).forEach((name, amount) -> quantities.put(name, quantity(amount)));
    return quantities;
  }

  private static Quantity quantity(String amount) {
    return Quantity.newBuilder().setString(amount).build();
  }
}
