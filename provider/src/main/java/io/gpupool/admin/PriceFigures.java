package io.gpupool.admin;

import io.gpupool.clouds.api.InstanceState;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.GroupView;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.ToDoubleFunction;

/**
 * What a node of each group costs and what its nodes cost together: {@code
 * gpupool_group_node_usd_per_hour} and {@code gpupool_group_usd_per_hour}. A group whose price
 * isn't known has neither.
 */
public final class PriceFigures implements MultiCollector {

  private final Fleet fleet;
  private final ToDoubleFunction<GroupView> usdPerHour;

  /**
   * Figures to be registered with Prometheus' own registry.
   *
   * @param usdPerHour what one more node of a group costs, infinite if that isn't known
   */
  public PriceFigures(Fleet fleet, ToDoubleFunction<GroupView> usdPerHour) {
    this.fleet = fleet;
    this.usdPerHour = usdPerHour;
  }

  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder node =
        gauge("gpupool_group_node_usd_per_hour", "what a node of a group costs");
    GaugeSnapshot.Builder all =
        gauge("gpupool_group_usd_per_hour", "what the instances of a group cost together");
    for (GroupView group : fleet.snapshot().groups()) {
      double usd = usdPerHour.applyAsDouble(group);
      if (Double.isFinite(usd)) {
        node.dataPoint(point(usd, group));
        all.dataPoint(point(usd * instances(group), group));
      }
    }
    return MetricSnapshots.of(node.build(), all.build());
  }

  private static long instances(GroupView group) {
    return group.members().stream()
        .filter(member -> !member.placeholder() && member.state() != InstanceState.DELETING)
        .count();
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value, GroupView group) {
    return GaugeDataPointSnapshot.builder()
        .labels(Labels.of("group", group.id().value()))
        .value(value)
        .build();
  }
}
