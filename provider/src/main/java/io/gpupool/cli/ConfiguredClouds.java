package io.gpupool.cli;

import io.gpupool.admin.MeteredCloud;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.aws.AwsCloud;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.config.AwsConfig;
import io.gpupool.config.CloudConfig;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.fleet.BreakerCloud;
import io.gpupool.fleet.BudgetedCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.DrainingCloud;
import io.gpupool.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fleet's entries as the configuration names them: one for each account and region, so that one
 * that is dark leaves the others alone. Around each adapter go the circuit breaker, the request
 * budget, the metrics and the traces. An entry whose settings are the same in the next
 * configuration stays the same object, with its connections. Not thread-safe.
 */
final class ConfiguredClouds {

  private record Known(AwsSettings settings, CloudEntry entry) {}

  private final Optional<AwsSettings.AccessKey> accessKey;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Tracing tracing;
  private Map<String, Known> known = Map.of();

  /**
   * @param accessKey credentials that are used instead of what the clouds' own SDKs find
   */
  ConfiguredClouds(
      Optional<AwsSettings.AccessKey> accessKey,
      InstantSource clock,
      MeterRegistry registry,
      Tracing tracing) {
    this.accessKey = accessKey;
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
      if (cloud instanceof AwsConfig aws) {
        for (Optional<String> role : roles(aws)) {
          for (String region : aws.regions()) {
            String name = name(aws, role, region);
            next.put(name, entry(name, settings(aws, role, region), aws.refresh()));
          }
        }
      }
    }
    known = next;
    return next.values().stream().map(Known::entry).toList();
  }

  private Known entry(String name, AwsSettings settings, Duration refresh) {
    Known before = known.get(name);
    Cloud cloud =
        before != null && before.settings().equals(settings)
            ? before.entry().cloud()
            : cloud(name, settings);
    return new Known(settings, new CloudEntry(name, "aws", cloud, refresh));
  }

  private Cloud cloud(String name, AwsSettings settings) {
    Cloud adapter = new BreakerCloud(new AwsCloud(settings, clock), name, clock);
    Cloud budgeted = new BudgetedCloud(adapter, BudgetedCloud.Budget.DEFAULT, clock);
    return new DrainingCloud(tracing.traced(new MeteredCloud(budgeted, name, registry), name));
  }

  /** How many entries each configured cloud has become. */
  static Map<String, Integer> regions(GpupoolConfig config) {
    Map<String, Integer> regions = new TreeMap<>();
    for (CloudConfig cloud : config.clouds()) {
      if (cloud instanceof AwsConfig aws) {
        regions.put(aws.name(), roles(aws).size() * aws.regions().size());
      }
    }
    return regions;
  }

  /** The roles to take on, or none once. */
  private static List<Optional<String>> roles(AwsConfig aws) {
    return aws.assumeRoles().isEmpty()
        ? List.of(Optional.empty())
        : aws.assumeRoles().stream().map(Optional::of).toList();
  }

  /** The entry's name; where there are several accounts, with the account's number. */
  private static String name(AwsConfig aws, Optional<String> role, String region) {
    String account = aws.assumeRoles().size() > 1 ? role.orElseThrow().split(":", -1)[4] + "/" : "";
    return aws.name() + "/" + account + region;
  }

  private AwsSettings settings(AwsConfig aws, Optional<String> role, String region) {
    return new AwsSettings(
        region,
        aws.discoverTags(),
        aws.groups().stream()
            .map(group -> new AwsSettings.Group(group.name(), group.min(), group.max()))
            .toList(),
        aws.endpoint(),
        role,
        accessKey,
        AwsSettings.Timeouts.DEFAULT);
  }
}
