package io.gpupool.bench;

import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderImplBase;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsResponse;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsResponse;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.gpupool.proto.cloudprovider.RefreshResponse;
import io.grpc.stub.StreamObserver;

/**
 * Answers what a loop asks with messages like the server's own that were made once: as fast as
 * gRPC, TLS and the messages allow, with nothing behind them.
 */
public final class ConstantCloudProvider extends CloudProviderImplBase {

  private final NodeGroupsResponse groups;
  private final NodeGroupForNodeResponse managed;
  private final NodeGroupForNodeResponse unmanaged;
  private final NodeGroupTargetSizeResponse target;
  private final NodeGroupNodesResponse nodes;

  /**
   * Takes its constants from what a server says.
   *
   * @param groups all groups
   * @param managed whose a node of one of them is
   * @param unmanaged whose a node of nobody is
   * @param target the target of one of them
   * @param nodes the instances of one of them
   */
  public ConstantCloudProvider(
      NodeGroupsResponse groups,
      NodeGroupForNodeResponse managed,
      NodeGroupForNodeResponse unmanaged,
      NodeGroupTargetSizeResponse target,
      NodeGroupNodesResponse nodes) {
    this.groups = groups;
    this.managed = managed;
    this.unmanaged = unmanaged;
    this.target = target;
    this.nodes = nodes;
    if (managed.getNodeGroup().equals(NodeGroup.getDefaultInstance())) {
      throw new IllegalArgumentException("the constant for a managed node names no group");
    }
  }

  @Override
  public void refresh(RefreshRequest request, StreamObserver<RefreshResponse> caller) {
    answer(caller, RefreshResponse.getDefaultInstance());
  }

  @Override
  public void nodeGroups(NodeGroupsRequest request, StreamObserver<NodeGroupsResponse> caller) {
    answer(caller, groups);
  }

  @Override
  public void nodeGroupForNode(
      NodeGroupForNodeRequest request, StreamObserver<NodeGroupForNodeResponse> caller) {
    answer(caller, request.getNode().getProviderID().startsWith("aws:") ? managed : unmanaged);
  }

  @Override
  public void nodeGroupTargetSize(
      NodeGroupTargetSizeRequest request, StreamObserver<NodeGroupTargetSizeResponse> caller) {
    answer(caller, target);
  }

  @Override
  public void nodeGroupNodes(
      NodeGroupNodesRequest request, StreamObserver<NodeGroupNodesResponse> caller) {
    answer(caller, nodes);
  }

  @Override
  public void nodeGroupGetOptions(
      NodeGroupAutoscalingOptionsRequest request,
      StreamObserver<NodeGroupAutoscalingOptionsResponse> caller) {
    answer(caller, NodeGroupAutoscalingOptionsResponse.getDefaultInstance());
  }

  private static <T> void answer(StreamObserver<T> caller, T message) {
    caller.onNext(message);
    caller.onCompleted();
  }
}
