package io.gpupool.cli;

import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.azure.AzureSettings;
import io.gpupool.clouds.gcp.GcpSettings;
import io.gpupool.config.AwsConfig;
import io.gpupool.config.AzureConfig;
import io.gpupool.config.AzureIdentity;
import io.gpupool.config.CloudConfig;
import io.gpupool.config.GcpConfig;
import io.gpupool.config.GcpCredentials;
import io.gpupool.config.GcpDiscovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a configured cloud becomes: an entry for each account and region of AWS, one for each
 * project of Google Cloud, whose locations are read together, and one for each subscription of
 * Azure.
 */
final class PlannedEntries implements CloudConfig.Cases<List<PlannedEntry>> {

  private final Optional<AwsSettings.AccessKey> accessKey;

  /**
   * @param accessKey credentials that are used instead of what the SDK of AWS finds
   */
  PlannedEntries(Optional<AwsSettings.AccessKey> accessKey) {
    this.accessKey = accessKey;
  }

  @Override
  public List<PlannedEntry> aws(AwsConfig aws) {
    List<Optional<String>> roles =
        aws.assumeRoles().isEmpty()
            ? List.of(Optional.empty())
            : aws.assumeRoles().stream().map(Optional::of).toList();
    List<PlannedEntry> entries = new ArrayList<>();
    for (Optional<String> role : roles) {
      for (String region : aws.regions()) {
        String account = roles.size() > 1 ? accountOf(role.orElseThrow()) + "/" : "";
        entries.add(
            new PlannedEntry.OfAws(
                aws.name() + "/" + account + region, settings(aws, role, region), aws.refresh()));
      }
    }
    return entries;
  }

  @Override
  public List<PlannedEntry> gcp(GcpConfig gcp) {
    List<PlannedEntry> entries = new ArrayList<>();
    for (String project : gcp.projects()) {
      String name = gcp.projects().size() > 1 ? gcp.name() + "/" + project : gcp.name();
      entries.add(new PlannedEntry.OfGcp(name, settings(gcp, project), gcp.refresh()));
    }
    return entries;
  }

  @Override
  public List<PlannedEntry> azure(AzureConfig azure) {
    List<PlannedEntry> entries = new ArrayList<>();
    for (String subscription : azure.subscriptions()) {
      String name =
          azure.subscriptions().size() > 1 ? azure.name() + "/" + subscription : azure.name();
      entries.add(new PlannedEntry.OfAzure(name, settings(azure, subscription), azure.refresh()));
    }
    return entries;
  }

  private static AzureSettings settings(AzureConfig azure, String subscription) {
    return new AzureSettings(
        subscription,
        azure.resourceGroups(),
        azure.discoverTags(),
        azure.discoveredMin(),
        azure.discoveredMax(),
        azure.groups().stream()
            .map(
                group ->
                    new AzureSettings.Group(
                        group.name(), group.resourceGroup(), group.min(), group.max()))
            .toList(),
        switch (azure.environment()) {
          case PUBLIC -> AzureSettings.Environment.PUBLIC;
          case US_GOVERNMENT -> AzureSettings.Environment.US_GOVERNMENT;
          case CHINA -> AzureSettings.Environment.CHINA;
        },
        azure.endpoint(),
        credentials(azure.identity()),
        AzureSettings.Timeouts.DEFAULT);
  }

  private static AzureSettings.Credentials credentials(AzureIdentity identity) {
    return switch (identity.kind()) {
      case USUAL -> new AzureSettings.Credentials.Usual();
      case NONE -> new AzureSettings.Credentials.None();
      case MANAGED_IDENTITY -> new AzureSettings.Credentials.ManagedIdentity(identity.client());
      case WORKLOAD_IDENTITY ->
          new AzureSettings.Credentials.WorkloadIdentity(
              identity.tenant(), identity.client(), identity.file());
      case CLIENT_SECRET ->
          new AzureSettings.Credentials.ClientSecret(
              identity.tenant().orElseThrow(),
              identity.client().orElseThrow(),
              identity.file().orElseThrow());
    };
  }

  private static String accountOf(String role) {
    return role.split(":", -1)[4];
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

  private static GcpSettings settings(GcpConfig gcp, String project) {
    Optional<GcpDiscovery> discovery = gcp.discovery();
    return new GcpSettings(
        project,
        gcp.locations(),
        discovery.flatMap(GcpDiscovery::namePrefix),
        discovery.map(GcpDiscovery::labels).orElse(Map.of()),
        discovery.map(GcpDiscovery::min).orElse(OptionalInt.empty()),
        discovery.map(GcpDiscovery::max).orElse(OptionalInt.empty()),
        gcp.groups().stream()
            .map(
                group ->
                    new GcpSettings.Group(group.name(), group.location(), group.min(), group.max()))
            .toList(),
        gcp.endpoint(),
        gcp.impersonate(),
        gcp.credentials() == GcpCredentials.NONE
            ? new GcpSettings.Credentials.None()
            : new GcpSettings.Credentials.ApplicationDefault(),
        GcpSettings.Timeouts.DEFAULT);
  }
}
