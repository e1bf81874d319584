package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
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
import io.gpupool.proto.kubernetes.Duration;
import io.gpupool.proto.kubernetes.Time;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What {@link RpcFuzzTest} begins with: for each question what makes sense, what almost does, and
 * what was found to do harm once. The files in {@code src/test/resources} are these, and are
 * written anew with {@code -Dgpupool.seeds=write}.
 */
class RpcSeedsTest {

  private static final Path FOLDER = Path.of("src/test/resources/io/gpupool/rpc/RpcFuzzTestInputs");

  private static final String INSTANCE = "fake:///zone/i-1";

  /** The first slot of the first attempt; the world begins at that time. */
  private static final String PLACEHOLDER = "gpupool://" + FuzzWorld.GPU + "/1772352000000/0";

  private final Map<String, byte[]> seeds = new TreeMap<>();

  RpcSeedsTest() {
    for (String test :
        List.of("nodeGroups", "gpuLabel", "getAvailableGpuTypes", "refresh", "cleanup")) {
      seeds.put(test + "/empty", new byte[0]);
      seeds.put(test + "/unknown-field", bytes(0x0a, 0x01, 0x61));
    }
    seed("nodeGroupForNode", "instance", owned(INSTANCE));
    seed("nodeGroupForNode", "placeholder", owned(PLACEHOLDER));
    seed("nodeGroupForNode", "placeholder-that-is-none", owned("gpupool:///a/-1/2147483648"));
    seed("nodeGroupForNode", "no-id", owned(""));
    seed("nodeGroupForNode", "young", owned("fake:///zone/i-99"));
    seed(
        "nodeGroupTargetSize",
        "group",
        NodeGroupTargetSizeRequest.newBuilder().setId(FuzzWorld.GPU).build());
    seed(
        "nodeGroupTargetSize",
        "unknown",
        NodeGroupTargetSizeRequest.newBuilder().setId("fake/region/%").build());
    seed(
        "nodeGroupNodes", "group", NodeGroupNodesRequest.newBuilder().setId(FuzzWorld.GPU).build());
    seed("nodeGroupNodes", "unknown", NodeGroupNodesRequest.newBuilder().setId("/").build());
    seed(
        "nodeGroupTemplateNodeInfo",
        "group",
        NodeGroupTemplateNodeInfoRequest.newBuilder().setId(FuzzWorld.OTHER).build());
    seed(
        "nodeGroupTemplateNodeInfo",
        "unknown",
        NodeGroupTemplateNodeInfoRequest.newBuilder().setId("fake/region/gpu/").build());
    options();
    prices();
    changes();
    for (MethodDescriptor<?, ?> method : CloudProviderGrpc.getServiceDescriptor().getMethods()) {
      String test = test(method);
      seeds.put(test + "/no-message", bytes(0xff, 0xff, 0xff, 0x07, 0x0a));
      seeds.put(test + "/cut-short", bytes(0x0a, 0x7f, 0x61));
      seeds.put(test + "/no-utf-8", bytes(0x0a, 0x02, 0xc3, 0x28));
      seeds.put(test + "/group-without-end", bytes(0x0b, 0x0b, 0x0b));
    }
    rows();
  }

  private void options() {
    NodeGroupAutoscalingOptions.Builder older =
        NodeGroupAutoscalingOptions.newBuilder()
            .setScaleDownUtilizationThreshold(0.5)
            .setScaleDownUnneededTime(nanos(600_000_000_000L))
            .setScaleDownUnreadyTime(nanos(1_200_000_000_000L))
            .setMaxNodeProvisionTime(nanos(900_000_000_000L));
    NodeGroupAutoscalingOptions.Builder newer =
        NodeGroupAutoscalingOptions.newBuilder()
            .setScaleDownGpuUtilizationThreshold(Double.NaN)
            .setScaleDownUnneededDuration(seconds(600, 0))
            .setScaleDownUnreadyDuration(seconds(1200, 5))
            .setMaxNodeProvisionDuration(seconds(900, 999_999_999));
    seed("nodeGroupGetOptions", "older", options(FuzzWorld.GPU, older));
    seed("nodeGroupGetOptions", "newer", options(FuzzWorld.OTHER, newer));
    seed("nodeGroupGetOptions", "both", options(FuzzWorld.GPU, newer.mergeFrom(older.build())));
    seed("nodeGroupGetOptions", "unknown", options("", older));
    // more than either form can say
    seed(
        "nodeGroupGetOptions",
        "beyond-counting",
        options(
            FuzzWorld.GPU,
            newer.setScaleDownUnneededDuration(seconds(Long.MAX_VALUE, 999_999_999))));
  }

  private void prices() {
    seed(
        "pricingNodePrice",
        "hour",
        PricingNodePriceRequest.newBuilder()
            .setNode(node(INSTANCE))
            .setStartTimestamp(Timestamp.newBuilder().setSeconds(1))
            .setEndTimestamp(Timestamp.newBuilder().setSeconds(3601))
            .build());
    seed(
        "pricingPodPrice",
        "pod",
        PricingPodPriceRequest.newBuilder()
            .setPodBytes(ByteString.copyFromUtf8("no pod"))
            .setStartTime(Time.newBuilder().setSeconds(Long.MIN_VALUE))
            .build());
  }

  private void changes() {
    seed("nodeGroupIncreaseSize", "one", increase(FuzzWorld.GPU, 1));
    seed("nodeGroupIncreaseSize", "to-the-maximum", increase(FuzzWorld.OTHER, 2));
    seed("nodeGroupIncreaseSize", "too-many", increase(FuzzWorld.GPU, Integer.MAX_VALUE));
    seed("nodeGroupIncreaseSize", "less-than-none", increase(FuzzWorld.GPU, Integer.MIN_VALUE));
    seed("nodeGroupIncreaseSize", "unknown", increase("gpu", 1));
    seed("nodeGroupDecreaseTargetSize", "one", decrease(FuzzWorld.GPU, -1));
    seed("nodeGroupDecreaseTargetSize", "too-many", decrease(FuzzWorld.GPU, -99));
    seed("nodeGroupDecreaseTargetSize", "more", decrease(FuzzWorld.GPU, 1));
    seed("nodeGroupDecreaseTargetSize", "least", decrease(FuzzWorld.GPU, Integer.MIN_VALUE));
    seed("nodeGroupDeleteNodes", "instance", deletion(FuzzWorld.GPU, INSTANCE));
    seed("nodeGroupDeleteNodes", "twice", deletion(FuzzWorld.GPU, INSTANCE, INSTANCE));
    seed("nodeGroupDeleteNodes", "placeholder", deletion(FuzzWorld.GPU, PLACEHOLDER));
    seed("nodeGroupDeleteNodes", "both", deletion(FuzzWorld.GPU, INSTANCE, PLACEHOLDER));
    seed(
        "nodeGroupDeleteNodes",
        "all",
        deletion(FuzzWorld.GPU, INSTANCE, "fake:///zone/i-2", "fake:///zone/i-3"));
    seed("nodeGroupDeleteNodes", "of-another-group", deletion(FuzzWorld.OTHER, INSTANCE));
    seed("nodeGroupDeleteNodes", "blank", deletion(FuzzWorld.GPU, "", "\u2003"));
    seed("nodeGroupDeleteNodes", "none", deletion(FuzzWorld.GPU));
  }

  private void rows() {
    seeds.put(
        "callsInARow/up-and-down",
        row(
            Map.entry(
                CloudProviderGrpc.getNodeGroupIncreaseSizeMethod(), increase(FuzzWorld.GPU, 2)),
            Map.entry(
                CloudProviderGrpc.getNodeGroupDeleteNodesMethod(),
                deletion(FuzzWorld.GPU, PLACEHOLDER)),
            Map.entry(
                CloudProviderGrpc.getNodeGroupDecreaseTargetSizeMethod(),
                decrease(FuzzWorld.GPU, -3))));
    seeds.put(
        "callsInARow/deleted-twice",
        row(
            Map.entry(
                CloudProviderGrpc.getNodeGroupDeleteNodesMethod(),
                deletion(FuzzWorld.GPU, INSTANCE)),
            Map.entry(CloudProviderGrpc.getNodeGroupForNodeMethod(), owned(INSTANCE)),
            Map.entry(
                CloudProviderGrpc.getNodeGroupDeleteNodesMethod(),
                deletion(FuzzWorld.GPU, INSTANCE))));
  }

  @Test
  void theFilesAreTheSeeds() throws IOException {
    if ("write".equals(System.getProperty("gpupool.seeds"))) {
      for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
        Path file = FOLDER.resolve(seed.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, seed.getValue());
      }
    }
    for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
      assertThat(FOLDER.resolve(seed.getKey())).hasBinaryContent(seed.getValue());
    }
  }

  @Test
  void everyQuestionHasSeedsAndATest() {
    List<String> tests =
        List.of(RpcFuzzTest.class.getDeclaredMethods()).stream().map(m -> m.getName()).toList();
    for (MethodDescriptor<?, ?> method : CloudProviderGrpc.getServiceDescriptor().getMethods()) {
      assertThat(tests).contains(test(method));
      assertThat(seeds.keySet()).anyMatch(seed -> seed.startsWith(test(method) + "/"));
    }
  }

  /** The test of a question has its name, as Java writes names. */
  private static String test(MethodDescriptor<?, ?> method) {
    String name = String.valueOf(method.getBareMethodName()).replace("GPU", "Gpu");
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private void seed(String test, String name, Message message) {
    seeds.put(test + "/" + name, message.toByteArray());
  }

  @SafeVarargs
  private static byte[] row(
      Map.Entry<? extends MethodDescriptor<?, ?>, ? extends Message>... calls) {
    List<String> methods =
        CloudProviderGrpc.getServiceDescriptor().getMethods().stream()
            .map(MethodDescriptor::getFullMethodName)
            .toList();
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    for (Map.Entry<? extends MethodDescriptor<?, ?>, ? extends Message> call : calls) {
      byte[] message = call.getValue().toByteArray();
      row.write(methods.indexOf(call.getKey().getFullMethodName()));
      row.write(message.length);
      row.writeBytes(message);
    }
    return row.toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int k = 0; k < values.length; k++) {
      bytes[k] = (byte) values[k];
    }
    return bytes;
  }

  private static ExternalGrpcNode node(String providerId) {
    return ExternalGrpcNode.newBuilder()
        .setProviderID(providerId)
        .setName("node")
        .putLabels("zone", "a")
        .build();
  }

  private static NodeGroupForNodeRequest owned(String providerId) {
    return NodeGroupForNodeRequest.newBuilder().setNode(node(providerId)).build();
  }

  private static NodeGroupIncreaseSizeRequest increase(String group, int delta) {
    return NodeGroupIncreaseSizeRequest.newBuilder().setId(group).setDelta(delta).build();
  }

  private static NodeGroupDecreaseTargetSizeRequest decrease(String group, int delta) {
    return NodeGroupDecreaseTargetSizeRequest.newBuilder().setId(group).setDelta(delta).build();
  }

  private static NodeGroupDeleteNodesRequest deletion(String group, String... providerIds) {
    NodeGroupDeleteNodesRequest.Builder request =
        NodeGroupDeleteNodesRequest.newBuilder().setId(group);
    for (String providerId : providerIds) {
      request.addNodes(ExternalGrpcNode.newBuilder().setProviderID(providerId));
    }
    return request.build();
  }

  private static NodeGroupAutoscalingOptionsRequest options(
      String group, NodeGroupAutoscalingOptions.Builder defaults) {
    return NodeGroupAutoscalingOptionsRequest.newBuilder()
        .setId(group)
        .setDefaults(defaults)
        .build();
  }

  private static Duration nanos(long nanos) {
    return Duration.newBuilder().setDuration(nanos).build();
  }

  private static com.google.protobuf.Duration seconds(long seconds, int nanos) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }
}
