package io.gpupool.cli;

import io.gpupool.admin.AdminSections;
import io.gpupool.admin.AdminServer;
import io.gpupool.admin.DecisionJournal;
import io.gpupool.admin.DecisionWatch;
import io.gpupool.admin.EntryFigures;
import io.gpupool.admin.FleetLog;
import io.gpupool.admin.FleetMetrics;
import io.gpupool.admin.GroupFigures;
import io.gpupool.admin.PolicyBook;
import io.gpupool.admin.PolicyFigures;
import io.gpupool.admin.PriceFigures;
import io.gpupool.admin.ReloadMetrics;
import io.gpupool.boot.BootTimes;
import io.gpupool.capacity.CapacityMemory;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.config.ExpanderConfig;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.config.ServerConfig;
import io.gpupool.config.TlsConfig;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetEvent;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.GroupView;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.pricing.OfferBook;
import io.gpupool.reload.ConfigWatch;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
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
  private final Optional<ServedExpander> expander;
  private final OfferBook offers = new OfferBook();
  private final CapacityMemory capacity = new CapacityMemory();
  private final BootTimes boots = new BootTimes();
  private final DecisionJournal decisions;
  private final AtomicReference<ScaleDownPolicy> remarkedOn =
      new AtomicReference<>(ScaleDownPolicy.NONE);
  private volatile Configured configured;
  private final ServerConfig startedWith;

  /** What the configuration says at the moment. */
  private record Configured(
      GpupoolConfig config, ConfiguredPrices prices, ConfiguredGroups groups) {}

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
              fleetLog.and(new FleetMetrics(metrics)).and(this::learn));
      started.push(() -> fleet.close(FOR_LAST_CHANGES));
      metrics.getPrometheusRegistry().register(new EntryFigures(fleet));
      metrics.getPrometheusRegistry().register(new GroupFigures(fleet));
      configured = configured(config);
      fleet.start();
      metrics.getPrometheusRegistry().register(new PriceFigures(fleet, this::usdPerHour));
      PolicyBook policies =
          new PolicyBook(
              fleet,
              () -> configured.config().scaleDown(),
              group -> configured.groups().policy(group),
              clock);
      metrics.getPrometheusRegistry().register(new PolicyFigures(policies));
      decisions = new DecisionJournal(clock);
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
              address ->
                  AdminServer.start(
                      address,
                      fleet,
                      metrics,
                      config.server().admin().tokenFile(),
                      AdminSections.of(decisions, capacity, clock).withPolicies(policies)));
      started.push(admin::close);
      expander = expander(config);
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  private Configured configured(GpupoolConfig config) {
    RuleRemarks.onHours(config.scaleDown(), clock.instant()).forEach(log::warn);
    ConfiguredPrices prices = new ConfiguredPrices(config, catalog, offers);
    ConfiguredPolicies policies = new ConfiguredPolicies(config, prices, boots);
    return new Configured(config, prices, new ConfiguredGroups(config, catalog, policies, clock));
  }

  /** What the fleet tells that prices and choices depend on. */
  private void learn(FleetEvent event) {
    if (event instanceof FleetEvent.Quoted quoted) {
      offers.quoted(quoted.entry(), quoted.offers());
    } else if (event instanceof FleetEvent.ReadingDone) {
      capacity.look(fleet.snapshot().groups(), clock.instant());
      boots.look(fleet.snapshot().groups(), clock.instant());
      remark(configured);
    }
  }

  /** Once all clouds have been read: rules that are about none of their groups, once. */
  private void remark(Configured now) {
    if (!fleet.waitingFor().isEmpty()) {
      return;
    }
    ScaleDownPolicy policy = now.config().scaleDown();
    if (!policy.equals(remarkedOn.getAndSet(policy))) {
      RuleRemarks.onGroups(
              policy,
              fleet.snapshot().groups().stream()
                  .map(group -> now.groups().policy(group).facts())
                  .toList())
          .forEach(log::warn);
    }
  }

  private ConfiguredMarket market() {
    Configured now = configured;
    return new ConfiguredMarket(
        now.config(), now.groups(), now.prices(), capacity, fleet.snapshot());
  }

  private double usdPerHour(GroupView group) {
    return configured.prices().of(group).usdPerHour();
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

  private List<ServerInterceptor> interceptors() {
    List<ServerInterceptor> interceptors = new ArrayList<>(tracing.interceptors());
    interceptors.add(new MetricCollectingServerInterceptor(metrics));
    return interceptors;
  }

  private ServerCredentials credentials() {
    return protection
        .map(tls -> tls.files().credentials())
        .orElseGet(InsecureServerCredentials::create);
  }

  private GrpcEndpoint cloudProvider(InetSocketAddress address) throws IOException {
    List<ServerInterceptor> interceptors = interceptors();
    protection.ifPresent(tls -> interceptors.add(tls.callers()));
    return GrpcEndpoint.start(
        address,
        credentials(),
        new CloudProviderService(fleet, () -> configured.groups(), this::market),
        MOST_REQUEST_BYTES,
        interceptors);
  }

  private Optional<ServedExpander> expander(GpupoolConfig config) throws IOException {
    if (config.server().expander().isEmpty()) {
      return Optional.empty();
    }
    ExpanderConfig settings = config.server().expander().get();
    ServedExpander served =
        listening(
            "server.expander.listen",
            settings.listen().toSocketAddress(),
            address ->
                new ServedExpander(
                    settings,
                    address,
                    this::market,
                    decisions.and(new DecisionWatch(metrics)),
                    credentials(),
                    interceptors()));
    started.push(served::close);
    return Optional.of(served);
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
    configured = configured(config);
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

  /** Where the autoscaler asks which group to take, if that is served. */
  OptionalInt expanderPort() {
    return expander.map(served -> OptionalInt.of(served.port())).orElse(OptionalInt.empty());
  }

  /** Lets what will have to be fast run before anybody waits for it, in the background. */
  void warmUp() {
    expander.ifPresent(ServedExpander::warmUp);
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
