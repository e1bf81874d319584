package io.gpupool.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.gpupool.proto.cloudprovider.PricingNodePriceRequest;
import io.gpupool.proto.cloudprovider.PricingPodPriceRequest;
import io.gpupool.proto.expander.BestOptionsRequest;
import io.gpupool.proto.expander.Option;
import io.gpupool.proto.kubernetes.Node;
import io.gpupool.proto.kubernetes.Pod;
import io.gpupool.proto.kubernetes.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the autoscaler sends is understood whichever release sent it: each value is in the field
 * where that generation puts it, and only there.
 */
class RequestsOfEveryGenerationTest {

  // 2026-03-01T12:00:00.25Z and an hour later
  private static final Timestamp START =
      Timestamp.newBuilder().setSeconds(1772366400).setNanos(250_000_000).build();
  private static final Timestamp END = START.toBuilder().setSeconds(1772370000).build();

  private static final ExternalGrpcNode RUNNING_NODE =
      ExternalGrpcNode.newBuilder()
          .setProviderID("aws:///eu-central-1a/i-0a1b2c3d4e5f60718")
          .setName("ip-10-0-12-34.eu-central-1.compute.internal")
          .putLabels("gpupool.io/accelerator", "nvidia-l4")
          .putLabels("kubernetes.io/arch", "amd64")
          .putLabels("node.kubernetes.io/instance-type", "g6.4xlarge")
          .putLabels("topology.kubernetes.io/zone", "eu-central-1a")
          .putAnnotations("node.alpha.kubernetes.io/ttl", "0")
          .build();

  @ParameterizedTest
  @EnumSource(Generation.class)
  void nodeGroupForNodeTellsOfANode(Generation generation) throws Exception {
    NodeGroupForNodeRequest request =
        GoldenMessage.NODE_GROUP_FOR_NODE_REQUEST.read(generation, NodeGroupForNodeRequest.class);

    assertThat(request.getNode()).isEqualTo(RUNNING_NODE);
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void aGroupIsNamedByItsId(Generation generation) throws Exception {
    assertThat(
            List.of(
                GoldenMessage.TARGET_SIZE_REQUEST
                    .read(generation, NodeGroupTargetSizeRequest.class)
                    .getId(),
                GoldenMessage.NODES_REQUEST.read(generation, NodeGroupNodesRequest.class).getId(),
                GoldenMessage.TEMPLATE_NODE_INFO_REQUEST
                    .read(generation, NodeGroupTemplateNodeInfoRequest.class)
                    .getId()))
        .containsOnly(Replies.L4_GROUP);
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void increaseSizeHasAPositiveDelta(Generation generation) throws Exception {
    NodeGroupIncreaseSizeRequest request =
        GoldenMessage.INCREASE_SIZE_REQUEST.read(generation, NodeGroupIncreaseSizeRequest.class);

    assertThat(request.getId()).isEqualTo(Replies.L4_GROUP);
    assertThat(request.getDelta()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void decreaseTargetSizeHasANegativeDelta(Generation generation) throws Exception {
    NodeGroupDecreaseTargetSizeRequest request =
        GoldenMessage.DECREASE_TARGET_SIZE_REQUEST.read(
            generation, NodeGroupDecreaseTargetSizeRequest.class);

    assertThat(request.getId()).isEqualTo(Replies.L4_GROUP);
    assertThat(request.getDelta()).isEqualTo(-2);
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void deleteNodesNamesAPlaceholderByTheIdWeGaveIt(Generation generation) throws Exception {
    NodeGroupDeleteNodesRequest request =
        GoldenMessage.DELETE_NODES_REQUEST.read(generation, NodeGroupDeleteNodesRequest.class);

    String placeholder = "aws:///eu-central-1a/i-placeholder-gpu-l4-spot-1772366400-4";
    assertThat(request.getId()).isEqualTo(Replies.L4_GROUP);
    assertThat(request.getNodesList())
        .containsExactly(
            RUNNING_NODE,
            ExternalGrpcNode.newBuilder()
                .setProviderID(placeholder)
                .setName(placeholder)
                .putAnnotations("k8s.io/cluster-autoscaler/fake-node-reason", "create-error")
                .build());
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void getOptionsBringsTheDefaultsThatThisGenerationKnows(Generation generation) throws Exception {
    NodeGroupAutoscalingOptionsRequest request =
        GoldenMessage.GET_OPTIONS_REQUEST.read(
            generation, NodeGroupAutoscalingOptionsRequest.class);
    NodeGroupAutoscalingOptions defaults = request.getDefaults();

    assertThat(request.getId()).isEqualTo(Replies.L4_GROUP);
    // all of them have a value that isn't their type's default, so what is known is also present
    assertThat(defaults.getAllFields().keySet().stream().map(FieldDescriptor::getNumber))
        .containsExactlyInAnyOrderElementsOf(generation.optionFields());
    assertThat(defaults.getScaleDownUtilizationThreshold()).isEqualTo(0.5);
    assertThat(defaults.getScaleDownGpuUtilizationThreshold()).isEqualTo(0.6);
    if (generation.hasKubernetesForm()) {
      assertThat(Duration.ofNanos(defaults.getScaleDownUnneededTime().getDuration()))
          .isEqualTo(Duration.ofMinutes(10));
      assertThat(Duration.ofNanos(defaults.getScaleDownUnreadyTime().getDuration()))
          .isEqualTo(Duration.ofMinutes(20));
    }
    if (defaults.hasMaxNodeProvisionTime()) {
      assertThat(Duration.ofNanos(defaults.getMaxNodeProvisionTime().getDuration()))
          .isEqualTo(Duration.ofMinutes(15));
    }
    if (generation.hasByteForm()) {
      assertThat(duration(defaults.getScaleDownUnneededDuration()))
          .isEqualTo(Duration.ofMinutes(10));
      assertThat(duration(defaults.getScaleDownUnreadyDuration()))
          .isEqualTo(Duration.ofMinutes(20));
      assertThat(duration(defaults.getMaxNodeProvisionDuration()))
          .isEqualTo(Duration.ofMinutes(15));
    }
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void pricingNodePriceTellsANodeAndAPeriod(Generation generation) throws Exception {
    PricingNodePriceRequest request =
        GoldenMessage.PRICING_NODE_PRICE_REQUEST.read(generation, PricingNodePriceRequest.class);
    Node template = Replies.templateNode();

    assertThat(request.getNode())
        .isEqualTo(
            ExternalGrpcNode.newBuilder()
                .setProviderID(template.getSpec().getProviderID())
                .setName(template.getMetadata().getName())
                .putAllLabels(template.getMetadata().getLabelsMap())
                .putAllAnnotations(template.getMetadata().getAnnotationsMap())
                .build());
    assertTime(generation, START, request.getStartTime(), request.getStartTimestamp());
    assertTime(generation, END, request.getEndTime(), request.getEndTimestamp());
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void pricingPodPriceTellsAPodAndAPeriod(Generation generation) throws Exception {
    PricingPodPriceRequest request =
        GoldenMessage.PRICING_POD_PRICE_REQUEST.read(generation, PricingPodPriceRequest.class);

    ByteString pod =
        inOneForm(generation, ByteString.EMPTY, request.getPod(), request.getPodBytes());
    assertGpuPod(Pod.parseFrom(pod), "trainer-0", "1");
    assertTime(generation, START, request.getStartTime(), request.getStartTimestamp());
    assertTime(generation, END, request.getEndTime(), request.getEndTimestamp());
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void bestOptionsBringsOptionsWithTheirPods(Generation generation) throws Exception {
    BestOptionsRequest request =
        GoldenMessage.BEST_OPTIONS_REQUEST.read(generation, BestOptionsRequest.class);

    assertThat(request.getOptionsList())
        .extracting(Option::getNodeGroupId, Option::getNodeCount, Option::getDebug)
        .containsExactly(
            tuple(Replies.L4_GROUP, 8, "8 x gpu-l4-spot"),
            tuple(Replies.H100_GROUP, 1, "1 x h100-8"));
    List<ByteString> small = pods(generation, request.getOptions(0));
    List<ByteString> large = pods(generation, request.getOptions(1));
    assertThat(small).hasSize(2);
    assertGpuPod(Pod.parseFrom(small.get(0)), "trainer-0", "1");
    assertGpuPod(Pod.parseFrom(small.get(1)), "trainer-1", "1");
    assertThat(large).hasSize(1);
    assertGpuPod(Pod.parseFrom(large.get(0)), "trainer-8", "8");
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void bestOptionsBringsTheTemplateOfEachGroup(Generation generation) throws Exception {
    BestOptionsRequest request =
        GoldenMessage.BEST_OPTIONS_REQUEST.read(generation, BestOptionsRequest.class);

    Map<String, ByteString> nodes =
        inOneForm(generation, Map.of(), request.getNodeMapMap(), request.getNodeBytesMapMap());
    assertThat(nodes).containsOnlyKeys(Replies.L4_GROUP, Replies.H100_GROUP);
    Node small = Node.parseFrom(nodes.get(Replies.L4_GROUP));
    Node expected = Replies.templateNode();
    assertThat(small.getMetadata().getLabelsMap()).isEqualTo(expected.getMetadata().getLabelsMap());
    assertThat(small.getSpec().getTaintsList()).isEqualTo(expected.getSpec().getTaintsList());
    assertThat(small.getStatus().getAllocatableMap())
        .isEqualTo(expected.getStatus().getAllocatableMap());
    Node large = Node.parseFrom(nodes.get(Replies.H100_GROUP));
    assertThat(large.getMetadata().getLabelsMap())
        .containsEntry("gpupool.io/accelerator", "nvidia-h100-80gb");
    assertThat(large.getStatus().getCapacityMap())
        .containsEntry("nvidia.com/gpu", Replies.quantity("8"));
  }

  private static void assertGpuPod(Pod pod, String name, String gpus) {
    assertThat(pod.getMetadata().getName()).isEqualTo(name);
    assertThat(pod.getMetadata().getNamespace()).isEqualTo("training");
    assertThat(pod.getMetadata().getLabelsMap()).containsEntry("app", "trainer");
    assertThat(pod.getMetadata().getOwnerReferences(0).getKind()).isEqualTo("Job");
    assertThat(pod.getMetadata().getOwnerReferences(0).getController()).isTrue();
    assertThat(pod.getSpec().getContainers(0).getResources().getLimitsMap())
        .containsEntry("nvidia.com/gpu", Replies.quantity(gpus));
    assertThat(pod.getSpec().getContainers(0).getResources().getRequestsMap())
        .containsEntry("cpu", Replies.quantity("12"))
        .containsEntry("nvidia.com/gpu", Replies.quantity(gpus));
    assertThat(pod.getSpec().getInitContainers(0).getName()).isEqualTo("log-shipper");
    assertThat(pod.getSpec().getOverheadMap()).containsEntry("cpu", Replies.quantity("250m"));
    assertThat(pod.getSpec().getNodeSelectorMap())
        .containsExactly(Map.entry("kubernetes.io/arch", "amd64"));
    assertThat(pod.getSpec().getPriority()).isEqualTo(1000);
    assertThat(pod.getSpec().getTolerations(0).getKey()).isEqualTo("nvidia.com/gpu");
    assertThat(pod.getSpec().getTolerations(1).getTolerationSeconds()).isEqualTo(300);
  }

  /** Kubernetes' own form of a time has no fractions of a second; Google's has. */
  private static void assertTime(
      Generation generation, Timestamp expected, Time kubernetesForm, Timestamp byteForm) {
    Time seconds = Time.newBuilder().setSeconds(expected.getSeconds()).setNanos(0).build();
    assertThat(kubernetesForm)
        .isEqualTo(generation.hasKubernetesForm() ? seconds : Time.getDefaultInstance());
    assertThat(byteForm)
        .isEqualTo(generation.hasByteForm() ? expected : Timestamp.getDefaultInstance());
  }

  private static List<ByteString> pods(Generation generation, Option option) {
    return inOneForm(generation, List.of(), option.getPodList(), option.getPodBytesList());
  }

  /** Checks that each form is there if the generation speaks it, that both are equal, and reads. */
  private static <T> T inOneForm(Generation generation, T nothing, T kubernetesForm, T byteForm) {
    T value = generation.hasByteForm() ? byteForm : kubernetesForm;
    assertThat(value).isNotEqualTo(nothing);
    assertThat(kubernetesForm).isEqualTo(generation.hasKubernetesForm() ? value : nothing);
    assertThat(byteForm).isEqualTo(generation.hasByteForm() ? value : nothing);
    return value;
  }

  private static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
