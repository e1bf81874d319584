package io.gpupool.rpc;

import com.google.protobuf.Any;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.expander.Market;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetException;
import io.gpupool.fleet.GroupView;
import io.gpupool.policy.AutoscalingOptions;
import io.gpupool.policy.OptionsPolicy;
import io.gpupool.policy.Youth;
import io.gpupool.proto.cloudprovider.CleanupRequest;
import io.gpupool.proto.cloudprovider.CleanupResponse;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.GPULabelRequest;
import io.gpupool.proto.cloudprovider.GPULabelResponse;
import io.gpupool.proto.cloudprovider.GetAvailableGPUTypesRequest;
import io.gpupool.proto.cloudprovider.GetAvailableGPUTypesResponse;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsResponse;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesResponse;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoResponse;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsResponse;
import io.gpupool.proto.cloudprovider.PricingNodePriceRequest;
import io.gpupool.proto.cloudprovider.PricingNodePriceResponse;
import io.gpupool.proto.cloudprovider.PricingPodPriceRequest;
import io.gpupool.proto.cloudprovider.PricingPodPriceResponse;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.gpupool.proto.cloudprovider.RefreshResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The fifteen questions of the autoscaler. Those that only ask are answered from prebuilt replies,
 * without lock or I/O, and never fail for a group that exists; those that change something go
 * through the fleet and answer when it does.
 */
public final class CloudProviderService extends CloudProviderGrpc.CloudProviderImplBase {

  private static final NodeGroupForNodeResponse NOT_OURS =
      NodeGroupForNodeResponse.newBuilder()
          .setNodeGroup(io.gpupool.proto.cloudprovider.NodeGroup.getDefaultInstance())
          .build();

  private final Fleet fleet;
  private final Supplier<GroupConfiguration> configurations;
  private final ReplyBook book;
  private final PriceDesk prices;

  /** A service whose configuration stays as it is and which knows no prices. */
  public CloudProviderService(Fleet fleet, GroupConfiguration configuration) {
    this(fleet, () -> configuration, () -> Market.NONE);
  }

  /**
   * A service whose configuration may be exchanged.
   *
   * @param configurations the one that holds at the moment; asked at every call
   * @param market what groups cost at the moment
   */
  public CloudProviderService(
      Fleet fleet, Supplier<GroupConfiguration> configurations, Supplier<Market> market) {
    this.fleet = fleet;
    this.configurations = configurations;
    this.book = new ReplyBook(fleet.snapshot(), configurations.get());
    this.prices = new PriceDesk(fleet::snapshot, configurations, market);
  }

  // ---- questions

  @Override
  public void nodeGroups(NodeGroupsRequest request, StreamObserver<NodeGroupsResponse> caller) {
    answer(caller, page().all());
  }

  @Override
  public void nodeGroupForNode(
      NodeGroupForNodeRequest request, StreamObserver<NodeGroupForNodeResponse> caller) {
    String providerId = request.getNode().getProviderID();
    ReplyBook.Page page = page();
    Optional<GroupView> owner = page.snapshot().groupOf(providerId);
    GroupReplies replies = owner.map(view -> page.groups().get(view.id().value())).orElse(null);
    if (replies == null) {
      fleet.missed(providerId);
      answer(caller, NOT_OURS);
    } else {
      answer(caller, replies.forNode());
    }
  }

  @Override
  public void gPULabel(GPULabelRequest request, StreamObserver<GPULabelResponse> caller) {
    answer(caller, GPULabelResponse.newBuilder().setLabel(configurations.get().gpuLabel()).build());
  }

  @Override
  public void getAvailableGPUTypes(
      GetAvailableGPUTypesRequest request, StreamObserver<GetAvailableGPUTypesResponse> caller) {
    GroupConfiguration configuration = configurations.get();
    GetAvailableGPUTypesResponse.Builder types = GetAvailableGPUTypesResponse.newBuilder();
    for (GroupView view : fleet.snapshot().groups()) {
      configuration
          .template(view)
          .map(template -> template.labels().get(configuration.gpuLabel()))
          .ifPresent(type -> types.putGpuTypes(type, Any.getDefaultInstance()));
    }
    answer(caller, types.build());
  }

  @Override
  public void nodeGroupTargetSize(
      NodeGroupTargetSizeRequest request, StreamObserver<NodeGroupTargetSizeResponse> caller) {
    ofGroup(request.getId(), caller).ifPresent(group -> answer(caller, group.targetSize()));
  }

  @Override
  public void nodeGroupNodes(
      NodeGroupNodesRequest request, StreamObserver<NodeGroupNodesResponse> caller) {
    ofGroup(request.getId(), caller).ifPresent(group -> answer(caller, group.nodes()));
  }

  @Override
  public void nodeGroupTemplateNodeInfo(
      NodeGroupTemplateNodeInfoRequest request,
      StreamObserver<NodeGroupTemplateNodeInfoResponse> caller) {
    ofGroup(request.getId(), caller)
        .ifPresent(
            group ->
                group
                    .template()
                    .ifPresentOrElse(
                        template -> answer(caller, template),
                        () ->
                            refuse(
                                caller,
                                Status.FAILED_PRECONDITION.withDescription(
                                    request.getId()
                                        + ": it isn't known what its nodes will be, so it can't be"
                                        + " scaled up; the server's log says what its cloud"
                                        + " couldn't tell"))));
  }

  @Override
  public void nodeGroupGetOptions(
      NodeGroupAutoscalingOptionsRequest request,
      StreamObserver<NodeGroupAutoscalingOptionsResponse> caller) {
    Optional<GroupReplies> group = ofGroup(request.getId(), caller);
    if (group.isEmpty()) {
      return;
    }
    answer(
        caller,
        options(request, group.get().view())
            .map(
                set ->
                    NodeGroupAutoscalingOptionsResponse.newBuilder()
                        .setNodeGroupAutoscalingOptions(OptionsCodec.write(set))
                        .build())
            .orElse(NodeGroupAutoscalingOptionsResponse.getDefaultInstance()));
  }

  private Optional<AutoscalingOptions> options(
      NodeGroupAutoscalingOptionsRequest request, GroupView view) {
    GroupConfiguration configuration = configurations.get();
    OptionOverrides overrides = configuration.overrides(view);
    if (overrides.equals(OptionOverrides.NONE) || !request.hasDefaults()) {
      return Optional.empty();
    }
    return OptionsPolicy.answer(
        OptionsCodec.form(request.getDefaults()),
        OptionsCodec.read(request.getDefaults()),
        overrides,
        new Youth(view.youngest(), view.isCreating()),
        configuration.now());
  }

  @Override
  public void pricingNodePrice(
      PricingNodePriceRequest request, StreamObserver<PricingNodePriceResponse> caller) {
    try {
      double price = prices.price(request);
      answer(caller, PricingNodePriceResponse.newBuilder().setPrice(price).build());
    } catch (StatusRuntimeException refusal) {
      caller.onError(refusal);
    }
  }

  @Override
  public void pricingPodPrice(
      PricingPodPriceRequest request, StreamObserver<PricingPodPriceResponse> caller) {
    try {
      double price = prices.price(request);
      answer(caller, PricingPodPriceResponse.newBuilder().setPrice(price).build());
    } catch (StatusRuntimeException refusal) {
      caller.onError(refusal);
    }
  }

  // ---- the loop

  @Override
  public void refresh(RefreshRequest request, StreamObserver<RefreshResponse> caller) {
    try {
      fleet.beginLoop();
      answer(caller, RefreshResponse.getDefaultInstance());
    } catch (FleetException notReady) {
      caller.onError(Statuses.of(notReady));
    }
  }

  /** One autoscaler leaves, another may be taking over: nothing is dropped for it. */
  @Override
  public void cleanup(CleanupRequest request, StreamObserver<CleanupResponse> caller) {
    answer(caller, CleanupResponse.getDefaultInstance());
  }

  // ---- changes

  @Override
  public void nodeGroupIncreaseSize(
      NodeGroupIncreaseSizeRequest request, StreamObserver<NodeGroupIncreaseSizeResponse> caller) {
    Context call = Context.current();
    change(
        request.getId(),
        caller,
        NodeGroupIncreaseSizeResponse.getDefaultInstance(),
        id -> fleet.increase(id, request.getDelta(), call::isCancelled));
  }

  @Override
  public void nodeGroupDecreaseTargetSize(
      NodeGroupDecreaseTargetSizeRequest request,
      StreamObserver<NodeGroupDecreaseTargetSizeResponse> caller) {
    // the least of all numbers has no positive counterpart
    int count = -Math.max(request.getDelta(), -Integer.MAX_VALUE);
    change(
        request.getId(),
        caller,
        NodeGroupDecreaseTargetSizeResponse.getDefaultInstance(),
        id -> fleet.decrease(id, count));
  }

  @Override
  public void nodeGroupDeleteNodes(
      NodeGroupDeleteNodesRequest request, StreamObserver<NodeGroupDeleteNodesResponse> caller) {
    List<String> nodes =
        request.getNodesList().stream().map(ExternalGrpcNode::getProviderID).toList();
    change(
        request.getId(),
        caller,
        NodeGroupDeleteNodesResponse.getDefaultInstance(),
        id -> fleet.delete(id, nodes));
  }

  // ---- small parts

  @FunctionalInterface
  private interface Change {
    CompletionStage<Void> begin(NodeGroupId id);
  }

  private ReplyBook.Page page() {
    return book.at(fleet.snapshot(), configurations.get());
  }

  private <T> Optional<GroupReplies> ofGroup(String id, StreamObserver<T> caller) {
    GroupReplies replies = page().groups().get(id);
    if (replies == null) {
      refuse(caller, unknown(id));
    }
    return Optional.ofNullable(replies);
  }

  private <T> void change(String id, StreamObserver<T> caller, T done, Change change) {
    if (fleet.snapshot().group(id).isEmpty()) {
      refuse(caller, unknown(id));
      return;
    }
    if (caller instanceof ServerCallStreamObserver<T> call) {
      // whoever has hung up needn't be told, and being told must not fail
      call.setOnCancelHandler(() -> {});
    }
    change
        .begin(new NodeGroupId(id))
        .whenComplete(
            (nothing, thrown) -> {
              if (thrown == null) {
                answer(caller, done);
              } else {
                caller.onError(refusal(thrown));
              }
            });
  }

  private static Throwable refusal(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return cause instanceof FleetException refusal
        ? Statuses.of(refusal)
        : Status.INTERNAL
            .withDescription("a defect of the server, whose log has the details: " + cause)
            .withCause(cause)
            .asRuntimeException();
  }

  private static Status unknown(String id) {
    return Status.NOT_FOUND.withDescription(
        "there is no node group '%s': no configured cloud has it, or it was deleted there"
            .formatted(id));
  }

  private static <T> void answer(StreamObserver<T> caller, T reply) {
    caller.onNext(reply);
    caller.onCompleted();
  }

  private static <T> void refuse(StreamObserver<T> caller, Status status) {
    caller.onError(status.asRuntimeException());
  }
}
