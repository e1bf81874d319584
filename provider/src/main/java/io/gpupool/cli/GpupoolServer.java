package io.gpupool.cli;

import io.gpupool.admin.AdminServer;
import io.gpupool.admin.EntryFigures;
import io.gpupool.admin.FleetLog;
import io.gpupool.admin.FleetMetrics;
import io.gpupool.admin.GroupFigures;
import io.gpupool.admin.ReloadMetrics;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.config.ServerConfig;
import io.gpupool.config.TlsConfig;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.reload.ConfigWatch;
import io.gpupool.rpc.CallerIdentity;
import io.gpupool.rpc.CloudProviderService;
import io.gpupool.rpc.GroupConfiguration;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole server: clouds, fleet, gRPC, admin port. What was started is stopped in reverse: nobody
 * new is let in, calls end, changes that were promised are carried out, and only then the ways to
 * the clouds are closed.
 */
final class GpupoolServer implements ConfigWatch.Target, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger("gpupool");

  /** What the autoscaler sends is small, but for lists of nodes to delete. */
  private static final int MOST_REQUEST_BYTES = 16 * 1024 * 1024;

  /** Kubernetes kills what hasn't stopped after thirty seconds; calls have had five of them. */
  private static final Duration FOR_LAST_CHANGES = Duration.ofSeconds(15);

  /** Something that was started. */
  @FunctionalInterface
  private interface Closing {
    void close() throws IOException;
  }

  /**
   * What is needed to exchange certificates.
   *
   * @param files what new connections are made with
   * @param callers who is let in
   */
  private record Protection(ServerTls files, CallerIdentity callers) {}

  private final Deque<Closing> started = new ArrayDeque<>();
  private final Tracing tracing;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Catalog catalog = Catalog.load();
  private final InstantSource clock;
  private final ReloadMetrics reloads;
  private final ConfiguredClouds clouds;
  private final FleetLog fleetLog;
  private final Fleet fleet;
  private final Optional<Protection> protection;
  private final GrpcEndpoint cloudProvider;
  private final AdminServer admin;
  private volatile GroupConfiguration groups;
  private final ServerConfig startedWith;

  private GpupoolServer(
      GpupoolConfig config,
      Optional<AwsSettings.AccessKey> accessKey,
      Fleet.Surroundings surroundings,
      FleetTiming timing)
      throws IOException {
    boolean complete = false;
    try {
      clock = surroundings.clock();
      startedWith = config.server();
      started.push(metrics::close);
      protection = protection(config.server());
      reloads = new ReloadMetrics(metrics, clock);
      tracing = Tracing.of(System.getenv());
      started.push(tracing::close);
      clouds = new ConfiguredClouds(accessKey, clock, metrics, tracing);
      fleetLog = new FleetLog(ConfiguredClouds.entriesOfEach(config));
      fleet =
          new Fleet(
              clouds.entries(config),
              timing,
              tracing.following(surroundings),
              fleetLog.and(new FleetMetrics(metrics)));
      started.push(() -> fleet.close(FOR_LAST_CHANGES));
      metrics.getPrometheusRegistry().register(new EntryFigures(fleet));
      metrics.getPrometheusRegistry().register(new GroupFigures(fleet));
      fleet.start();
      groups = new ConfiguredGroups(config, catalog, clock);
      cloudProvider =
          listening(
              "server.cloudProvider.listen",
              config.server().cloudProvider().toSocketAddress(),
              this::cloudProvider);
      started.push(cloudProvider::close);
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

  private Optional<Protection> protection(ServerConfig server) throws IOException {
    if (server.tls().isEmpty()) {
      return Optional.empty();
    }
    TlsConfig tls = server.tls().get();
    ServerTls files;
    try {
      files = ServerTls.read(tls.certificate(), tls.key(), tls.clientCa(), Instant.now());
    } catch (IOException e) {
      throw new IOException("server.tls: " + e.getMessage(), e);
    }
    ReloadMetrics.certificate(metrics, files::notAfter);
    return Optional.of(new Protection(files, new CallerIdentity(tls.allowedClients())));
  }

  private GrpcEndpoint cloudProvider(InetSocketAddress address) throws IOException {
    List<ServerInterceptor> interceptors = new ArrayList<>(tracing.interceptors());
    interceptors.add(new MetricCollectingServerInterceptor(metrics));
    protection.ifPresent(tls -> interceptors.add(tls.callers()));
    ServerCredentials credentials =
        protection
            .map(tls -> tls.files().credentials())
            .orElseGet(InsecureServerCredentials::create);
    return GrpcEndpoint.start(
        address,
        credentials,
        new CloudProviderService(fleet, () -> groups),
        MOST_REQUEST_BYTES,
        interceptors);
  }

  /**
   * Starts everything and returns when the ports are open; clouds are being read meanwhile.
   *
   * @param accessKey credentials that are used instead of what the clouds' own SDKs find
   * @throws IOException naming the setting that can't be carried out, and why
   */
  static GpupoolServer start(
      GpupoolConfig config,
      Optional<AwsSettings.AccessKey> accessKey,
      Fleet.Surroundings surroundings,
      FleetTiming timing)
      throws IOException {
    return new GpupoolServer(config, accessKey, surroundings, timing);
  }

  @Override
  public List<String> take(GpupoolConfig config) throws IOException {
    List<String> remarks = new ArrayList<>();
    if (protection.isPresent() && config.server().tls().isPresent()) {
      exchange(protection.get(), config.server().tls().get(), remarks);
    }
    // from here on nothing can fail any more
    groups = new ConfiguredGroups(config, catalog, clock);
    fleetLog.configured(ConfiguredClouds.entriesOfEach(config));
    fleet.reconfigure(clouds.entries(config));
    remarks.addAll(RestartSettings.thatDiffer(startedWith, config.server()));
    return remarks;
  }

  private static void exchange(Protection protection, TlsConfig tls, List<String> remarks)
      throws IOException {
    Instant before = protection.files().notAfter();
    try {
      protection.files().exchange(tls.certificate(), tls.key(), tls.clientCa(), Instant.now());
    } catch (IOException e) {
      throw new IOException("server.tls: " + e.getMessage(), e);
    }
    protection.callers().allow(tls.allowedClients());
    if (!before.equals(protection.files().notAfter())) {
      remarks.add("server.tls: a renewed certificate, good until " + protection.files().notAfter());
    }
  }

  /** Where what becomes of changes of the configuration is counted. */
  ConfigWatch.Listener reloads() {
    return reloads;
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
