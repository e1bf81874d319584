package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.rehearsal.SimulatedTime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupFiguresTest {

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  private final FakeCloud cloud = new FakeCloud(time);
  private final Fleet fleet =
      new Fleet(
          List.of(new CloudEntry("fake", "fake", cloud, Duration.ofSeconds(30))),
          FleetTiming.DEFAULT,
          new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
          event -> {});
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  GroupFiguresTest() {
    registry.getPrometheusRegistry().register(new GroupFigures(fleet));
  }

  @Test
  void beforeAnythingIsReadThereIsNothingToShow() {
    assertThat(registry.scrape()).doesNotContain("gpupool_group_target_nodes{");
  }

  @Test
  void aGroupShowsItsTargetItsLimitsAndItsNodesByState() {
    NodeGroupId group = cloud.addGroup("gpu", 1, 9, 2);
    cloud.launch(group);
    cloud.boot(group);
    start();
    var unused = fleet.increase(group, 3, () -> false);
    assertThat(registry.scrape())
        .contains(series("target_nodes", group, "", 5))
        .contains(series("limit_nodes", group, ",limit=\"min\"", 1))
        .contains(series("limit_nodes", group, ",limit=\"max\"", 9))
        .contains(series("nodes", group, ",state=\"running\"", 2))
        .contains(series("nodes", group, ",state=\"creating\"", 0))
        .contains(series("nodes", group, ",state=\"deleting\"", 0))
        .contains(series("nodes", group, ",state=\"placeholder\"", 3));
  }

  @Test
  void nodesThatWillNotComeAreCountedByReason() {
    NodeGroupId group = cloud.addGroup("gpu", 0, 9, 0);
    start();
    var unused = fleet.increase(group, 2, () -> false);
    cloud.failLaunch(group, FailureCode.INSUFFICIENT_CAPACITY);
    time.advance(Duration.ofSeconds(30));
    assertThat(registry.scrape())
        .contains(
            "gpupool_group_failed_slots{code=\"insufficient_capacity\",group=\""
                + group.value()
                + "\"}");
  }

  @Test
  void aGroupThatIsGoneLeavesNoSeriesBehind() throws Exception {
    NodeGroupId group = cloud.addGroup("gpu", 0, 9, 0);
    start();
    assertThat(registry.scrape()).contains(group.value());
    cloud.removeGroup(group);
    time.advance(Duration.ofSeconds(30));
    fleet.beginLoop();
    time.advance(Duration.ofSeconds(30));
    fleet.beginLoop();
    assertThat(registry.scrape()).doesNotContain(group.value());
  }

  private void start() {
    fleet.start();
    time.advance(Duration.ZERO);
  }

  private static String series(String name, NodeGroupId group, String label, int value) {
    return "gpupool_group_%s{group=\"%s\"%s} %d.0".formatted(name, group.value(), label, value);
  }
}
