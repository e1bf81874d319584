package io.gpupool.cli;

import io.gpupool.admin.MeteredCloud;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.aws.AwsCloud;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.config.AwsConfig;
import io.gpupool.config.CloudConfig;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.fleet.BudgetedCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fleet's entries as the configuration names them: one for each account and region, so that one
 * that is dark leaves the others alone. Around each adapter go the request budget, the metrics and
 * the traces.
 */
final class CloudEntries {

  private CloudEntries() {}

  /**
   * @param accessKey credentials that are used instead of what the clouds' own SDKs find
   */
  static List<CloudEntry> of(
      GpupoolConfig config,
      Optional<AwsSettings.AccessKey> accessKey,
      InstantSource clock,
      MeterRegistry registry,
      Tracing tracing) {
    List<CloudEntry> entries = new ArrayList<>();
    for (CloudConfig cloud : config.clouds()) {
      if (cloud instanceof AwsConfig aws) {
        for (Optional<String> role : roles(aws)) {
          for (String region : aws.regions()) {
            Cloud adapter = new AwsCloud(settings(aws, role, region, accessKey), clock);
            String name = name(aws, role, region);
            entries.add(
                new CloudEntry(
                    name,
                    "aws",
                    tracing.traced(
                        new MeteredCloud(
                            new BudgetedCloud(adapter, BudgetedCloud.Budget.DEFAULT, clock),
                            name,
                            registry),
                        name),
                    aws.refresh()));
          }
        }
      }
    }
    return entries;
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

  private static AwsSettings settings(
      AwsConfig aws,
      Optional<String> role,
      String region,
      Optional<AwsSettings.AccessKey> accessKey) {
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
