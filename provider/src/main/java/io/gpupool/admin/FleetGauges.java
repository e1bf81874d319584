package io.gpupool.admin;

import io.gpupool.fleet.Fleet;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/**
 * How it is with each cloud entry: {@code gpupool_cloud_dark}, 1 while nothing is changed there
 * because it can't be read, and {@code gpupool_cloud_last_reading_timestamp_seconds}, when it was
 * last read completely, absent until it has been.
 */
public final class FleetGauges {

  private FleetGauges() {}

  /** Shows the fleet's entries in a registry; figures are taken when somebody looks. */
  public static void register(Fleet fleet, MeterRegistry registry) {
    for (String entry : fleet.entries()) {
      Gauge.builder(
              "gpupool.cloud.dark", fleet, all -> all.darkEntries().contains(entry) ? 1.0 : 0.0)
          .description("1 while nothing is changed in a cloud because it can't be read")
          .tag("cloud", entry)
          .register(registry);
      Gauge.builder(
              "gpupool.cloud.last.reading.timestamp.seconds",
              fleet,
              all -> all.lastReading(entry).map(FleetGauges::seconds).orElse(Double.NaN))
          .description("when a cloud was last read completely")
          .tag("cloud", entry)
          .register(registry);
    }
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }
}
