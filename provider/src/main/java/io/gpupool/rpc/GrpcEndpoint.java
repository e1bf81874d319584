package io.gpupool.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One port with one service of ours on it, and beside it gRPC's health and reflection. Calls are
 * handled in the transport's own threads: none of them blocks.
 */
public final class GrpcEndpoint implements AutoCloseable {

  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Server server;
  private final HealthStatusManager health;

  private GrpcEndpoint(Server server, HealthStatusManager health) {
    this.server = server;
    this.health = health;
  }

  /**
   * Begins to listen.
   *
   * @param mostBytes the largest request that is accepted
   * @param interceptors the outermost first
   * @throws IOException if the address can't be had
   */
  public static GrpcEndpoint start(
      InetSocketAddress address,
      ServerCredentials credentials,
      BindableService service,
      int mostBytes,
      List<ServerInterceptor> interceptors)
      throws IOException {
    return start(address, credentials, service, mostBytes, interceptors, Optional.empty());
  }

  /**
   * Begins to listen for calls that take a while and many bytes: they are handled by other threads
   * than those that carry them.
   *
   * @param thinking what calls are read and handled by
   * @throws IOException if the address can't be had
   */
  public static GrpcEndpoint startThinking(
      InetSocketAddress address,
      ServerCredentials credentials,
      BindableService service,
      int mostBytes,
      List<ServerInterceptor> interceptors,
      Executor thinking)
      throws IOException {
    return start(address, credentials, service, mostBytes, interceptors, Optional.of(thinking));
  }

  private static GrpcEndpoint start(
      InetSocketAddress address,
      ServerCredentials credentials,
      BindableService service,
      int mostBytes,
      List<ServerInterceptor> interceptors,
      Optional<Executor> thinking)
      throws IOException {
    HealthStatusManager health = new HealthStatusManager();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, credentials)
            .maxInboundMessageSize(mostBytes)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    offer(builder, service, interceptors);
    thinking.ifPresent(builder::executor);
    Server server = builder.build().start();
    health.setStatus(service.bindService().getServiceDescriptor().getName(), ServingStatus.SERVING);
    return new GrpcEndpoint(server, health);
  }

  /**
   * Puts the service on a server, whatever its transport, with everything that stands between the
   * wire and the service.
   *
   * @param interceptors the outermost first
   */
  static <B extends ServerBuilder<B>> B offer(
      B builder, BindableService service, List<ServerInterceptor> interceptors) {
    builder
        .directExecutor()
        .addService(ServerInterceptors.useInputStreamMessages(service.bindService()))
        // the one that is added last is called first
        .intercept(new DefectInterceptor());
    for (int k = interceptors.size() - 1; k >= 0; k--) {
      builder.intercept(interceptors.get(k));
    }
    return builder;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Stops: says so to health checks first, then lets calls finish for a while. */
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
