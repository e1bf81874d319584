package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpupool.fleet.Member;
import io.gpupool.proto.cloudprovider.CleanupRequest;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.GPULabelRequest;
import io.gpupool.proto.cloudprovider.GetAvailableGPUTypesRequest;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.PricingNodePriceRequest;
import io.gpupool.proto.cloudprovider.PricingPodPriceRequest;
import io.gpupool.proto.kubernetes.Duration;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;

/**
 * Any bytes, sent to each of the fifteen questions: whatever they are, {@link FuzzWorld} finds
 * nothing wrong with what came of them, and the same question, asked as it should be, is answered
 * rightly afterwards.
 *
 * <p>An ordinary build sends what lies in {@code src/test/resources}; {@code provider/README.md}
 * says how to look for more.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS, threadMode = Timeout.ThreadMode.SAME_THREAD)
class RpcFuzzTest {

  private static final List<String> GROUPS = List.of(FuzzWorld.GPU, FuzzWorld.OTHER);

  /** In the order of the contract, for the calls in a row. */
  private static final List<MethodDescriptor<?, ?>> METHODS =
      List.copyOf(CloudProviderGrpc.getServiceDescriptor().getMethods());

  // ---- questions

  @FuzzTest
  void nodeGroups(byte[] request) throws IOException {
    fuzz(
        CloudProviderGrpc.getNodeGroupsMethod(),
        request,
        world ->
            assertThat(
                    world
                        .answer(
                            world.autoscaler().nodeGroups(NodeGroupsRequest.getDefaultInstance()))
                        .getNodeGroupsList())
                .extracting(NodeGroup::getId)
                .containsExactlyElementsOf(GROUPS));
  }

  @FuzzTest
  void nodeGroupForNode(byte[] request) throws IOException {
    fuzz(
        CloudProviderGrpc.getNodeGroupForNodeMethod(),
        request,
        world -> {
          for (String group : GROUPS) {
            for (Member member : world.view(group).members()) {
              NodeGroupForNodeRequest well =
                  NodeGroupForNodeRequest.newBuilder().setNode(node(member.providerId())).build();
              assertThat(
                      world
                          .answer(world.autoscaler().nodeGroupForNode(well))
                          .getNodeGroup()
                          .getId())
                  .isEqualTo(group);
            }
          }
        });
  }

  @FuzzTest
  void gpuLabel(byte[] request) throws IOException {
    fuzz(
        CloudProviderGrpc.getGPULabelMethod(),
        request,
        world ->
            assertThat(
                    world
                        .answer(world.autoscaler().gPULabel(GPULabelRequest.getDefaultInstance()))
                        .getLabel())
                .isEqualTo(OneModelConfiguration.GPU_LABEL));
  }

  @FuzzTest
  void getAvailableGpuTypes(byte[] request) throws IOException {
    GetAvailableGPUTypesRequest well = GetAvailableGPUTypesRequest.getDefaultInstance();
    fuzz(
        CloudProviderGrpc.getGetAvailableGPUTypesMethod(),
        request,
        world ->
            assertThat(world.answer(world.autoscaler().getAvailableGPUTypes(well)).getGpuTypesMap())
                .containsOnlyKeys("nvidia-h100-80gb"));
  }

  @FuzzTest
  void nodeGroupTargetSize(byte[] request) throws IOException {
    NodeGroupTargetSizeRequest well =
        NodeGroupTargetSizeRequest.newBuilder().setId(FuzzWorld.GPU).build();
    fuzz(
        CloudProviderGrpc.getNodeGroupTargetSizeMethod(),
        request,
        world ->
            assertThat(world.answer(world.autoscaler().nodeGroupTargetSize(well)).getTargetSize())
                .isEqualTo(5));
  }

  @FuzzTest
  void nodeGroupNodes(byte[] request) throws IOException {
    NodeGroupNodesRequest well = NodeGroupNodesRequest.newBuilder().setId(FuzzWorld.GPU).build();
    fuzz(
        CloudProviderGrpc.getNodeGroupNodesMethod(),
        request,
        world ->
            assertThat(world.answer(world.autoscaler().nodeGroupNodes(well)).getInstancesList())
                .extracting(Instance::getId)
                .hasSize(5)
                .containsAll(world.live(FuzzWorld.GPU)));
  }

  @FuzzTest
  void nodeGroupTemplateNodeInfo(byte[] request) throws IOException {
    NodeGroupTemplateNodeInfoRequest well =
        NodeGroupTemplateNodeInfoRequest.newBuilder().setId(FuzzWorld.GPU).build();
    fuzz(
        CloudProviderGrpc.getNodeGroupTemplateNodeInfoMethod(),
        request,
        world ->
            assertThat(
                    world
                        .answer(world.autoscaler().nodeGroupTemplateNodeInfo(well))
                        .getNodeBytes()
                        .toStringUtf8())
                .contains("nvidia-h100-80gb"));
  }

  @FuzzTest
  void nodeGroupGetOptions(byte[] request) throws IOException {
    NodeGroupAutoscalingOptionsRequest well =
        NodeGroupAutoscalingOptionsRequest.newBuilder()
            .setId(FuzzWorld.GPU)
            .setDefaults(
                NodeGroupAutoscalingOptions.newBuilder()
                    .setScaleDownUtilizationThreshold(0.5)
                    .setScaleDownUnneededTime(Duration.newBuilder().setDuration(600_000_000_000L))
                    .setMaxNodeProvisionTime(Duration.newBuilder().setDuration(900_000_000_000L)))
            .build();
    fuzz(
        CloudProviderGrpc.getNodeGroupGetOptionsMethod(),
        request,
        world -> {
          NodeGroupAutoscalingOptions options =
              world
                  .answer(world.autoscaler().nodeGroupGetOptions(well))
                  .getNodeGroupAutoscalingOptions();
          assertThat(options.getZeroOrMaxNodeScaling()).isTrue();
          assertThat(options.getMaxNodeProvisionDuration().getSeconds()).isEqualTo(900);
        });
  }

  @FuzzTest
  void pricingNodePrice(byte[] request) throws IOException {
    PricingNodePriceRequest well = PricingNodePriceRequest.getDefaultInstance();
    fuzz(
        CloudProviderGrpc.getPricingNodePriceMethod(),
        request,
        world ->
            assertThat(world.refusal(world.autoscaler().pricingNodePrice(well)).getCode())
                .isEqualTo(Code.INVALID_ARGUMENT));
  }

  @FuzzTest
  void pricingPodPrice(byte[] request) throws IOException {
    PricingPodPriceRequest well = PricingPodPriceRequest.getDefaultInstance();
    fuzz(
        CloudProviderGrpc.getPricingPodPriceMethod(),
        request,
        world ->
            assertThat(world.refusal(world.autoscaler().pricingPodPrice(well)).getCode())
                .isEqualTo(Code.INVALID_ARGUMENT));
  }

  // ---- the loop

  @FuzzTest
  void refresh(byte[] request) throws IOException {
    fuzz(
        CloudProviderGrpc.getRefreshMethod(),
        request,
        world ->
            assertThat(world.answer(world.autoscaler().refresh(RpcWorld.refresh()))).isNotNull());
  }

  @FuzzTest
  void cleanup(byte[] request) throws IOException {
    fuzz(
        CloudProviderGrpc.getCleanupMethod(),
        request,
        world ->
            assertThat(
                    world.answer(world.autoscaler().cleanup(CleanupRequest.getDefaultInstance())))
                .isNotNull());
  }

  // ---- changes

  @FuzzTest
  void nodeGroupIncreaseSize(byte[] request) throws IOException {
    NodeGroupIncreaseSizeRequest well =
        NodeGroupIncreaseSizeRequest.newBuilder().setId(FuzzWorld.GPU).setDelta(1).build();
    fuzz(
        CloudProviderGrpc.getNodeGroupIncreaseSizeMethod(),
        request,
        world -> {
          int before = world.target(FuzzWorld.GPU);
          if (before < 9) {
            assertThat(world.answer(world.autoscaler().nodeGroupIncreaseSize(well))).isNotNull();
            assertThat(world.target(FuzzWorld.GPU)).isEqualTo(before + 1);
          } else {
            assertThat(world.refusal(world.autoscaler().nodeGroupIncreaseSize(well)).getCode())
                .isEqualTo(Code.OUT_OF_RANGE);
          }
        });
  }

  @FuzzTest
  void nodeGroupDecreaseTargetSize(byte[] request) throws IOException {
    NodeGroupDecreaseTargetSizeRequest well =
        NodeGroupDecreaseTargetSizeRequest.newBuilder().setId(FuzzWorld.GPU).setDelta(-9).build();
    fuzz(
        CloudProviderGrpc.getNodeGroupDecreaseTargetSizeMethod(),
        request,
        world -> {
          assertThat(world.answer(world.autoscaler().nodeGroupDecreaseTargetSize(well)))
              .isNotNull();
          assertThat(world.target(FuzzWorld.GPU)).isEqualTo(world.live(FuzzWorld.GPU).size());
        });
  }

  @FuzzTest
  void nodeGroupDeleteNodes(byte[] request) throws IOException {
    fuzz(
        CloudProviderGrpc.getNodeGroupDeleteNodesMethod(),
        request,
        world -> {
          List<String> live = world.live(FuzzWorld.GPU);
          NodeGroupDeleteNodesRequest well =
              NodeGroupDeleteNodesRequest.newBuilder()
                  .setId(FuzzWorld.GPU)
                  .addNodes(node(live.get(0)))
                  .build();
          if (live.size() > 1) {
            assertThat(world.answer(world.autoscaler().nodeGroupDeleteNodes(well))).isNotNull();
            assertThat(world.live(FuzzWorld.GPU)).isEqualTo(live.subList(1, live.size()));
          } else {
            assertThat(world.refusal(world.autoscaler().nodeGroupDeleteNodes(well)).getCode())
                .isEqualTo(Code.FAILED_PRECONDITION);
          }
        });
  }

  // ---- together

  /** Each call is a byte that picks the question, one for the length, and the bytes to send. */
  @FuzzTest
  void callsInARow(byte[] calls) throws IOException {
    try (FuzzWorld world = new FuzzWorld()) {
      ByteBuffer left = ByteBuffer.wrap(calls);
      while (left.remaining() >= 2) {
        MethodDescriptor<?, ?> method = METHODS.get((left.get() & 0xff) % METHODS.size());
        byte[] request = new byte[Math.min(left.get() & 0xff, left.remaining())];
        left.get(request);
        world.send(method, request);
      }
    }
  }

  private static void fuzz(
      MethodDescriptor<?, ?> method, byte[] request, Consumer<FuzzWorld> afterwards)
      throws IOException {
    try (FuzzWorld world = new FuzzWorld()) {
      world.send(method, request);
      afterwards.accept(world);
    }
  }

  private static ExternalGrpcNode node(String providerId) {
    return ExternalGrpcNode.newBuilder().setProviderID(providerId).build();
  }
}
