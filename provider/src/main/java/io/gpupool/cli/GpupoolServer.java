package io.gpupool.cli;

import io.gpupool.admin.AdminServer;
import io.gpupool.admin.FleetGauges;
import io.gpupool.admin.FleetLog;
import io.gpupool.admin.FleetMetrics;
import io.gpupool.admin.GroupFigures;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.config.TlsConfig;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetListener;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.rpc.CallerIdentity;
import io.gpupool.rpc.CloudProviderService;
import io.gpupool.rpc.GrpcEndpoint;
import io.gpupool.rpc.ServerTls;
import io.gpupool.tracing.Tracing;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server: clouds, fleet, gRPC, admin port. What was started is stopped in reverse. */
final class GpupoolServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger("gpupool");

  /** What the autoscaler sends is small, but for lists of nodes to delete. */
  private static final int MOST_REQUEST_BYTES = 16 * 1024 * 1024;

  /** Something that was started. */
  @FunctionalInterface
  private interface Closing {
    void close() throws IOException;
  }

  private final Deque<Closing> started = new ArrayDeque<>();
  private final Tracing tracing;
  private final Fleet fleet;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GrpcEndpoint cloudProvider;
  private final AdminServer admin;

  private GpupoolServer(
      GpupoolConfig config,
      Optional<AwsSettings.AccessKey> accessKey,
      Fleet.Surroundings surroundings,
      ScheduledExecutorService reloading,
      FleetTiming timing)
      throws IOException {
    boolean complete = false;
    try {
      started.push(metrics::close);
      tracing = Tracing.of(System.getenv());
      started.push(tracing::close);
      fleet = fleet(config, accessKey, tracing.following(surroundings), timing);
      cloudProvider = cloudProvider(config, surroundings.clock(), reloading);
      admin =
          listening(
              "server.admin.listen",
              config.server().admin().listen().toSocketAddress(),
              address -> AdminServer.start(address, fleet, metrics));
      started.push(admin::close);
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
    config
        .server()
        .expander()
        .ifPresent(
            address ->
                log.warn(
                    "server.expander: this release has no expander, so nothing listens on {};"
                        + " start the autoscaler without --expander=grpc",
                    address));
  }

  private Fleet fleet(
      GpupoolConfig config,
      Optional<AwsSettings.AccessKey> accessKey,
      Fleet.Surroundings surroundings,
      FleetTiming timing) {
    List<CloudEntry> entries =
        CloudEntries.of(config, accessKey, surroundings.clock(), metrics, tracing);
    entries.forEach(entry -> started.push(entry.cloud()::close));
    FleetListener listener =
        new FleetLog(CloudEntries.regions(config)).and(new FleetMetrics(metrics));
    Fleet all = new Fleet(entries, timing, surroundings, listener);
    started.push(all::stop);
    FleetGauges.register(all, metrics);
    metrics.getPrometheusRegistry().register(new GroupFigures(all));
    all.start();
    return all;
  }

  private GrpcEndpoint cloudProvider(
      GpupoolConfig config, InstantSource clock, ScheduledExecutorService reloading)
      throws IOException {
    List<ServerInterceptor> interceptors = new ArrayList<>(tracing.interceptors());
    interceptors.add(new MetricCollectingServerInterceptor(metrics));
    ServerCredentials credentials = InsecureServerCredentials.create();
    if (config.server().tls().isPresent()) {
      TlsConfig tls = config.server().tls().get();
      ServerTls files;
      try {
        files =
            ServerTls.read(tls.certificate(), tls.key(), tls.clientCa(), Instant.now(), reloading);
      } catch (IOException e) {
        throw new IOException("server.tls: " + e.getMessage(), e);
      }
      started.push(files::close);
      credentials = files.credentials();
      interceptors.add(new CallerIdentity(tls.allowedClients()));
    }
    ServerCredentials chosen = credentials;
    CloudProviderService service =
        new CloudProviderService(fleet, new ConfiguredGroups(config, Catalog.load(), clock));
    GrpcEndpoint endpoint =
        listening(
            "server.cloudProvider.listen",
            config.server().cloudProvider().toSocketAddress(),
            address ->
                GrpcEndpoint.start(address, chosen, service, MOST_REQUEST_BYTES, interceptors));
    started.push(endpoint::close);
    return endpoint;
  }

  /**
   * Starts everything and returns when the ports are open; clouds are being read meanwhile.
   *
   * @param accessKey credentials that are used instead of what the clouds' own SDKs find
   * @param reloading where certificates are looked at again
   * @throws IOException naming the setting that can't be carried out, and why
   */
  static GpupoolServer start(
      GpupoolConfig config,
      Optional<AwsSettings.AccessKey> accessKey,
      Fleet.Surroundings surroundings,
      ScheduledExecutorService reloading,
      FleetTiming timing)
      throws IOException {
    return new GpupoolServer(config, accessKey, surroundings, reloading, timing);
  }

  int cloudProviderPort() {
    return cloudProvider.port();
  }

  int adminPort() {
    return admin.port();
  }

  Fleet fleet() {
    return fleet;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (IOException e) {
        log.warn("a part of the server didn't stop cleanly", e);
      }
    }
  }

  @FunctionalInterface
  private interface Opening<T> {
    T open(InetSocketAddress address) throws IOException;
  }

  private static <T> T listening(String setting, InetSocketAddress address, Opening<T> opening)
      throws IOException {
    try {
      return opening.open(address);
    } catch (IOException e) {
      throw new IOException(
          "%s: can't listen on %s: %s; is something else running there?"
              .formatted(setting, address, e.getMessage()),
          e);
    }
  }
}
