package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetEvent;
import io.gpupool.fleet.FleetException.Reason;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.rehearsal.SimulatedTime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetMetricsTest {

  private static final NodeGroupId GROUP = NodeGroupId.of("aws", "p5");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final FleetMetrics metrics = new FleetMetrics(registry);

  @Test
  void refusalsAreCountedByCallAndReason() {
    metrics.on(new FleetEvent.Refused(GROUP, "NodeGroupIncreaseSize", Reason.ABOVE_MAXIMUM, "x"));
    metrics.on(new FleetEvent.Refused(GROUP, "NodeGroupIncreaseSize", Reason.ABOVE_MAXIMUM, "y"));
    assertThat(registry.scrape())
        .contains(
            "gpupool_refusals_total{call=\"NodeGroupIncreaseSize\",reason=\"above_maximum\"} 2.0");
  }

  @Test
  void brokenPromisesAreCountedByCallAndKind() {
    metrics.on(
        new FleetEvent.BrokenPromise(
            GROUP, "NodeGroupDeleteNodes", CloudError.of(CloudError.Kind.DENIED, "403", "no")));
    assertThat(registry.scrape())
        .contains(
            "gpupool_broken_promises_total{call=\"NodeGroupDeleteNodes\",kind=\"denied\"} 1.0");
  }

  @Test
  void nodesThatWereNotGivenUpAreCountedAndThoseThatWereAreNot() {
    metrics.on(new FleetEvent.Decreased(GROUP, 5, 2, 1));
    metrics.on(new FleetEvent.Decreased(GROUP, 4, 4, 0));
    assertThat(registry.scrape()).contains("gpupool_clamps_total 3.0");
  }

  @Test
  void placeholdersThatLiveOnAreCounted() {
    metrics.on(new FleetEvent.SlotsKept(GROUP, 2, "a reason"));
    metrics.on(new FleetEvent.SlotsKept(GROUP, 1, "another"));
    assertThat(registry.scrape()).contains("gpupool_slots_kept_total 3.0");
  }

  @Test
  void changesThatWentWellAreNoneOfThese() {
    metrics.on(new FleetEvent.Increased(GROUP, 1, 1));
    metrics.on(new FleetEvent.Deleted(GROUP, 1, 0, 0));
    assertThat(registry.scrape()).doesNotContain("gpupool_");
  }

  @Test
  void aDarkCloudIsSeenAndWhenEachWasLastRead() {
    SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
    FakeCloud cloud = new FakeCloud(time);
    Fleet fleet =
        new Fleet(
            List.of(new CloudEntry("aws/east", "fake", cloud, Duration.ofSeconds(30))),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
            event -> {});
    registry.getPrometheusRegistry().register(new EntryFigures(fleet));
    assertThat(registry.scrape()).doesNotContain("gpupool_cloud_last_reading_timestamp_seconds{");

    fleet.start();
    time.advance(Duration.ZERO);
    assertThat(registry.scrape())
        .contains("gpupool_cloud_dark{cloud=\"aws/east\"} 0.0")
        .contains("gpupool_cloud_last_reading_timestamp_seconds{cloud=\"aws/east\"} 1.772352E9");

    cloud.failNext(CloudError.of(CloudError.Kind.UNAVAILABLE, "Timeout", "no answer"));
    time.advance(Duration.ofSeconds(30));
    assertThat(registry.scrape()).contains("gpupool_cloud_dark{cloud=\"aws/east\"} 1.0");
  }
}
