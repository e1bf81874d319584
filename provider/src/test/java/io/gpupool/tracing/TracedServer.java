package io.gpupool.tracing;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.Timers;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.rehearsal.SimulatedTime;
import io.gpupool.rpc.CloudProviderService;
import io.gpupool.rpc.GrpcEndpoint;
import io.gpupool.rpc.OneModelConfiguration;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A server on a real socket over a cloud in memory, with tracing around all of it. The cloud is
 * changed in other threads than calls come in, and deletions wait for others.
 */
final class TracedServer implements AutoCloseable {

  final FakeCloud cloud;
  final NodeGroupId group;
  final ManagedChannel channel;
  private final ExecutorService writing = Executors.newSingleThreadExecutor();
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final Fleet fleet;
  private final GrpcEndpoint endpoint;

  TracedServer(Tracing tracing) throws IOException {
    SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
    cloud = new FakeCloud(time);
    group = cloud.addGroup("gpu", 0, 9, 3);
    fleet =
        new Fleet(
            List.of(
                new CloudEntry(
                    "main", "fake", tracing.traced(cloud, "main"), Duration.ofSeconds(30))),
            FleetTiming.DEFAULT,
            tracing.following(
                new Fleet.Surroundings(time, time, Timers.on(timers), Runnable::run, writing)),
            event -> {});
    endpoint =
        GrpcEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            InsecureServerCredentials.create(),
            new CloudProviderService(fleet, new OneModelConfiguration(Map.of(), time)),
            1 << 20,
            tracing.interceptors());
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", endpoint.port(), InsecureChannelCredentials.create())
            .build();
    fleet.start();
    time.advance(Duration.ZERO);
  }

  CloudProviderBlockingStub autoscaler() {
    return CloudProviderGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    endpoint.close();
    fleet.stop();
    writing.shutdown();
    timers.shutdownNow();
  }
}
