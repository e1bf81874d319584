package io.gpupool.rpc;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.gpupool.rehearsal.SimulatedTime;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.assertj.core.api.Assertions;

/**
 * A server on a real socket with mutual TLS, over a cloud in memory on a clock that the test moves,
 * and callers with and without certificates.
 */
final class RpcWorld implements AutoCloseable {

  static final String CLIENT = "cluster-autoscaler.kube-system";
  static final String GPU_LABEL = OneModelConfiguration.GPU_LABEL;

  final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  final FakeCloud cloud = new FakeCloud(time);
  final Map<NodeGroupId, OptionOverrides> overrides = new HashMap<>();
  final CertificateAuthority authority =
      new CertificateAuthority(Instant.now(), Duration.ofHours(1));
  final Fleet fleet;
  final TestMarket market;
  final GrpcEndpoint endpoint;
  private final List<ManagedChannel> channels = new ArrayList<>();

  RpcWorld() throws IOException {
    this(Runnable::run);
  }

  /**
   * @param writing where the cloud is changed
   */
  RpcWorld(Executor writing) throws IOException {
    fleet =
        new Fleet(
            List.of(new CloudEntry("fake", "fake", cloud, Duration.ofSeconds(30))),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, time, Runnable::run, writing),
            event -> {});
    GroupConfiguration configuration = new OneModelConfiguration(overrides, time);
    market = new TestMarket(fleet, configuration);
    Identity server = authority.issue(List.of("localhost"), List.of("127.0.0.1"));
    endpoint =
        GrpcEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            TlsServerCredentials.newBuilder()
                .keyManager(stream(server.certificatePem()), stream(server.keyPem()))
                .trustManager(stream(authority.certificatePem()))
                .clientAuth(ClientAuth.OPTIONAL)
                .build(),
            new CloudProviderService(fleet, () -> configuration, () -> market),
            16 << 20,
            List.of(new CallerIdentity(List.of(CLIENT))));
  }

  /** Reads the cloud for the first time. */
  RpcWorld start() {
    fleet.start();
    time.advance(Duration.ZERO);
    return this;
  }

  void poll() {
    time.advance(Duration.ofSeconds(30));
  }

  /** The autoscaler. */
  CloudProviderBlockingStub autoscaler() {
    return CloudProviderGrpc.newBlockingStub(
        channel(Optional.of(authority.issue(List.of(CLIENT), List.of()))));
  }

  /** A connection to the server by somebody with this certificate, or none. */
  ManagedChannel channel(Optional<Identity> client) {
    try {
      TlsChannelCredentials.Builder credentials =
          TlsChannelCredentials.newBuilder().trustManager(stream(authority.certificatePem()));
      if (client.isPresent()) {
        credentials.keyManager(
            stream(client.get().certificatePem()), stream(client.get().keyPem()));
      }
      ManagedChannel channel =
          Grpc.newChannelBuilderForAddress("localhost", endpoint.port(), credentials.build())
              .build();
      channels.add(channel);
      return channel;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The status with which a call failed. */
  static StatusRuntimeException refusal(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException refusal) {
      return refusal;
    }
    return Assertions.fail("the call succeeded");
  }

  static RefreshRequest refresh() {
    return RefreshRequest.getDefaultInstance();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    endpoint.close();
    fleet.stop();
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
