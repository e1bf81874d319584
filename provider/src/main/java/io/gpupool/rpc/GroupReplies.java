package io.gpupool.rpc;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Member;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.InstanceErrorInfo;
import io.gpupool.proto.cloudprovider.InstanceStatus;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupNodesResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoResponse;
import io.gpupool.template.NodeTemplate;
import java.util.Optional;

/**
 * All that can be answered about one group as it is at one moment, ready to be sent.
 *
 * @param view the group
 * @param limits the sizes that the autoscaler is told it may have
 * @param group it, as the autoscaler lists it
 * @param forNode it, as the answer to whose a node is
 * @param targetSize its target
 * @param nodes its instances and placeholders
 * @param template what a new node will look like; empty if that isn't known
 */
record GroupReplies(
    GroupView view,
    SizeLimits limits,
    NodeGroup group,
    NodeGroupForNodeResponse forNode,
    NodeGroupTargetSizeResponse targetSize,
    NodeGroupNodesResponse nodes,
    Optional<NodeGroupTemplateNodeInfoResponse> template) {

  /** The autoscaler's client takes no message of 4 MiB or more. Some room is left for headers. */
  private static final int MOST_BYTES = 4 * 1024 * 1024 - 64 * 1024;

  private static final int SHORT_TEXT = 60;

  static GroupReplies of(GroupView view, SizeLimits limits, Optional<NodeTemplate> template) {
    NodeGroup group =
        NodeGroup.newBuilder()
            .setId(view.id().value())
            .setMinSize(limits.min())
            .setMaxSize(limits.max())
            .setDebug(describe(view))
            .build();
    return new GroupReplies(
        view,
        limits,
        group,
        NodeGroupForNodeResponse.newBuilder().setNodeGroup(group).build(),
        NodeGroupTargetSizeResponse.newBuilder().setTargetSize(view.target()).build(),
        nodes(view),
        template.map(TemplateCodec::response));
  }

  /** The group for people: its sizes and what it is made of. */
  private static String describe(GroupView view) {
    String sizes = "%s (%s)".formatted(view.id(), view.limits());
    return view.shape()
        .map(
            shape -> {
              String gpus =
                  shape
                      .accelerator()
                      .map((Accelerator a) -> ", " + a.count() + " x " + a.model())
                      .orElse("");
              return sizes + " " + shape.machine().name() + gpus + ", " + shape.capacityType();
            })
        .orElse(sizes);
  }

  /**
   * Every instance and placeholder. Where a great many of them failed, what they have to say is cut
   * short so that the autoscaler can receive it.
   */
  private static NodeGroupNodesResponse nodes(GroupView view) {
    NodeGroupNodesResponse whole = nodes(view, LaunchFailure.MAX_TEXT);
    if (whole.getSerializedSize() <= MOST_BYTES) {
      return whole;
    }
    NodeGroupNodesResponse brief = nodes(view, SHORT_TEXT);
    return brief.getSerializedSize() <= MOST_BYTES ? brief : nodes(view, 0);
  }

  private static NodeGroupNodesResponse nodes(GroupView view, int mostText) {
    NodeGroupNodesResponse.Builder nodes = NodeGroupNodesResponse.newBuilder();
    for (Member member : view.members()) {
      InstanceStatus.Builder status =
          InstanceStatus.newBuilder().setInstanceState(state(member.state()));
      member.failure().ifPresent(failure -> status.setErrorInfo(error(failure, mostText)));
      nodes.addInstances(Instance.newBuilder().setId(member.providerId()).setStatus(status));
    }
    return nodes.build();
  }

  private static InstanceErrorInfo error(LaunchFailure failure, int mostText) {
    return InstanceErrorInfo.newBuilder()
        .setErrorCode(failure.code().name())
        .setErrorMessage(failure.text(mostText))
        .setInstanceErrorClass(failure.code().isOutOfResources() ? 1 : 99)
        .build();
  }

  private static InstanceStatus.InstanceState state(InstanceState state) {
    return switch (state) {
      case CREATING -> InstanceStatus.InstanceState.instanceCreating;
      case RUNNING -> InstanceStatus.InstanceState.instanceRunning;
      case DELETING -> InstanceStatus.InstanceState.instanceDeleting;
    };
  }
}
