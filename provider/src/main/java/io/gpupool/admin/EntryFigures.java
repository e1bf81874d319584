package io.gpupool.admin;

import io.gpupool.fleet.Fleet;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.List;

/**
 * How it is with each cloud entry, taken when somebody looks: {@code gpupool_cloud_dark}, 1 while
 * nothing is changed there because it can't be read, and {@code
 * gpupool_cloud_last_reading_timestamp_seconds}, when it was last read completely, absent until it
 * has been. An entry that the configuration has no longer leaves none behind.
 */
public final class EntryFigures implements MultiCollector {

  private final Fleet fleet;

  /** Figures of this fleet, to be registered with Prometheus' own registry. */
  public EntryFigures(Fleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder dark =
        gauge(
            "gpupool_cloud_dark", "1 while nothing is changed in a cloud because it can't be read");
    GaugeSnapshot.Builder lastReading =
        gauge(
            "gpupool_cloud_last_reading_timestamp_seconds",
            "when a cloud was last read completely");
    List<String> darkEntries = fleet.darkEntries();
    for (String entry : fleet.entries()) {
      dark.dataPoint(point(darkEntries.contains(entry) ? 1 : 0, entry));
      fleet.lastReading(entry).ifPresent(at -> lastReading.dataPoint(point(seconds(at), entry)));
    }
    return MetricSnapshots.of(dark.build(), lastReading.build());
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value, String entry) {
    return GaugeDataPointSnapshot.builder().labels(Labels.of("cloud", entry)).value(value).build();
  }
}
