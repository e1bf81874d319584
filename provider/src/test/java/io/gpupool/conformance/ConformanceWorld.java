package io.gpupool.conformance;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderFutureStub;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.InstanceStatus.InstanceState;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.gpupool.rehearsal.SimulatedTime;
import io.gpupool.rpc.CallerIdentity;
import io.gpupool.rpc.CloudProviderService;
import io.gpupool.rpc.GroupConfiguration;
import io.gpupool.rpc.GrpcEndpoint;
import io.gpupool.rpc.OneModelConfiguration;
import io.gpupool.rpc.TestMarket;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.assertj.core.api.Assertions;

/**
 * An emulated cloud behind the real adapter, the fleet and the gRPC server, and the autoscaler's
 * client. Time moves when the test moves it.
 */
final class ConformanceWorld<C extends CloudUnderTest> implements AutoCloseable {

  static final String GPU_LABEL = OneModelConfiguration.GPU_LABEL;
  private static final String CLIENT = "cluster-autoscaler.kube-system";
  private static final Duration REFRESH = Duration.ofSeconds(30);

  final SimulatedTime time;
  final C cloud;
  final Map<NodeGroupId, OptionOverrides> overrides = new HashMap<>();
  final Fleet fleet;
  private final GrpcEndpoint endpoint;
  private final ManagedChannel channel;

  /** A world of AWS. */
  static ConformanceWorld<AwsUnderTest> ofAws() {
    return of(AwsUnderTest::new, Runnable::run);
  }

  /** A world of AWS whose adapters wait as long for the cloud as they do outside of tests. */
  static ConformanceWorld<AwsUnderTest> patient() {
    return of(
        time -> new AwsUnderTest(time, AwsSettings.Timeouts.DEFAULT, List.of()), Runnable::run);
  }

  /** A world of AWS in which some groups of us-east-1 are managed by name. */
  static ConformanceWorld<AwsUnderTest> naming(AwsSettings.Group... groups) {
    return of(
        time -> new AwsUnderTest(time, AwsUnderTest.IMPATIENT, List.of(groups)), Runnable::run);
  }

  /**
   * A world of some cloud.
   *
   * @param writing where it is changed
   */
  static <C extends CloudUnderTest> ConformanceWorld<C> of(
      Function<SimulatedTime, C> cloud, Executor writing) {
    return of(cloud, Runnable::run, writing);
  }

  /**
   * A world of some cloud.
   *
   * @param reading where it is read
   * @param writing where it is changed
   */
  static <C extends CloudUnderTest> ConformanceWorld<C> of(
      Function<SimulatedTime, C> cloud, Executor reading, Executor writing) {
    SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
    return new ConformanceWorld<>(time, cloud.apply(time), reading, writing);
  }

  private ConformanceWorld(SimulatedTime time, C cloud, Executor reading, Executor writing) {
    this.time = time;
    this.cloud = cloud;
    fleet = fleet(reading, writing);
    GroupConfiguration configuration = new OneModelConfiguration(overrides, time);
    try {
      CertificateAuthority authority = new CertificateAuthority(Instant.now(), Duration.ofHours(1));
      Identity server = authority.issue(List.of("localhost"), List.of());
      Identity client = authority.issue(List.of(CLIENT), List.of());
      endpoint =
          GrpcEndpoint.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              TlsServerCredentials.newBuilder()
                  .keyManager(stream(server.certificatePem()), stream(server.keyPem()))
                  .trustManager(stream(authority.certificatePem()))
                  .clientAuth(ClientAuth.OPTIONAL)
                  .build(),
              new CloudProviderService(
                  fleet, () -> configuration, () -> new TestMarket(fleet, configuration)),
              16 << 20,
              List.of(new CallerIdentity(List.of(CLIENT))));
      channel =
          Grpc.newChannelBuilderForAddress(
                  "localhost",
                  endpoint.port(),
                  TlsChannelCredentials.newBuilder()
                      .keyManager(stream(client.certificatePem()), stream(client.keyPem()))
                      .trustManager(stream(authority.certificatePem()))
                      .build())
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Fleet fleet(Executor reading, Executor writing) {
    return new Fleet(
        cloud.entries(REFRESH),
        FleetTiming.DEFAULT,
        new Fleet.Surroundings(time, time, time, reading, writing),
        event -> {});
  }

  /** A fleet that has just been started over the same clouds and has read them once. */
  Fleet restarted() {
    Fleet fresh = fleet(Runnable::run, Runnable::run);
    fresh.start();
    time.advance(Duration.ZERO);
    fresh.stop();
    return fresh;
  }

  /** Reads everything for the first time. */
  ConformanceWorld<C> start() {
    fleet.start();
    time.advance(Duration.ZERO);
    return this;
  }

  // ---- the cloud

  /** A group in the first of the cloud's places, whose instances are all in service. */
  String group(String name, int min, int max, int desired) {
    cloud.addGroup(name, min, max, desired);
    if (desired > 0) {
      time.advance(Duration.ofMinutes(5));
    }
    return cloud.id(name);
  }

  void runOutOfCapacity(String name) {
    cloud.runOutOfCapacity(name);
  }

  int desired(String name) {
    return cloud.desired(name);
  }

  List<String> instances(String name) {
    return cloud.instances(name);
  }

  /** How often the cloud was asked for another size. */
  int resizes() {
    return cloud.resizing().stream().mapToInt(action -> (int) cloud.calls().count(action)).sum();
  }

  /** How many instances the cloud was asked to end. */
  int endings() {
    return cloud.endings();
  }

  /** Lets the next call that would give up unfilled slots fail like this. */
  void failGivingUp(Fault fault) {
    cloud.faults().next(1, call -> cloud.givingUp().contains(call.action()), fault);
  }

  /** Lets the next call that would change a size fail like this. */
  void failResizing(Fault fault) {
    cloud.faults().next(1, call -> cloud.resizing().contains(call.action()), fault);
  }

  /** Lets the next call that would end instances fail like this. */
  void failEnding(Fault fault) {
    cloud.faults().next(1, call -> cloud.ending().contains(call.action()), fault);
  }

  /** Lets so much time pass that everything is read again. */
  void poll() {
    time.advance(REFRESH);
  }

  void pass(Duration duration) {
    time.advance(duration);
  }

  // ---- the autoscaler

  CloudProviderBlockingStub autoscaler() {
    return CloudProviderGrpc.newBlockingStub(channel);
  }

  CloudProviderFutureStub impatient() {
    return CloudProviderGrpc.newFutureStub(channel);
  }

  void refresh() {
    var unused = autoscaler().refresh(RefreshRequest.getDefaultInstance());
  }

  List<NodeGroup> groups() {
    return autoscaler().nodeGroups(NodeGroupsRequest.getDefaultInstance()).getNodeGroupsList();
  }

  NodeGroup groupOf(String providerId) {
    return autoscaler()
        .nodeGroupForNode(NodeGroupForNodeRequest.newBuilder().setNode(node(providerId)).build())
        .getNodeGroup();
  }

  int target(String group) {
    return autoscaler()
        .nodeGroupTargetSize(NodeGroupTargetSizeRequest.newBuilder().setId(group).build())
        .getTargetSize();
  }

  List<Instance> nodes(String group) {
    return autoscaler()
        .nodeGroupNodes(NodeGroupNodesRequest.newBuilder().setId(group).build())
        .getInstancesList();
  }

  List<Instance> placeholders(String group) {
    return nodes(group).stream().filter(node -> node.getId().startsWith("gpupool:")).toList();
  }

  List<String> placeholderIds(String group) {
    return placeholders(group).stream().map(Instance::getId).toList();
  }

  InstanceState state(String group, String providerId) {
    return nodes(group).stream()
        .filter(node -> node.getId().equals(providerId))
        .map(node -> node.getStatus().getInstanceState())
        .findFirst()
        .orElse(InstanceState.unspecified);
  }

  void increase(String group, int delta) {
    var unused = autoscaler().nodeGroupIncreaseSize(increasing(group, delta));
  }

  static NodeGroupIncreaseSizeRequest increasing(String group, int delta) {
    return NodeGroupIncreaseSizeRequest.newBuilder().setId(group).setDelta(delta).build();
  }

  void decrease(String group, int delta) {
    var unused =
        autoscaler()
            .nodeGroupDecreaseTargetSize(
                NodeGroupDecreaseTargetSizeRequest.newBuilder()
                    .setId(group)
                    .setDelta(delta)
                    .build());
  }

  /** Deletes nodes, with the window in which deletions gather going by meanwhile. */
  void delete(String group, String... providerIds) {
    var call = impatient().nodeGroupDeleteNodes(deleting(group, providerIds));
    while (!call.isDone()) {
      time.advance(Duration.ofMillis(50));
      Thread.onSpinWait();
    }
    try {
      var unused = call.get();
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static NodeGroupDeleteNodesRequest deleting(String group, String... providerIds) {
    NodeGroupDeleteNodesRequest.Builder request =
        NodeGroupDeleteNodesRequest.newBuilder().setId(group);
    Arrays.stream(providerIds).forEach(id -> request.addNodes(node(id)));
    return request.build();
  }

  /** A node as the autoscaler makes one up for an instance that never joined. */
  static ExternalGrpcNode.Builder node(String providerId) {
    return ExternalGrpcNode.newBuilder()
        .setName(providerId)
        .setProviderID(providerId)
        .putAnnotations("k8s.io/cluster-autoscaler/fake-node-reason", "unregistered");
  }

  /** The status with which a call was refused. */
  static Status refusal(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException refusal) {
      return refusal.getStatus();
    }
    return Assertions.fail("the call succeeded");
  }

  @Override
  public void close() {
    channel.shutdownNow();
    endpoint.close();
    fleet.stop();
    cloud.close();
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
