package io.gpupool.cli;

import io.gpupool.bench.AutoscalerLoop;
import io.gpupool.bench.ConstantCloudProvider;
import io.gpupool.bench.LoopFigures;
import io.gpupool.bench.LoopSize;
import io.gpupool.bench.StillCloud;
import io.gpupool.boot.BootTimes;
import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.config.ConfigException;
import io.gpupool.config.ConfigReader;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.Timers;
import io.gpupool.pricing.OfferBook;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsResponse;
import io.gpupool.rpc.CallerIdentity;
import io.gpupool.rpc.CloudProviderService;
import io.gpupool.rpc.GrpcEndpoint;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures loops of the autoscaler against the server, and against one of the same make that
 * answers from constants. Both are in this process, as is the client, and calls to one and the
 * other alternate.
 */
final class LoopBench {

  /** So many calls of each side aren't measured; by then the compiler has done its work. */
  private static final int WARM_UP_CALLS = 30_000;

  private static final int MOST_WARM_UP_LOOPS = 10;

  /** So many calls are made to one side before it is the other's turn. */
  private static final int TURN = 100;

  private static final int MOST_REQUEST_BYTES = 16 << 20;
  private static final String CLIENT = "cluster-autoscaler.kube-system";
  private static final Duration REFRESH = Duration.ofSeconds(30);

  /**
   * What came of it.
   *
   * @param server the loops of the server
   * @param constants the loops of the one that answers from constants
   * @param moreAllocatedBytesPerCall what a call allocates beyond one that is answered from
   *     constants; about zero, and less than it for noise
   * @param heapBytes in use with the fleet read, after a collection, before a client was there
   * @param residentBytes of the process after all loops, the client and both servers; zero where
   *     the system doesn't say
   */
  record Result(
      LoopSize size,
      LoopFigures server,
      LoopFigures constants,
      long moreAllocatedBytesPerCall,
      long heapBytes,
      long residentBytes) {}

  private LoopBench() {}

  static Result run(LoopSize size, int loops) throws IOException, ConfigException {
    CertificateAuthority authority = new CertificateAuthority(Instant.now(), Duration.ofDays(1));
    Identity identity = authority.issue(List.of("localhost"), List.of("127.0.0.1"));
    Identity client = authority.issue(List.of(CLIENT), List.of());
    EventLoopGroup callers = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Tls tls = new Tls(authority.certificatePem(), identity, client, callers);
    try (Workers workers = new Workers()) {
      Timers timers = Timers.on(workers.timers());
      Fleet fleet =
          new Fleet(
              List.of(new CloudEntry("still", "aws", new StillCloud(size), REFRESH)),
              FleetTiming.DEFAULT,
              new Fleet.Surroundings(
                  InstantSource.system(), timers, timers, Runnable::run, workers.writing()),
              event -> {});
      fleet.start();
      try {
        return measure(size, loops, tls, new CloudProviderService(fleet, groups()));
      } finally {
        fleet.stop();
      }
    } finally {
      var unused = callers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private static Result measure(LoopSize size, int loops, Tls tls, CloudProviderService service)
      throws IOException {
    try (GrpcEndpoint server = tls.endpoint(service)) {
      // the first question makes the replies
      ConstantCloudProvider answers = constants(size, server, tls);
      long heap = heapAfterCollection();
      try (GrpcEndpoint constant = tls.endpoint(answers)) {
        ManagedChannel toServer = tls.connect(server);
        ManagedChannel toConstants = tls.connect(constant);
        try {
          return alternate(
              new Side(new AutoscalerLoop(toServer, size, System::nanoTime)),
              new Side(new AutoscalerLoop(toConstants, size, System::nanoTime)),
              size,
              loops,
              heap);
        } finally {
          disconnect(toServer);
          disconnect(toConstants);
        }
      }
    }
  }

  /** A few calls each in turn, so that whatever else the machine does happens to both. */
  private static Result alternate(Side server, Side constants, LoopSize size, int loops, long heap)
      throws IOException {
    int calls = server.loop.size();
    for (int k = 0; k < MOST_WARM_UP_LOOPS && k * calls < WARM_UP_CALLS; k++) {
      inTurns(server, constants);
    }
    server.forget();
    constants.forget();
    for (int k = 0; k < loops; k++) {
      inTurns(server, constants);
    }
    return new Result(
        size,
        LoopFigures.of(server.nanos, server.loop.bytes()),
        LoopFigures.of(constants.nanos, constants.loop.bytes()),
        (server.allocated - constants.allocated) / loops / calls,
        heap,
        residentBytes());
  }

  private static void inTurns(Side server, Side constants) {
    server.begin();
    constants.begin();
    int calls = server.loop.size();
    for (int from = 0; from < calls; from += TURN) {
      int to = Math.min(from + TURN, calls);
      server.measure(from, to);
      constants.measure(from, to);
    }
  }

  /** One of the two that are measured. */
  private static final class Side {
    private final AutoscalerLoop loop;
    private final List<long[]> nanos = new ArrayList<>();
    private long allocated;

    Side(AutoscalerLoop loop) {
      this.loop = loop;
    }

    void begin() {
      nanos.add(new long[loop.size()]);
    }

    void measure(int from, int to) {
      long before = allocatedByAll();
      loop.run(nanos.get(nanos.size() - 1), from, to);
      allocated += allocatedByAll() - before;
    }

    void forget() {
      nanos.clear();
      allocated = 0;
    }
  }

  /** What the server says of a group and two nodes, to be said again and again. */
  private static ConstantCloudProvider constants(LoopSize size, GrpcEndpoint endpoint, Tls tls)
      throws IOException {
    ManagedChannel channel = tls.connect(endpoint);
    try {
      CloudProviderBlockingStub stub =
          CloudProviderGrpc.newBlockingStub(channel).withWaitForReady();
      NodeGroupsResponse groups = stub.nodeGroups(NodeGroupsRequest.getDefaultInstance());
      if (groups.getNodeGroupsCount() != size.groups()) {
        throw new IllegalStateException(
            "the server lists %d groups of %d"
                .formatted(groups.getNodeGroupsCount(), size.groups()));
      }
      String group = groups.getNodeGroups(0).getId();
      return new ConstantCloudProvider(
          groups,
          NodeGroupForNodeResponse.newBuilder().setNodeGroup(groups.getNodeGroups(0)).build(),
          stub.nodeGroupForNode(
              NodeGroupForNodeRequest.newBuilder()
                  .setNode(ExternalGrpcNode.newBuilder().setProviderID("rack://room-1/none"))
                  .build()),
          stub.nodeGroupTargetSize(NodeGroupTargetSizeRequest.newBuilder().setId(group).build()),
          stub.nodeGroupNodes(NodeGroupNodesRequest.newBuilder().setId(group).build()));
    } finally {
      disconnect(channel);
    }
  }

  private static ConfiguredGroups groups() throws ConfigException {
    GpupoolConfig config =
        ConfigReader.read(
            "bench",
            """
            server:
              plaintext: true
              cloudProvider: {listen: "127.0.0.1:0"}
              admin: {listen: "127.0.0.1:0"}
            clouds:
              - name: still
                aws: {regions: [us-east-1], groups: [{name: any}]}
            """);
    Catalog catalog = Catalog.load();
    ConfiguredPrices prices = new ConfiguredPrices(config, catalog, new OfferBook());
    return new ConfiguredGroups(
        config,
        catalog,
        new ConfiguredPolicies(config, prices, new BootTimes()),
        InstantSource.system());
  }

  /**
   * What is opened in one run.
   *
   * @param callers the thread of all clients' connections; left to itself, gRPC lets some
   *     connections share a thread with the server's end and others not, which tells more about
   *     luck than about servers
   */
  private record Tls(
      String authorityPem, Identity server, Identity client, EventLoopGroup callers) {

    GrpcEndpoint endpoint(BindableService service) throws IOException {
      return GrpcEndpoint.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          TlsServerCredentials.newBuilder()
              .keyManager(stream(server.certificatePem()), stream(server.keyPem()))
              .trustManager(stream(authorityPem))
              .clientAuth(ClientAuth.OPTIONAL)
              .build(),
          service,
          MOST_REQUEST_BYTES,
          List.of(
              new MetricCollectingServerInterceptor(
                  new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
              new CallerIdentity(List.of(CLIENT))));
    }

    ManagedChannel connect(GrpcEndpoint endpoint) throws IOException {
      return NettyChannelBuilder.forAddress(
              "localhost",
              endpoint.port(),
              TlsChannelCredentials.newBuilder()
                  .keyManager(stream(client.certificatePem()), stream(client.keyPem()))
                  .trustManager(stream(authorityPem))
                  .build())
          .eventLoopGroup(callers)
          .channelType(NioSocketChannel.class)
          .build();
    }

    private static InputStream stream(String pem) {
      return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** What all threads have allocated, the client's among them; it is the same on both sides. */
  private static long allocatedByAll() {
    if (!(ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads)) {
      return 0;
    }
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }

  private static long residentBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kib -> Long.parseLong(kib) << 10)
        .findFirst()
        .orElse(0);
  }

  private static void disconnect(ManagedChannel channel) {
    channel.shutdownNow();
    try {
      channel.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
