package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Member;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderFutureStub;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.rehearsal.SimulatedTime;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.Assertions;

/**
 * A server that any bytes can be sent to, over a small cloud in memory. All of it runs in the
 * caller's thread and on simulated time, so that the same bytes always do the same. After each call
 * it is judged whether the call did more than it may.
 */
final class FuzzWorld implements AutoCloseable {

  /** Three instances and two placeholders, of at least one and at most nine; options of its own. */
  static final String GPU = "fake/region/gpu";

  /** Two instances, of at most four. */
  static final String OTHER = "fake/region/other";

  /** Longer than the server waits for a cloud, or for more deletions. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Map<String, Limits> LIMITS =
      Map.of(GPU, new Limits(1, 9), OTHER, new Limits(0, 4));

  private record Limits(int min, int max) {}

  /** A group as its cloud has it. */
  private record Picture(int target, Set<ProviderId> live) {}

  final FakeCloud cloud;
  final Fleet fleet;
  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  private final Server server;
  private final ManagedChannel channel;

  FuzzWorld() throws IOException {
    cloud = new FakeCloud(time);
    NodeGroupId gpu = cloud.addGroup("gpu", 1, 9, 3);
    NodeGroupId other = cloud.addGroup("other", 0, 4, 2);
    assertThat(List.of(gpu.value(), other.value())).containsExactly(GPU, OTHER);
    fleet =
        new Fleet(
            List.of(new CloudEntry("fake", "fake", cloud, Duration.ofSeconds(30))),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
            event -> {});
    Map<NodeGroupId, OptionOverrides> overrides =
        Map.of(
            gpu,
            OptionOverrides.ofNodes(Optional.empty(), Optional.of(true)),
            other,
            OptionOverrides.ofNodes(Optional.of(Duration.ofMinutes(20)), Optional.empty()));
    String name = InProcessServerBuilder.generateName();
    server =
        GrpcEndpoint.offer(
                InProcessServerBuilder.forName(name),
                new CloudProviderService(fleet, new OneModelConfiguration(overrides, time)),
                List.of())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    fleet.start();
    time.advance(Duration.ZERO);
    fleet.increase(gpu, 2, () -> false).toCompletableFuture().join();
  }

  /** The autoscaler, which asks as it should. */
  CloudProviderFutureStub autoscaler() {
    return CloudProviderGrpc.newFutureStub(channel);
  }

  /** What the autoscaler was answered, if it wasn't refused. */
  <T> T answer(ListenableFuture<T> reply) {
    time.advance(PATIENCE);
    assertThat(reply.isDone()).as("an answer within %s", PATIENCE).isTrue();
    try {
      return Objects.requireNonNull(Futures.getDone(reply));
    } catch (ExecutionException e) {
      return Assertions.fail("a well-formed call was refused", e);
    }
  }

  /** How the autoscaler was refused. */
  Status refusal(ListenableFuture<?> reply) {
    time.advance(PATIENCE);
    assertThat(reply.isDone()).as("an answer within %s", PATIENCE).isTrue();
    try {
      return Assertions.fail("expected a refusal, got " + Futures.getDone(reply));
    } catch (ExecutionException e) {
      return Status.fromThrowable(e);
    }
  }

  int target(String group) {
    return cloud.target(new NodeGroupId(group));
  }

  List<String> live(String group) {
    return cloud.live(new NodeGroupId(group)).stream().map(ProviderId::value).toList();
  }

  GroupView view(String group) {
    return fleet.snapshot().group(group).orElseThrow();
  }

  /** Sends the bytes, and judges what came of them. */
  void send(MethodDescriptor<?, ?> method, byte[] request) {
    Map<String, Picture> before = pictures();
    int calls = writes();
    Status status = call(method, request);
    assertThat(status.getCode())
        .as("%s isn't how a call should end", status)
        .isNotIn(Code.UNKNOWN, Code.INTERNAL);
    Map<String, Picture> after = pictures();
    boolean ok = status.isOk();
    if (method == CloudProviderGrpc.getNodeGroupIncreaseSizeMethod() && ok) {
      judgeIncrease(parsed(() -> NodeGroupIncreaseSizeRequest.parseFrom(request)), before, after);
    } else if (method == CloudProviderGrpc.getNodeGroupDecreaseTargetSizeMethod() && ok) {
      judgeDecrease(
          parsed(() -> NodeGroupDecreaseTargetSizeRequest.parseFrom(request)), before, after);
    } else if (method == CloudProviderGrpc.getNodeGroupDeleteNodesMethod() && ok) {
      judgeDeletion(parsed(() -> NodeGroupDeleteNodesRequest.parseFrom(request)), before, after);
    } else {
      assertThat(after).as("a call that changes nothing").isEqualTo(before);
      assertThat(writes()).as("nor asks the cloud to").isEqualTo(calls);
    }
    LIMITS.keySet().forEach(this::judgeGroup);
  }

  private Status call(MethodDescriptor<?, ?> method, byte[] request) {
    ListenableFuture<byte[]> reply =
        ClientCalls.futureUnaryCall(
            channel.newCall(RawBytes.of(method), CallOptions.DEFAULT), request);
    time.advance(PATIENCE);
    assertThat(reply.isDone()).as("an answer within %s", PATIENCE).isTrue();
    try {
      byte[] unread = Futures.getDone(reply);
      assertThat(unread).isNotNull();
      return Status.OK;
    } catch (ExecutionException e) {
      return Status.fromThrowable(e);
    }
  }

  private static void judgeIncrease(
      NodeGroupIncreaseSizeRequest request,
      Map<String, Picture> before,
      Map<String, Picture> after) {
    assertOthersAreUntouched(request.getId(), before, after);
    Picture was = of(before, request.getId());
    Picture is = of(after, request.getId());
    assertThat(request.getDelta()).isPositive();
    assertThat(is.target()).isEqualTo(was.target() + request.getDelta());
    assertThat(is.live()).isEqualTo(was.live());
  }

  private static void judgeDecrease(
      NodeGroupDecreaseTargetSizeRequest request,
      Map<String, Picture> before,
      Map<String, Picture> after) {
    assertOthersAreUntouched(request.getId(), before, after);
    Picture was = of(before, request.getId());
    Picture is = of(after, request.getId());
    assertThat(request.getDelta()).isNegative();
    assertThat(is.target())
        .isBetween(Math.max(was.target() + Math.max(request.getDelta(), -99), 0), was.target());
    assertThat(is.live()).as("a decrease costs no instance").isEqualTo(was.live());
  }

  private static void judgeDeletion(
      NodeGroupDeleteNodesRequest request,
      Map<String, Picture> before,
      Map<String, Picture> after) {
    assertOthersAreUntouched(request.getId(), before, after);
    Picture was = of(before, request.getId());
    Set<ProviderId> left = new HashSet<>(was.live());
    for (ExternalGrpcNode node : request.getNodesList()) {
      left.removeIf(instance -> instance.value().equals(node.getProviderID()));
    }
    Picture is = of(after, request.getId());
    assertThat(is.live()).as("exactly what was named goes").isEqualTo(left);
    assertThat(was.target() - is.target())
        .as("no more than one of the target for each that was named")
        .isBetween(was.live().size() - left.size(), request.getNodesCount());
  }

  private static void assertOthersAreUntouched(
      String group, Map<String, Picture> before, Map<String, Picture> after) {
    assertThat(before).as("only a group that exists can be changed").containsKey(group);
    before.forEach(
        (id, picture) -> {
          if (!id.equals(group)) {
            assertThat(after.get(id)).as(id).isEqualTo(picture);
          }
        });
  }

  private void judgeGroup(String group) {
    Limits limits = of(LIMITS, group);
    assertThat(target(group)).as("target of " + group).isBetween(limits.min(), limits.max());
    assertThat(live(group).size()).as("instances").isBetween(limits.min(), target(group));
    GroupView view = view(group);
    long staying =
        view.members().stream().filter(member -> member.state() != InstanceState.DELETING).count();
    assertThat(staying).as("what stays adds up to the target").isEqualTo(view.target());
    assertThat(view.target()).as("the target is the cloud's").isEqualTo(target(group));
    for (Member member : view.members()) {
      assertThat(fleet.snapshot().groupOf(member.providerId())).as("its group").contains(view);
    }
  }

  private static <T> T of(Map<String, T> groups, String group) {
    return Objects.requireNonNull(groups.get(group), group);
  }

  private Map<String, Picture> pictures() {
    return Map.of(GPU, picture(GPU), OTHER, picture(OTHER));
  }

  private Picture picture(String group) {
    NodeGroupId id = new NodeGroupId(group);
    return new Picture(cloud.target(id), Set.copyOf(cloud.live(id)));
  }

  private int writes() {
    return cloud.calls(FakeCloud.Verb.RESIZE).size() + cloud.calls(FakeCloud.Verb.DELETE).size();
  }

  @FunctionalInterface
  private interface Parsing<T> {
    T parse() throws InvalidProtocolBufferException;
  }

  private static <T> T parsed(Parsing<T> parsing) {
    try {
      return parsing.parse();
    } catch (InvalidProtocolBufferException e) {
      return Assertions.fail("bytes that are no message were answered with yes", e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    fleet.stop();
  }
}
