package io.gpupool.admin;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetEvent;
import io.gpupool.fleet.FleetException.Reason;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.policy.Ceiling;
import io.gpupool.policy.Ceilings;
import io.gpupool.policy.Scope;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.rehearsal.SimulatedTime;
import io.gpupool.reload.ConfigWatch;
import io.gpupool.spending.SpendingMeter;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the server shows on its admin port when everything has happened that it counts. */
final class ExportedMetrics {

  private static final NodeGroupId GROUP = NodeGroupId.of("aws", "p5");

  private ExportedMetrics() {}

  /** All of it, in Prometheus' form. */
  static String scrape() {
    SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    FakeCloud cloud = new FakeCloud(time);
    MeteredCloud metered = new MeteredCloud(cloud, "fake", registry);
    Fleet fleet =
        new Fleet(
            List.of(new CloudEntry("fake", "fake", metered, Duration.ofSeconds(30))),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
            event -> {});
    NodeGroupId group = cloud.addGroup("gpu", 0, 9, 0);
    registry.getPrometheusRegistry().register(new EntryFigures(fleet));
    ConfigWatch.Listener reloads = new ReloadMetrics(registry, time);
    reloads.taken();
    ReloadMetrics.certificate(registry, time::instant);
    registry.getPrometheusRegistry().register(new GroupFigures(fleet));
    fleet.start();
    time.advance(Duration.ZERO);
    var unused = fleet.increase(group, 1, () -> false);
    cloud.failLaunch(group, FailureCode.OTHER);
    time.advance(Duration.ofSeconds(30));
    FleetMetrics events = new FleetMetrics(registry);
    events.on(new FleetEvent.Refused(GROUP, "call", Reason.ABOVE_MAXIMUM, "x"));
    events.on(
        new FleetEvent.BrokenPromise(
            GROUP, "call", CloudError.of(CloudError.Kind.DENIED, "403", "no")));
    events.on(new FleetEvent.Decreased(GROUP, 5, 2, 1));
    events.on(new FleetEvent.SlotsKept(GROUP, 2, "a reason"));

    registry.getPrometheusRegistry().register(new PriceFigures(fleet, any -> 1.5));
    Scope all = Scope.EVERYTHING;
    SpendingBook.Sizes sizes =
        new SpendingBook.Sizes(
            List.of(new Ceilings.Standing(new Ceiling("here", all, 9), 1, 1, 0)), Map.of());
    registry
        .getPrometheusRegistry()
        .register(
            new SpendingFigures(
                new SpendingBook(
                    fleet, new SpendingMeter(any -> 1.5), now -> sizes, any -> 1.5, time)));
    registry.getPrometheusRegistry().register(new PolicyFigures(Policies.of(fleet, time)));
    new DecisionWatch(registry).decided(Decisions.one(), Duration.ofMillis(3));

    new MetricCollectingServerInterceptor(registry)
        .preregisterService(CloudProviderGrpc.getServiceDescriptor());
    return registry.scrape();
  }
}
