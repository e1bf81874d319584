package io.gpupool.admin;

import io.gpupool.reload.ConfigWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts what became of changes of the configuration: {@code gpupool_config_reloads_total} by
 * result, {@code gpupool_config_last_reload_successful} and {@code
 * gpupool_config_last_reload_success_timestamp_seconds}, beginning with the start.
 */
public final class ReloadMetrics implements ConfigWatch.Listener {

  private final InstantSource clock;
  private final Counter taken;
  private final Counter refused;
  private volatile boolean lastWasTaken = true;
  private volatile Instant lastTaken;

  public ReloadMetrics(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    this.lastTaken = clock.instant();
    this.taken = reloads(registry, "taken");
    this.refused = reloads(registry, "refused");
    Gauge.builder("gpupool.config.last.reload.successful", this, my -> my.lastWasTaken ? 1.0 : 0.0)
        .description("0 while the configuration file holds a change that can't be used")
        .register(registry);
    TimeGauge.builder(
            "gpupool.config.last.reload.success.timestamp",
            this,
            TimeUnit.MILLISECONDS,
            my -> my.lastTaken.toEpochMilli())
        .description("when the configuration that holds was taken over")
        .register(registry);
  }

  /** Shows until when the server's certificate is good. */
  public static void certificate(MeterRegistry registry, Supplier<Instant> notAfter) {
    // a supplier of the number itself is held by the registry; an object to ask wouldn't be
    TimeGauge.builder(
            "gpupool.certificate.expiry.timestamp",
            () -> notAfter.get().toEpochMilli(),
            TimeUnit.MILLISECONDS)
        .description("until when the server's own certificate is good")
        .register(registry);
  }

  @Override
  public void taken() {
    lastTaken = clock.instant();
    lastWasTaken = true;
    taken.increment();
  }

  @Override
  public void refused() {
    lastWasTaken = false;
    refused.increment();
  }

  private static Counter reloads(MeterRegistry registry, String result) {
    return Counter.builder("gpupool.config.reloads")
        .description("changes of the configuration, by what became of them")
        .tag("result", result)
        .register(registry);
  }
}
