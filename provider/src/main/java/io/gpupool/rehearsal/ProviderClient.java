package io.gpupool.rehearsal;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderFutureStub;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.GPULabelRequest;
import io.gpupool.proto.cloudprovider.GetAvailableGPUTypesRequest;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesResponse;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.gpupool.proto.kubernetes.Node;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * The autoscaler's client: asks the server over gRPC with the autoscaler's deadline, keeps what the
 * autoscaler keeps until its next {@link #refresh}, and counts its calls. Failures are {@link
 * StatusRuntimeException}s.
 */
final class ProviderClient {

  private static final int DEADLINE_SECONDS = 5;

  private final CloudProviderBlockingStub stub;
  private final CloudProviderFutureStub futures;
  private final Flags flags;
  private final ConcurrentSkipListMap<String, Long> calls = new ConcurrentSkipListMap<>();
  private final Map<String, String> groupsOfNodes = new HashMap<>();
  private final Map<String, Optional<TemplateNode>> templates = new HashMap<>();
  private Optional<List<NodeGroup>> groups = Optional.empty();
  private Optional<String> gpuLabel = Optional.empty();
  private boolean gpuTypesKnown;

  ProviderClient(Channel channel, Flags flags) {
    this.stub = CloudProviderGrpc.newBlockingStub(channel);
    this.futures = CloudProviderGrpc.newFutureStub(channel);
    this.flags = flags;
  }

  /** How often each method was called. */
  SortedMap<String, Long> calls() {
    return new TreeMap<>(calls);
  }

  void refresh() {
    groupsOfNodes.clear();
    templates.clear();
    groups = Optional.empty();
    count("Refresh");
    var unused = timed().refresh(RefreshRequest.getDefaultInstance());
  }

  /** Every group. Where this fails the real client carries on without groups; so does this. */
  List<NodeGroup> groups() {
    if (groups.isEmpty()) {
      count("NodeGroups");
      try {
        groups =
            Optional.of(
                timed().nodeGroups(NodeGroupsRequest.getDefaultInstance()).getNodeGroupsList());
      } catch (StatusRuntimeException failure) {
        return List.of();
      }
    }
    return groups.get();
  }

  /** The group of a node; empty for nodes that are somebody else's, which is not remembered. */
  Optional<String> groupOf(String nodeName, String providerId) {
    String key = nodeName + providerId;
    String known = groupsOfNodes.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    count("NodeGroupForNode");
    String id =
        timed()
            .nodeGroupForNode(
                NodeGroupForNodeRequest.newBuilder()
                    .setNode(
                        ExternalGrpcNode.newBuilder().setName(nodeName).setProviderID(providerId))
                    .build())
            .getNodeGroup()
            .getId();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    groupsOfNodes.put(key, id);
    return Optional.of(id);
  }

  /** What a new node of the group looks like; empty where the server doesn't know. */
  Optional<TemplateNode> template(String group) {
    Optional<TemplateNode> known = templates.get(group);
    if (known != null) {
      return known;
    }
    count("NodeGroupTemplateNodeInfo");
    Optional<TemplateNode> template;
    try {
      template =
          Optional.of(
              TemplateNode.of(
                  Node.parseFrom(
                      timed()
                          .nodeGroupTemplateNodeInfo(
                              NodeGroupTemplateNodeInfoRequest.newBuilder().setId(group).build())
                          .getNodeBytes())));
    } catch (StatusRuntimeException refusal) {
      template = Optional.empty();
    } catch (InvalidProtocolBufferException notANode) {
      throw new IllegalStateException("the template of " + group + " is no node", notANode);
    }
    templates.put(group, template);
    return template;
  }

  int targetSize(String group) {
    count("NodeGroupTargetSize");
    return timed()
        .nodeGroupTargetSize(NodeGroupTargetSizeRequest.newBuilder().setId(group).build())
        .getTargetSize();
  }

  List<Instance> instances(String group) {
    count("NodeGroupNodes");
    return timed()
        .nodeGroupNodes(NodeGroupNodesRequest.newBuilder().setId(group).build())
        .getInstancesList();
  }

  /** How long the group's unneeded nodes wait, by its options or the autoscaler's own. */
  java.time.Duration unneededTime(String group) {
    NodeGroupAutoscalingOptions options = options(group);
    return options.hasScaleDownUnneededDuration()
        ? java.time.Duration.ofSeconds(options.getScaleDownUnneededDuration().getSeconds())
        : flags.unneededTime();
  }

  /** How long the group's nodes may take to join, by its options or the autoscaler's own. */
  java.time.Duration provisionTime(String group) {
    NodeGroupAutoscalingOptions options = options(group);
    return options.hasMaxNodeProvisionDuration()
        ? java.time.Duration.ofSeconds(options.getMaxNodeProvisionDuration().getSeconds())
        : flags.provisionTime();
  }

  private NodeGroupAutoscalingOptions options(String group) {
    count("NodeGroupGetOptions");
    return timed()
        .nodeGroupGetOptions(
            NodeGroupAutoscalingOptionsRequest.newBuilder()
                .setId(group)
                .setDefaults(
                    NodeGroupAutoscalingOptions.newBuilder()
                        .setScaleDownUtilizationThreshold(0.5)
                        .setScaleDownGpuUtilizationThreshold(0.5)
                        .setScaleDownUnneededDuration(seconds(flags.unneededTime()))
                        .setScaleDownUnreadyDuration(Duration.newBuilder().setSeconds(1200))
                        .setMaxNodeProvisionDuration(seconds(flags.provisionTime())))
                .build())
        .getNodeGroupAutoscalingOptions();
  }

  void increase(String group, int delta) {
    if (!gpuTypesKnown) {
      count("GetAvailableGPUTypes");
      var unused = timed().getAvailableGPUTypes(GetAvailableGPUTypesRequest.getDefaultInstance());
      gpuTypesKnown = true;
    }
    count("NodeGroupIncreaseSize");
    var unused =
        timed()
            .nodeGroupIncreaseSize(
                NodeGroupIncreaseSizeRequest.newBuilder().setId(group).setDelta(delta).build());
  }

  void decrease(String group, int count) {
    count("NodeGroupDecreaseTargetSize");
    var unused =
        timed()
            .nodeGroupDecreaseTargetSize(
                NodeGroupDecreaseTargetSizeRequest.newBuilder()
                    .setId(group)
                    .setDelta(-count)
                    .build());
  }

  /** Removes nodes in one call. */
  void delete(String group, Collection<String> providerIds) {
    count("NodeGroupDeleteNodes");
    var unused = timed().nodeGroupDeleteNodes(deletion(group, providerIds));
  }

  /** Begins to remove one node; the autoscaler removes several at a time, each by its own call. */
  ListenableFuture<NodeGroupDeleteNodesResponse> beginDelete(String group, String providerId) {
    count("NodeGroupDeleteNodes");
    return futures
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .nodeGroupDeleteNodes(deletion(group, List.of(providerId)));
  }

  String gpuLabel() {
    if (gpuLabel.isEmpty()) {
      count("GPULabel");
      try {
        gpuLabel = Optional.of(timed().gPULabel(GPULabelRequest.getDefaultInstance()).getLabel());
      } catch (StatusRuntimeException failure) {
        return "";
      }
    }
    return gpuLabel.get();
  }

  /** What the server said when it refused. */
  static String reason(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    return status.getDescription() == null ? status.getCode().toString() : status.getDescription();
  }

  private static NodeGroupDeleteNodesRequest deletion(
      String group, Collection<String> providerIds) {
    NodeGroupDeleteNodesRequest.Builder request =
        NodeGroupDeleteNodesRequest.newBuilder().setId(group);
    for (String providerId : providerIds) {
      request.addNodes(ExternalGrpcNode.newBuilder().setName(providerId).setProviderID(providerId));
    }
    return request.build();
  }

  private CloudProviderBlockingStub timed() {
    return stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private void count(String method) {
    calls.merge(method, 1L, Long::sum);
  }

  private static Duration seconds(java.time.Duration duration) {
    return Duration.newBuilder().setSeconds(duration.toSeconds()).build();
  }
}
