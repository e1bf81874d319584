package io.gpupool.bench;

import com.google.protobuf.Duration;
import com.google.protobuf.MessageLite;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The calls of one steady loop of the autoscaler with everything idle, one after the other as the
 * real client makes them: one Refresh and one NodeGroups; for each node of a group its group once
 * and its options four times, for each node of nobody its group seven times, for nothing about such
 * a node is remembered; three targets of each group; and the instances of a twelfth of the groups,
 * which are asked for every two minutes.
 */
public final class AutoscalerLoop {

  private static final int DEADLINE_SECONDS = 5;
  private static final int OPTIONS_OF_A_NODE = 4;
  private static final int GROUPS_OF_AN_UNMANAGED_NODE = 7;
  private static final int TARGETS_OF_A_GROUP = 3;
  private static final int LOOPS_BETWEEN_INSTANCES = 12;

  /** gRPC's prefix of every message. */
  private static final int FRAME_BYTES = 5;

  /**
   * One call, ready to be made.
   *
   * @param request what is sent
   * @param send sends it and waits for the answer
   */
  private record Call(MessageLite request, Function<CloudProviderBlockingStub, MessageLite> send) {}

  private final CloudProviderBlockingStub stub;
  private final List<Call> calls;
  private final LongSupplier nanoTime;

  /**
   * A loop over a cluster of this size.
   *
   * @param nanoTime the time in nanoseconds from anywhere
   */
  public AutoscalerLoop(Channel channel, LoopSize size, LongSupplier nanoTime) {
    this.stub = CloudProviderGrpc.newBlockingStub(channel);
    this.calls = calls(size);
    this.nanoTime = nanoTime;
  }

  /** How many calls a loop makes. */
  public int size() {
    return calls.size();
  }

  /**
   * Makes some calls of a loop.
   *
   * @param nanos where to write how long each took, at its place among the calls of the loop
   * @param from the first call
   * @param to the first that isn't made any more
   */
  public void run(long[] nanos, int from, int to) {
    for (int k = from; k < to; k++) {
      long begun = nanoTime.getAsLong();
      var unused = calls.get(k).send().apply(timed());
      nanos[k] = nanoTime.getAsLong() - begun;
    }
  }

  /** Bytes of the messages of one loop, both ways, without HTTP and TLS. */
  public long bytes() {
    long bytes = 0;
    for (Call call : calls) {
      bytes += call.request().getSerializedSize() + FRAME_BYTES;
      bytes += call.send().apply(timed()).getSerializedSize() + FRAME_BYTES;
    }
    return bytes;
  }

  private CloudProviderBlockingStub timed() {
    return stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private static List<Call> calls(LoopSize size) {
    List<Call> calls = new ArrayList<>();
    RefreshRequest refresh = RefreshRequest.getDefaultInstance();
    calls.add(new Call(refresh, stub -> stub.refresh(refresh)));
    NodeGroupsRequest groups = NodeGroupsRequest.getDefaultInstance();
    calls.add(new Call(groups, stub -> stub.nodeGroups(groups)));
    for (int node = 0; node < size.unmanaged(); node++) {
      Call call = groupOf("node-" + node, LoopSize.unmanagedProviderId(node));
      for (int k = 0; k < GROUPS_OF_AN_UNMANAGED_NODE; k++) {
        calls.add(call);
      }
    }
    for (int node = 0; node < size.nodes(); node++) {
      calls.add(groupOf("gpu-" + node, LoopSize.providerId(node)));
    }
    for (int group = 0; group < size.groups(); group++) {
      String id = StillCloud.group(group).value();
      NodeGroupTargetSizeRequest target = NodeGroupTargetSizeRequest.newBuilder().setId(id).build();
      for (int k = 0; k < TARGETS_OF_A_GROUP; k++) {
        calls.add(new Call(target, stub -> stub.nodeGroupTargetSize(target)));
      }
      if (group % LOOPS_BETWEEN_INSTANCES == 0) {
        NodeGroupNodesRequest nodes = NodeGroupNodesRequest.newBuilder().setId(id).build();
        calls.add(new Call(nodes, stub -> stub.nodeGroupNodes(nodes)));
      }
    }
    for (int node = 0; node < size.nodes(); node++) {
      NodeGroupAutoscalingOptionsRequest options =
          NodeGroupAutoscalingOptionsRequest.newBuilder()
              .setId(StillCloud.group(size.groupOf(node)).value())
              .setDefaults(DEFAULTS)
              .build();
      for (int k = 0; k < OPTIONS_OF_A_NODE; k++) {
        calls.add(new Call(options, stub -> stub.nodeGroupGetOptions(options)));
      }
    }
    return List.copyOf(calls);
  }

  private static Call groupOf(String name, String providerId) {
    NodeGroupForNodeRequest request =
        NodeGroupForNodeRequest.newBuilder()
            .setNode(
                ExternalGrpcNode.newBuilder()
                    .setName(name)
                    .setProviderID(providerId)
                    .putLabels("kubernetes.io/hostname", name)
                    .putLabels("kubernetes.io/arch", "amd64")
                    .putLabels("kubernetes.io/os", "linux")
                    .putLabels("node.kubernetes.io/instance-type", "p5.48xlarge")
                    .putLabels("topology.kubernetes.io/region", "us-east-1")
                    .putLabels("topology.kubernetes.io/zone", "us-east-1a")
                    .putAnnotations("node.alpha.kubernetes.io/ttl", "0"))
            .build();
    return new Call(request, stub -> stub.nodeGroupForNode(request));
  }

  private static final NodeGroupAutoscalingOptions DEFAULTS =
      NodeGroupAutoscalingOptions.newBuilder()
          .setScaleDownUtilizationThreshold(0.5)
          .setScaleDownGpuUtilizationThreshold(0.5)
          .setScaleDownUnneededDuration(Duration.newBuilder().setSeconds(600))
          .setScaleDownUnreadyDuration(Duration.newBuilder().setSeconds(1_200))
          .setMaxNodeProvisionDuration(Duration.newBuilder().setSeconds(900))
          .setIgnoreDaemonSetsUtilization(true)
          .build();
}
