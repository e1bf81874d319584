package io.gpupool.admin;

import io.gpupool.policy.GroupPolicy;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * Which options hold for each group and who says so: {@code gpupool_group_option}; and how long its
 * nodes take until they can be used: {@code gpupool_group_boot_seconds}.
 */
public final class PolicyFigures implements MultiCollector {

  private final PolicyBook policies;

  /** Figures to be registered with Prometheus' own registry. */
  public PolicyFigures(PolicyBook policies) {
    this.policies = policies;
  }

  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder options =
        GaugeSnapshot.builder()
            .name("gpupool_group_option")
            .help("what the autoscaler is told of a group, in seconds or shares, and who says so");
    GaugeSnapshot.Builder boots =
        GaugeSnapshot.builder()
            .name("gpupool_group_boot_seconds")
            .help("how long a node of a group takes until it can be used");
    for (PolicyBook.GroupLine line : policies.groups()) {
      GroupPolicy policy = line.policy();
      String group = policy.facts().id().value();
      policy
          .standing()
          .by()
          .forEach(
              (setting, source) ->
                  options.dataPoint(
                      point(
                          setting.in(policy.standing().options()).orElse(0),
                          "group",
                          group,
                          "option",
                          setting.key(),
                          "by",
                          source.by())));
      boots.dataPoint(
          point(
              policy.boot().time().toMillis() / 1e3,
              "group",
              group,
              "basis",
              policy.boot().seen() == 0 ? "assumed" : "seen"));
    }
    return MetricSnapshots.of(options.build(), boots.build());
  }

  private static GaugeDataPointSnapshot point(double value, String... labels) {
    return GaugeDataPointSnapshot.builder().labels(Labels.of(labels)).value(value).build();
  }
}
