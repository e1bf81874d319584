package io.gpupool.cli;

import io.gpupool.admin.MeteredCloud;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.config.CloudConfig;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.fleet.BreakerCloud;
import io.gpupool.fleet.BudgetedCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.DeferredCloud;
import io.gpupool.fleet.DrainingCloud;
import io.gpupool.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fleet's entries as the configuration names them: several for a configured cloud, so that one
 * that is dark leaves the others alone. Around each adapter go the circuit breaker, the request
 * budget, the metrics and the traces. An entry whose settings are the same in the next
 * configuration stays the same object, with its connections. Not thread-safe.
 */
final class ConfiguredClouds {

  private record Known(Object settings, CloudEntry entry) {}

  private final PlannedEntries planned;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Tracing tracing;
  private Map<String, Known> known = Map.of();

  /**
   * @param accessKey credentials that are used instead of what the SDK of AWS finds
   */
  ConfiguredClouds(
      Optional<AwsSettings.AccessKey> accessKey,
      InstantSource clock,
      MeterRegistry registry,
      Tracing tracing) {
    this.planned = new PlannedEntries(accessKey);
    this.clock = clock;
    this.registry = registry;
    this.tracing = tracing;
  }

  /**
   * The entries of this configuration, which is the one that holds from now on. Those of the last
   * one that aren't among them are for the caller to close.
   */
  List<CloudEntry> entries(GpupoolConfig config) {
    Map<String, Known> next = new LinkedHashMap<>();
    for (CloudConfig cloud : config.clouds()) {
      for (PlannedEntry entry : cloud.accept(planned)) {
        next.put(entry.name(), known(entry));
      }
    }
    known = next;
    return next.values().stream().map(Known::entry).toList();
  }

  private Known known(PlannedEntry entry) {
    Known before = known.get(entry.name());
    Cloud cloud =
        before != null && before.settings().equals(entry.settings())
            ? before.entry().cloud()
            : cloud(entry);
    return new Known(
        entry.settings(),
        new CloudEntry(entry.name(), entry.providerIdScheme(), cloud, entry.refresh()));
  }

  private Cloud cloud(PlannedEntry entry) {
    String name = entry.name();
    Cloud deferred = new DeferredCloud(() -> entry.connect(clock));
    Cloud adapter = new BreakerCloud(deferred, name, clock);
    Cloud budgeted = new BudgetedCloud(adapter, BudgetedCloud.Budget.DEFAULT, clock);
    return new DrainingCloud(tracing.traced(new MeteredCloud(budgeted, name, registry), name));
  }

  /** How many entries each configured cloud becomes. */
  static Map<String, Integer> entriesOfEach(GpupoolConfig config) {
    PlannedEntries planned = new PlannedEntries(Optional.empty());
    Map<String, Integer> counts = new TreeMap<>();
    for (CloudConfig cloud : config.clouds()) {
      counts.put(cloud.name(), cloud.accept(planned).size());
    }
    return counts;
  }
}
