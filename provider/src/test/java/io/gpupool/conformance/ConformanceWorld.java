package io.gpupool.conformance;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.aws.AwsCloud;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedRegion;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.access.PolicyDocument;
import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
import io.gpupool.fleet.CloudEntry;
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
import io.gpupool.rpc.GrpcEndpoint;
import io.gpupool.rpc.OneModelConfiguration;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.assertj.core.api.Assertions;

/**
 * Two regions of an emulated AWS behind the real adapter, the fleet and the gRPC server, and the
 * autoscaler's client. Time moves when the test moves it.
 */
final class ConformanceWorld implements AutoCloseable {

  static final String ACCOUNT = "111122223333";
  static final String TYPE = "p5.48xlarge";
  static final String GPU_LABEL = OneModelConfiguration.GPU_LABEL;
  private static final String TAG = "k8s.io/cluster-autoscaler/enabled";
  private static final String CLIENT = "cluster-autoscaler.kube-system";
  private static final Duration REFRESH = Duration.ofSeconds(30);

  /** For tests in which clouds hang. */
  private static final AwsSettings.Timeouts IMPATIENT =
      new AwsSettings.Timeouts(
          Duration.ofSeconds(1),
          Duration.ofMillis(700),
          Duration.ofSeconds(8),
          Duration.ofMillis(900));

  final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  final EmulatedAws aws = EmulatedAws.builder().clock(time).account(ACCOUNT).start();
  final EmulatedRegion east = aws.region("us-east-1");
  final EmulatedRegion west = aws.region("us-west-2");
  final Map<NodeGroupId, OptionOverrides> overrides = new HashMap<>();
  final Fleet fleet;
  private final List<AwsCloud> clouds;
  private final GrpcEndpoint endpoint;
  private final ManagedChannel channel;

  ConformanceWorld() {
    this(Runnable::run, Runnable::run);
  }

  /**
   * @param reading where clouds are read
   * @param writing where clouds are changed
   */
  ConformanceWorld(Executor reading, Executor writing) {
    this(reading, writing, IMPATIENT);
  }

  /** A world whose adapters wait as long for the cloud as they do outside of tests. */
  static ConformanceWorld patient() {
    return new ConformanceWorld(Runnable::run, Runnable::run, AwsSettings.Timeouts.DEFAULT);
  }

  /** A world in which some groups of us-east-1 are managed by name. */
  static ConformanceWorld naming(AwsSettings.Group... groups) {
    return new ConformanceWorld(Runnable::run, Runnable::run, IMPATIENT, List.of(groups));
  }

  private ConformanceWorld(Executor reading, Executor writing, AwsSettings.Timeouts timeouts) {
    this(reading, writing, timeouts, List.of());
  }

  private ConformanceWorld(
      Executor reading,
      Executor writing,
      AwsSettings.Timeouts timeouts,
      List<AwsSettings.Group> named) {
    aws.addInstanceType(
        InstanceType.x86(TYPE, 192, 2_097_152)
            .with(new Accelerator.Gpu(8, "H100", "NVIDIA", 81_920)));
    // all that the server may do is what the policy says that is shipped
    var unused =
        aws.access()
            .allowOnly(
                PolicyDocument.allowedActions(Path.of("..", "deploy", "aws", "iam-policy.json")));
    clouds =
        List.of(adapter("us-east-1", timeouts, named), adapter("us-west-2", timeouts, List.of()));
    fleet = fleet(reading, writing);
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
              new CloudProviderService(fleet, new OneModelConfiguration(overrides, time)),
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
        List.of(
            new CloudEntry("aws/us-east-1", "aws", clouds.get(0), REFRESH),
            new CloudEntry("aws/us-west-2", "aws", clouds.get(1), REFRESH)),
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

  /** Reads both regions for the first time. */
  ConformanceWorld start() {
    fleet.start();
    time.advance(Duration.ZERO);
    return this;
  }

  // ---- the clouds

  /** A group in us-east-1 whose instances are all in service. */
  String group(String name, int min, int max, int desired) {
    return group(east, "us-east-1", name, min, max, desired);
  }

  /** A group in some region whose instances are all in service. */
  String group(EmulatedRegion region, String name, String group, int min, int max, int desired) {
    region.addGroup(definition(group).sizes(min, max).desired(desired));
    if (desired > 0) {
      time.advance(Duration.ofMinutes(5));
    }
    return NodeGroupId.of("aws", ACCOUNT, name, group).value();
  }

  /** A group that will be discovered. */
  static GroupDefinition definition(String name) {
    return GroupDefinition.of(name, TYPE).tag(TAG, "true");
  }

  /** From now on no launch of the group succeeds. */
  void runOutOfCapacity(String name) {
    aws.refuseLaunches(
        attempt -> attempt.group().equals(name),
        LaunchRefusal.outOfCapacity(TYPE, "us-east-1a", List.of()));
  }

  /** What the cloud itself wants a group of us-east-1 to have. */
  int desired(String name) {
    return east.group(name).orElseThrow().desired();
  }

  /** Provider ids of a group's instances that are there to stay. */
  List<String> instances(String name) {
    List<String> ids = new ArrayList<>();
    for (var instance : aws.instances()) {
      boolean live =
          switch (instance.state()) {
            case BOOTING, RUNNING -> true;
            case ENDING, GONE -> false;
          };
      if (instance.group().equals(name) && live) {
        ids.add(instance.providerId());
      }
    }
    return ids;
  }

  /** Lets so much time pass that both regions are read again. */
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
    clouds.forEach(AwsCloud::close);
    aws.close();
  }

  private AwsCloud adapter(
      String region, AwsSettings.Timeouts timeouts, List<AwsSettings.Group> named) {
    return new AwsCloud(
        new AwsSettings(
            region,
            Map.of(TAG, ""),
            named,
            Optional.of(aws.endpoint()),
            Optional.empty(),
            Optional.of(new AwsSettings.AccessKey("AKIDEXAMPLE", "secret")),
            timeouts),
        time);
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
