package io.gpupool.admin;

import io.gpupool.spending.Stage;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;

/**
 * What nodes cost and have cost, by group and by what they do: {@code
 * gpupool_group_spending_usd_per_hour} and {@code gpupool_group_spent_usd_total}; how ceilings
 * stand: {@code gpupool_ceiling_usd_per_hour} and {@code gpupool_ceiling_spent_usd_per_hour}; and
 * the sizes that the autoscaler is told: {@code gpupool_group_offered_nodes}.
 */
public final class SpendingFigures implements MultiCollector {

  private final SpendingBook book;

  /** Figures to be registered with Prometheus' own registry. */
  public SpendingFigures(SpendingBook book) {
    this.book = book;
  }

  @Override
  public MetricSnapshots collect() {
    SpendingBook.Page page = book.page();
    GaugeSnapshot.Builder now =
        gauge(
            "gpupool_group_spending_usd_per_hour", "what the instances of a group cost, by stage");
    CounterSnapshot.Builder spent =
        CounterSnapshot.builder()
            .name("gpupool_group_spent_usd")
            .help("what the instances of a group have cost since the server began, by stage");
    GaugeSnapshot.Builder offered =
        gauge("gpupool_group_offered_nodes", "the sizes that the autoscaler is told");
    for (SpendingBook.GroupLine group : page.groups()) {
      for (Stage stage : Stage.values()) {
        Labels labels =
            Labels.of("group", group.group(), "stage", stage.name().toLowerCase(Locale.ROOT));
        now.dataPoint(point(group.usdPerHour().of(stage), labels));
        spent.dataPoint(
            CounterDataPointSnapshot.builder().labels(labels).value(group.usd().of(stage)).build());
      }
      offered.dataPoint(point(group.min(), Labels.of("group", group.group(), "limit", "min")));
      offered.dataPoint(point(group.max(), Labels.of("group", group.group(), "limit", "max")));
    }
    GaugeSnapshot.Builder ceilings =
        gauge("gpupool_ceiling_usd_per_hour", "what may be spent per hour");
    GaugeSnapshot.Builder below =
        gauge("gpupool_ceiling_spent_usd_per_hour", "what is spent per hour below a ceiling");
    for (SpendingBook.CeilingLine ceiling : page.ceilings()) {
      Labels labels = Labels.of("scope", ceiling.scope());
      ceilings.dataPoint(point(ceiling.usdPerHour(), labels));
      below.dataPoint(point(ceiling.spentUsdPerHour(), labels));
    }
    return MetricSnapshots.of(
        now.build(), spent.build(), offered.build(), ceilings.build(), below.build());
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
