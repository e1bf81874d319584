package io.gpupool.cli;

import io.gpupool.bench.Slope;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.config.ConfigException;
import io.gpupool.config.ConfigFile;
import io.gpupool.config.ConfigReader;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.Timers;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.gpupool.rehearsal.SimulatedTime;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets the whole server work for a long time and watches what it holds on to: memory after a
 * collection, threads, open files. Callers come and go, nodes are asked for and deleted, and the
 * configuration is taken over again and again. Once on simulated time, for days, and once on real
 * time, as fast as the server answers.
 */
final class SoakBench {

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final int NODES_OF_NOBODY = 20;

  /**
   * So many nodes of others that could be ours; the fleet remembers each that it has looked for.
   */
  private static final int STRANGERS = 1_000;

  /** As usual, but that a group that changes size is read no more often than others. */
  private static final FleetTiming SLOWLY =
      new FleetTiming(
          Duration.ofMinutes(10),
          FleetTiming.DEFAULT.replyBudget(),
          Duration.ofMillis(20),
          FleetTiming.DEFAULT.maxStaleness(),
          FleetTiming.DEFAULT.startGrace(),
          FleetTiming.DEFAULT.clockSkew(),
          FleetTiming.DEFAULT.departedMemory());

  /**
   * What was seen.
   *
   * @param hours of the time that the server lived in
   * @param loops that were made
   * @param calls that were answered
   * @param refusals how many of them with an error: groups are full, or at their minimum
   * @param heapBytesPerHour how memory grew, by the line that fits best
   * @param threadsPerHour likewise
   * @param filesPerHour likewise
   * @param heapBytes in the end
   * @param threads in the end
   * @param files open in the end; -1 where the system doesn't say
   */
  record Result(
      double hours,
      long loops,
      long calls,
      long refusals,
      double heapBytesPerHour,
      double threadsPerHour,
      double filesPerHour,
      long heapBytes,
      long threads,
      long files) {}

  private final Random random = new Random(1);
  private final Slope heap = new Slope();
  private final Slope threads = new Slope();
  private final Slope files = new Slope();
  private long loops;
  private long calls;
  private long refusals;

  private SoakBench() {}

  /** So many simulated days, with a loop and a reading every ten minutes of them. */
  static Result simulated(int days) throws IOException, ConfigException {
    SimulatedTime time = new SimulatedTime(START);
    try (Workers workers = new Workers()) {
      Timers replies = Timers.on(workers.timers());
      return new SoakBench()
          .run(
              time,
              new Fleet.Surroundings(time, time, replies, Runnable::run, workers.writing()),
              Duration.ofDays(days),
              Duration.ofHours(6),
              "10m",
              1,
              () -> time.advance(Duration.ofMinutes(10)));
    }
  }

  /** So many real minutes, loop after loop. */
  static Result real(Duration length) throws IOException, ConfigException {
    InstantSource clock = InstantSource.system();
    try (Workers workers = new Workers()) {
      Timers timers = Timers.on(workers.timers());
      return new SoakBench()
          .run(
              clock,
              new Fleet.Surroundings(
                  clock, timers, timers, workers.reading(), workers.writing(), Math::random),
              length,
              length.dividedBy(60),
              "1s",
              10,
              () -> {});
    }
  }

  private Result run(
      InstantSource clock,
      Fleet.Surroundings surroundings,
      Duration length,
      Duration betweenSamples,
      String refresh,
      int loopsOfAConnection,
      Runnable pause)
      throws IOException, ConfigException {
    try (EmulatedClouds emulated =
            EmulatedClouds.start(Set.of("aws"), Catalog.load(), clock, 1, Map.of());
        TrialFolder folder = TrialFolder.create(emulated, refresh)) {
      ConfigFile config = ConfigReader.readFile(folder.configuration());
      try (GpupoolServer server =
          GpupoolServer.start(
              config.config(),
              Optional.of(new AwsSettings.AccessKey("AKIABENCH", "any")),
              surroundings,
              SLOWLY)) {
        Instant begun = clock.instant();
        Instant end = begun.plus(length);
        // what is made once, caches and compiled code, belongs to the first quarter
        Instant measuredFrom = begun.plus(length.dividedBy(4));
        Instant nextSample = measuredFrom;
        pause.run();
        while (clock.instant().isBefore(end)) {
          loops(loopsOfAConnection, server, folder);
          pause.run();
          // the emulated cloud lives in the same memory, and isn't what is measured
          emulated.forget(clock.instant().minus(betweenSamples.dividedBy(2)));
          if (!clock.instant().isBefore(nextSample)) {
            server.take(config.config());
            sample(Duration.between(begun, clock.instant()));
            nextSample = nextSample.plus(betweenSamples);
          }
        }
        return new Result(
            length.toSeconds() / 3600.0,
            loops,
            calls,
            refusals,
            heap.perUnit(),
            threads.perUnit(),
            files.perUnit(),
            heapBytes(),
            ManagementFactory.getThreadMXBean().getThreadCount(),
            openFiles());
      }
    }
  }

  /** Some loops over a connection of their own. */
  private void loops(int count, GpupoolServer server, TrialFolder folder) throws IOException {
    ManagedChannel channel = folder.connect(server.cloudProviderPort());
    try {
      for (int k = 0; k < count; k++) {
        loops++;
        loop(CloudProviderGrpc.newBlockingStub(channel).withWaitForReady());
      }
    } finally {
      channel.shutdownNow();
      try {
        channel.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void loop(CloudProviderBlockingStub connection) {
    CloudProviderBlockingStub stub = connection.withDeadlineAfter(30, TimeUnit.SECONDS);
    List<NodeGroup> groups = new ArrayList<>();
    call(() -> stub.refresh(RefreshRequest.getDefaultInstance()));
    call(
        () ->
            groups.addAll(
                stub.nodeGroups(NodeGroupsRequest.getDefaultInstance()).getNodeGroupsList()));
    for (int node = 0; node < NODES_OF_NOBODY; node++) {
      // one of them could be ours; as with real ones, it isn't the first time they are asked for
      String id =
          node == 0
              ? "aws:///us-east-1a/i-%017x".formatted(random.nextInt(STRANGERS))
              : "rack://room-1/node-" + node;
      call(
          () ->
              stub.nodeGroupForNode(
                  NodeGroupForNodeRequest.newBuilder()
                      .setNode(ExternalGrpcNode.newBuilder().setProviderID(id))
                      .build()));
    }
    for (NodeGroup group : groups) {
      String id = group.getId();
      call(
          () ->
              stub.nodeGroupTargetSize(NodeGroupTargetSizeRequest.newBuilder().setId(id).build()));
      call(
          () ->
              stub.nodeGroupTemplateNodeInfo(
                  NodeGroupTemplateNodeInfoRequest.newBuilder().setId(id).build()));
      change(stub, id);
    }
  }

  private void change(CloudProviderBlockingStub stub, String id) {
    List<Instance> nodes = new ArrayList<>();
    call(
        () ->
            nodes.addAll(
                stub.nodeGroupNodes(NodeGroupNodesRequest.newBuilder().setId(id).build())
                    .getInstancesList()));
    switch (random.nextInt(20)) {
      case 0 ->
          call(
              () ->
                  stub.nodeGroupIncreaseSize(
                      NodeGroupIncreaseSizeRequest.newBuilder().setId(id).setDelta(1).build()));
      case 1 ->
          call(
              () ->
                  stub.nodeGroupDecreaseTargetSize(
                      NodeGroupDecreaseTargetSizeRequest.newBuilder()
                          .setId(id)
                          .setDelta(-1)
                          .build()));
      case 2 -> {
        NodeGroupDeleteNodesRequest.Builder request =
            NodeGroupDeleteNodesRequest.newBuilder().setId(id);
        nodes.forEach(
            node -> request.addNodes(ExternalGrpcNode.newBuilder().setProviderID(node.getId())));
        if (!nodes.isEmpty()) {
          call(() -> stub.nodeGroupDeleteNodes(request.build()));
        }
      }
      default -> {}
    }
  }

  private void call(Runnable call) {
    calls++;
    try {
      call.run();
    } catch (StatusRuntimeException refused) {
      refusals++;
    }
  }

  private void sample(Duration at) {
    double hours = at.toMillis() / 3.6e6;
    heap.add(hours, (double) heapBytes());
    threads.add(hours, ManagementFactory.getThreadMXBean().getThreadCount());
    files.add(hours, (double) openFiles());
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.UnixOperatingSystemMXBean system
        ? system.getOpenFileDescriptorCount()
        : -1;
  }
}
