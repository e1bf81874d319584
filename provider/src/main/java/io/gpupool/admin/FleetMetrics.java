package io.gpupool.admin;

import io.gpupool.fleet.FleetEvent;
import io.gpupool.fleet.FleetListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counts what happens to the fleet: {@code gpupool_refusals_total} by call and reason, {@code
 * gpupool_broken_promises_total} by call and kind, {@code gpupool_clamps_total} and {@code
 * gpupool_slots_kept_total}.
 */
public final class FleetMetrics implements FleetListener {

  private final MeterRegistry registry;

  public FleetMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void on(FleetEvent event) {
    if (event instanceof FleetEvent.Refused refused) {
      counter(
          "gpupool.refusals",
          "calls of the autoscaler that were refused",
          1,
          "call",
          refused.call(),
          "reason",
          refused.reason().name().toLowerCase(Locale.ROOT));
    } else if (event instanceof FleetEvent.BrokenPromise broken) {
      counter(
          "gpupool.broken.promises",
          "changes that a cloud refused after the autoscaler had been told yes",
          1,
          "call",
          broken.call(),
          "kind",
          broken.error().kind().name().toLowerCase(Locale.ROOT));
    } else if (event instanceof FleetEvent.Decreased decreased
        && decreased.done() < decreased.asked()) {
      counter(
          "gpupool.clamps",
          "nodes that weren't given up because they had come or the minimum forbade it",
          decreased.asked() - decreased.done());
    } else if (event instanceof FleetEvent.SlotsKept kept) {
      counter(
          "gpupool.slots.kept",
          "placeholders that couldn't be given back and live on",
          kept.count());
    }
  }

  private void counter(String name, String description, double amount, String... tags) {
    Counter.builder(name).description(description).tags(tags).register(registry).increment(amount);
  }
}
