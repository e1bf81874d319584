package io.gpupool.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoResponse;
import io.gpupool.proto.cloudprovider.PricingPodPriceRequest;
import io.gpupool.proto.kubernetes.Container;
import io.gpupool.proto.kubernetes.Node;
import io.gpupool.proto.kubernetes.OwnerReference;
import io.gpupool.proto.kubernetes.Pod;
import io.gpupool.proto.kubernetes.Taint;
import io.gpupool.proto.kubernetes.Time;
import io.gpupool.proto.kubernetes.Toleration;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.V1;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node or pod of the official classes is read right and loses nothing on its way through ours.
 */
class KubernetesRoundTripTest {

  @Test
  void aFullNodeIsReadRight() throws Exception {
    Node node = Node.parseFrom(fullNode().toByteString());

    assertThat(node.getMetadata().getName()).isEqualTo("gpu-node-1");
    assertThat(node.getMetadata().getUid()).isEqualTo("node-uid");
    assertThat(node.getMetadata().getCreationTimestamp())
        .isEqualTo(Time.newBuilder().setSeconds(1772366400).setNanos(0).build());
    assertThat(node.getMetadata().getLabelsMap())
        .isEqualTo(Map.of("gpupool.io/accelerator", "nvidia-l4", "zone", "a"));
    assertThat(node.getMetadata().getAnnotationsMap()).isEqualTo(Map.of("note", "kept"));
    assertThat(node.getSpec().getProviderID()).isEqualTo("aws:///eu-central-1a/i-1");
    assertThat(node.getSpec().getUnschedulable()).isTrue();
    assertThat(node.getSpec().getTaintsList())
        .extracting(Taint::getKey, Taint::getValue, Taint::getEffect)
        .containsExactly(tuple("gpu", "present", "NoSchedule"));
    assertThat(node.getStatus().getCapacityMap())
        .isEqualTo(Map.of("cpu", Replies.quantity("16"), "nvidia.com/gpu", Replies.quantity("1")));
    assertThat(node.getStatus().getAllocatableMap())
        .isEqualTo(Map.of("cpu", Replies.quantity("15890m")));
    assertThat(node.getStatus().getConditions(0).getType()).isEqualTo("Ready");
    assertThat(node.getStatus().getConditions(0).getStatus()).isEqualTo("False");
  }

  @Test
  void aFullPodIsReadRight() throws Exception {
    Pod pod = Pod.parseFrom(fullPod().toByteString());

    assertThat(pod.getMetadata().getName()).isEqualTo("trainer-0");
    assertThat(pod.getMetadata().getNamespace()).isEqualTo("training");
    OwnerReference owner = pod.getMetadata().getOwnerReferences(0);
    assertThat(owner.getApiVersion()).isEqualTo("batch/v1");
    assertThat(owner.getKind()).isEqualTo("Job");
    assertThat(owner.getName()).isEqualTo("trainer");
    assertThat(owner.getUid()).isEqualTo("job-uid");
    assertThat(owner.getController()).isTrue();
    assertThat(pod.getSpec().getNodeSelectorMap()).isEqualTo(Map.of("arch", "amd64"));
    assertThat(pod.getSpec().getNodeName()).isEqualTo("gpu-node-1");
    assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("high");
    assertThat(pod.getSpec().getPriority()).isEqualTo(-7);
    assertThat(pod.getSpec().getOverheadMap()).isEqualTo(Map.of("cpu", Replies.quantity("250m")));
    assertThat(pod.getSpec().getResources().getRequestsMap())
        .isEqualTo(Map.of("memory", Replies.quantity("50Gi")));
    Toleration toleration = pod.getSpec().getTolerations(0);
    assertThat(toleration.getKey()).isEqualTo("gpu");
    assertThat(toleration.getOperator()).isEqualTo("Equal");
    assertThat(toleration.getValue()).isEqualTo("present");
    assertThat(toleration.getEffect()).isEqualTo("NoExecute");
    assertThat(toleration.getTolerationSeconds()).isEqualTo(300);
    Container sidecar = pod.getSpec().getInitContainers(0);
    assertThat(sidecar.getName()).isEqualTo("logs");
    assertThat(sidecar.getRestartPolicy()).isEqualTo("Always");
    Container trainer = pod.getSpec().getContainers(0);
    assertThat(trainer.getName()).isEqualTo("trainer");
    assertThat(trainer.getResources().getLimitsMap())
        .isEqualTo(Map.of("nvidia.com/gpu", Replies.quantity("1")));
    assertThat(trainer.getResources().getRequestsMap())
        .isEqualTo(Map.of("cpu", Replies.quantity("12")));
  }

  @Test
  void aFullNodeKeepsWhatWeDoNotKnow() throws Exception {
    Node node = Node.parseFrom(fullNode().toByteString());

    assertThat(UnknownFields.of(node)).contains("status.5", "status.7", "spec.taints.4");
    assertThat(V1.Node.parseFrom(node.toByteString())).isEqualTo(fullNode());
  }

  @Test
  void aFullPodKeepsWhatWeDoNotKnow() throws Exception {
    Pod pod = Pod.parseFrom(fullPod().toByteString());

    assertThat(UnknownFields.of(pod)).contains("3", "spec.19", "spec.containers.2");
    assertThat(V1.Pod.parseFrom(pod.toByteString())).isEqualTo(fullPod());
  }

  @Test
  void anAlteredNodeKeepsTheRest() throws Exception {
    Node.Builder altered = Node.parseFrom(fullNode().toByteString()).toBuilder();
    altered.getMetadataBuilder().putLabels("zone", "b");

    V1.Node.Builder expected = fullNode().toBuilder();
    expected.getMetadataBuilder().putLabels("zone", "b");
    assertThat(V1.Node.parseFrom(altered.build().toByteString())).isEqualTo(expected.build());
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void theAutoscalersOwnNodesAndPodsLoseNothing(Generation generation) throws Exception {
    NodeGroupTemplateNodeInfoResponse template =
        GoldenMessage.TEMPLATE_NODE_INFO_REPLY.read(
            generation, NodeGroupTemplateNodeInfoResponse.class);
    PricingPodPriceRequest price =
        GoldenMessage.PRICING_POD_PRICE_REQUEST.read(generation, PricingPodPriceRequest.class);
    ByteString node = generation.hasByteForm() ? template.getNodeBytes() : template.getNodeInfo();
    ByteString pod = generation.hasByteForm() ? price.getPodBytes() : price.getPod();

    assertThat(V1.Node.parseFrom(Node.parseFrom(node).toByteString()))
        .isEqualTo(V1.Node.parseFrom(node));
    assertThat(V1.Pod.parseFrom(Pod.parseFrom(pod).toByteString()))
        .isEqualTo(V1.Pod.parseFrom(pod));
  }

  private static V1.Node fullNode() {
    return V1.Node.newBuilder()
        .setMetadata(
            Meta.ObjectMeta.newBuilder()
                .setName("gpu-node-1")
                .setUid("node-uid")
                .setResourceVersion("42")
                .setCreationTimestamp(Meta.Time.newBuilder().setSeconds(1772366400).setNanos(0))
                .addFinalizers("example.com/finalizer")
                .putLabels("gpupool.io/accelerator", "nvidia-l4")
                .putLabels("zone", "a")
                .putAnnotations("note", "kept"))
        .setSpec(
            V1.NodeSpec.newBuilder()
                .setPodCIDR("10.1.0.0/24")
                .setProviderID("aws:///eu-central-1a/i-1")
                .setUnschedulable(true)
                .addTaints(
                    V1.Taint.newBuilder()
                        .setKey("gpu")
                        .setValue("present")
                        .setEffect("NoSchedule")
                        .setTimeAdded(Meta.Time.newBuilder().setSeconds(1772366401))))
        .setStatus(
            V1.NodeStatus.newBuilder()
                .putCapacity("cpu", quantity("16"))
                .putCapacity("nvidia.com/gpu", quantity("1"))
                .putAllocatable("cpu", quantity("15890m"))
                .addConditions(
                    V1.NodeCondition.newBuilder()
                        .setType("Ready")
                        .setStatus("False")
                        .setReason("KubeletNotReady"))
                .addAddresses(
                    V1.NodeAddress.newBuilder().setType("InternalIP").setAddress("10.0.0.1"))
                .setNodeInfo(V1.NodeSystemInfo.newBuilder().setArchitecture("amd64"))
                .addImages(V1.ContainerImage.newBuilder().addNames("image").setSizeBytes(1L << 33)))
        .build();
  }

  private static V1.Pod fullPod() {
    return V1.Pod.newBuilder()
        .setMetadata(
            Meta.ObjectMeta.newBuilder()
                .setName("trainer-0")
                .setGenerateName("trainer-")
                .setNamespace("training")
                .addOwnerReferences(
                    Meta.OwnerReference.newBuilder()
                        .setApiVersion("batch/v1")
                        .setKind("Job")
                        .setName("trainer")
                        .setUid("job-uid")
                        .setController(true)
                        .setBlockOwnerDeletion(true)))
        .setSpec(
            V1.PodSpec.newBuilder()
                .putNodeSelector("arch", "amd64")
                .setNodeName("gpu-node-1")
                .setSchedulerName("default-scheduler")
                .setPriorityClassName("high")
                .setPriority(-7)
                .putOverhead("cpu", quantity("250m"))
                .setResources(
                    V1.ResourceRequirements.newBuilder().putRequests("memory", quantity("50Gi")))
                .addTolerations(
                    V1.Toleration.newBuilder()
                        .setKey("gpu")
                        .setOperator("Equal")
                        .setValue("present")
                        .setEffect("NoExecute")
                        .setTolerationSeconds(300))
                .setAffinity(
                    V1.Affinity.newBuilder()
                        .setPodAntiAffinity(
                            V1.PodAntiAffinity.newBuilder()
                                .addRequiredDuringSchedulingIgnoredDuringExecution(
                                    V1.PodAffinityTerm.newBuilder().setTopologyKey("zone"))))
                .addInitContainers(
                    V1.Container.newBuilder().setName("logs").setRestartPolicy("Always"))
                .addContainers(
                    V1.Container.newBuilder()
                        .setName("trainer")
                        .setImage("registry.example/trainer:2.1")
                        .addEnv(V1.EnvVar.newBuilder().setName("RANK").setValue("0"))
                        .setLivenessProbe(
                            V1.Probe.newBuilder()
                                .setHandler(
                                    V1.ProbeHandler.newBuilder()
                                        .setTcpSocket(
                                            V1.TCPSocketAction.newBuilder()
                                                .setPort(
                                                    IntOrString.newBuilder()
                                                        .setType(0)
                                                        .setIntVal(8080)))))
                        .setResources(
                            V1.ResourceRequirements.newBuilder()
                                .putLimits("nvidia.com/gpu", quantity("1"))
                                .putRequests("cpu", quantity("12")))))
        .setStatus(V1.PodStatus.newBuilder().setPhase("Pending"))
        .build();
  }

  private static Quantity quantity(String string) {
    return Quantity.newBuilder().setString(string).build();
  }
}
