package io.gpupool.proto;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.gpupool.proto.cloudprovider.GPULabelResponse;
import io.gpupool.proto.cloudprovider.GetAvailableGPUTypesResponse;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.InstanceErrorInfo;
import io.gpupool.proto.cloudprovider.InstanceStatus;
import io.gpupool.proto.cloudprovider.InstanceStatus.InstanceState;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsResponse;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupNodesResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoResponse;
import io.gpupool.proto.cloudprovider.NodeGroupsResponse;
import io.gpupool.proto.cloudprovider.PricingNodePriceResponse;
import io.gpupool.proto.cloudprovider.PricingPodPriceResponse;
import io.gpupool.proto.kubernetes.Duration;
import io.gpupool.proto.kubernetes.Node;
import io.gpupool.proto.kubernetes.NodeCondition;
import io.gpupool.proto.kubernetes.NodeSpec;
import io.gpupool.proto.kubernetes.NodeStatus;
import io.gpupool.proto.kubernetes.ObjectMeta;
import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.proto.kubernetes.Taint;
import java.util.Map;

/** The replies of the golden files, built with our classes; those with two forms in both. */
final class Replies {

  static final String L4_GROUP = "aws/123456789012/eu-central-1/gpu-l4-spot";
  static final String H100_GROUP = "gcp/ml-training/europe-west4-a/h100-8";

  private Replies() {}

  /** The replies that have been the same in every release. */
  static Map<GoldenMessage, Message> neverChanged() {
    return Map.of(
        GoldenMessage.NODE_GROUPS_REPLY,
        NodeGroupsResponse.newBuilder()
            .addNodeGroups(l4Group())
            .addNodeGroups(
                NodeGroup.newBuilder()
                    .setId(H100_GROUP)
                    .setMinSize(1)
                    .setMaxSize(4)
                    .setDebug("h100-8, 2 of 1 to 4"))
            .build(),
        GoldenMessage.NODE_GROUP_FOR_NODE_REPLY,
        NodeGroupForNodeResponse.newBuilder().setNodeGroup(l4Group()).build(),
        GoldenMessage.TARGET_SIZE_REPLY,
        NodeGroupTargetSizeResponse.newBuilder().setTargetSize(5).build(),
        GoldenMessage.NODES_REPLY,
        nodes(),
        GoldenMessage.GPU_LABEL_REPLY,
        GPULabelResponse.newBuilder().setLabel("gpupool.io/accelerator").build(),
        GoldenMessage.GET_AVAILABLE_GPU_TYPES_REPLY,
        GetAvailableGPUTypesResponse.newBuilder()
            .putGpuTypes("nvidia-a100-40gb", Any.getDefaultInstance())
            .putGpuTypes("nvidia-h100-80gb", Any.getDefaultInstance())
            .putGpuTypes("nvidia-l4", Any.getDefaultInstance())
            .build(),
        GoldenMessage.PRICING_NODE_PRICE_REPLY,
        PricingNodePriceResponse.newBuilder().setPrice(1.0325).build(),
        GoldenMessage.PRICING_POD_PRICE_REPLY,
        PricingPodPriceResponse.newBuilder().setPrice(0.8125).build());
  }

  static NodeGroupAutoscalingOptionsResponse options() {
    return NodeGroupAutoscalingOptionsResponse.newBuilder()
        .setNodeGroupAutoscalingOptions(
            NodeGroupAutoscalingOptions.newBuilder()
                .setScaleDownUtilizationThreshold(0.65)
                .setScaleDownGpuUtilizationThreshold(0.8)
                .setScaleDownUnneededTime(Duration.newBuilder().setDuration(180_000_000_000L))
                .setScaleDownUnreadyTime(Duration.newBuilder().setDuration(90_500_000_000L))
                .setMaxNodeProvisionTime(Duration.newBuilder().setDuration(1_500_000_000_000L))
                .setZeroOrMaxNodeScaling(true)
                .setIgnoreDaemonSetsUtilization(true)
                .setScaleDownUnneededDuration(seconds(180, 0))
                .setScaleDownUnreadyDuration(seconds(90, 500_000_000))
                .setMaxNodeProvisionDuration(seconds(1500, 0)))
        .build();
  }

  static NodeGroupTemplateNodeInfoResponse template(ByteString node) {
    return NodeGroupTemplateNodeInfoResponse.newBuilder()
        .setNodeInfo(node)
        .setNodeBytes(node)
        .build();
  }

  /** The node of the golden templates, as far as it says anything. */
  static Node templateNode() {
    return Node.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName("template-gpu-l4-spot")
                .putLabels("gpupool.io/accelerator", "nvidia-l4")
                .putLabels("gpupool.io/capacity-type", "spot")
                .putLabels("gpupool.io/node-group", "gpu-l4-spot")
                .putLabels("kubernetes.io/arch", "amd64")
                .putLabels("kubernetes.io/hostname", "template-gpu-l4-spot")
                .putLabels("node.kubernetes.io/instance-type", "g6.4xlarge")
                .putLabels("topology.kubernetes.io/zone", "eu-central-1a")
                .putAnnotations("gpupool.io/node-group-id", L4_GROUP))
        .setSpec(
            NodeSpec.newBuilder()
                .setProviderID("aws:///eu-central-1a/template")
                .addTaints(
                    Taint.newBuilder()
                        .setKey("nvidia.com/gpu")
                        .setValue("present")
                        .setEffect("NoSchedule")))
        .setStatus(
            NodeStatus.newBuilder()
                .putCapacity("cpu", quantity("16"))
                .putCapacity("ephemeral-storage", quantity("200Gi"))
                .putCapacity("memory", quantity("64Gi"))
                .putCapacity("nvidia.com/gpu", quantity("1"))
                .putCapacity("pods", quantity("110"))
                .putAllocatable("cpu", quantity("15890m"))
                .putAllocatable("ephemeral-storage", quantity("180Gi"))
                .putAllocatable("memory", quantity("61Gi"))
                .putAllocatable("nvidia.com/gpu", quantity("1"))
                .putAllocatable("pods", quantity("110"))
                .addConditions(NodeCondition.newBuilder().setType("Ready").setStatus("True")))
        .build();
  }

  static Quantity quantity(String string) {
    return Quantity.newBuilder().setString(string).build();
  }

  private static NodeGroup l4Group() {
    return NodeGroup.newBuilder()
        .setId(L4_GROUP)
        .setMaxSize(16)
        .setDebug("gpu-l4-spot, 5 of 0 to 16")
        .build();
  }

  private static NodeGroupNodesResponse nodes() {
    InstanceErrorInfo none = InstanceErrorInfo.getDefaultInstance();
    InstanceErrorInfo noCapacity =
        InstanceErrorInfo.newBuilder()
            .setErrorCode("INSUFFICIENT_CAPACITY")
            .setErrorMessage("no spot capacity for g6.4xlarge in eu-central-1a")
            .setInstanceErrorClass(1)
            .build();
    InstanceErrorInfo mistake =
        InstanceErrorInfo.newBuilder()
            .setErrorCode("INVALID_CONFIGURATION")
            .setErrorMessage("the launch template names an image that does not exist")
            .setInstanceErrorClass(99)
            .build();
    String placeholder = "aws:///eu-central-1a/i-placeholder-gpu-l4-spot-1772366400-";
    return NodeGroupNodesResponse.newBuilder()
        .addInstances(
            instance(
                "aws:///eu-central-1a/i-0a1b2c3d4e5f60718", InstanceState.instanceRunning, none))
        .addInstances(
            instance(
                "aws:///eu-central-1b/i-0b2c3d4e5f6071829", InstanceState.instanceDeleting, none))
        .addInstances(instance(placeholder + "3", InstanceState.instanceCreating, none))
        .addInstances(instance(placeholder + "4", InstanceState.instanceCreating, noCapacity))
        .addInstances(instance(placeholder + "5", InstanceState.instanceCreating, mistake))
        .addInstances(
            instance("aws:///eu-central-1c/i-0c3d4e5f607182930", InstanceState.unspecified, none))
        .build();
  }

  private static Instance instance(String id, InstanceState state, InstanceErrorInfo error) {
    return Instance.newBuilder()
        .setId(id)
        .setStatus(InstanceStatus.newBuilder().setInstanceState(state).setErrorInfo(error))
        .build();
  }

  private static com.google.protobuf.Duration seconds(long seconds, int nanos) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }
}
