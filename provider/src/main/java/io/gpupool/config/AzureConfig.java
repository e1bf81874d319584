package io.gpupool.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A subscription of Azure, or several.
 *
 * @param name the entry's own name
 * @param subscriptions ids of subscriptions, one or more, each once
 * @param resourceGroups resource groups to look at; empty for all
 * @param discoverTags tags of scale sets that are managed, all of them, each with this value or, if
 *     that is empty, any; empty finds none
 * @param discoveredMin the smallest size of a scale set that is found and says nothing itself
 * @param discoveredMax the largest size of such a scale set
 * @param groups scale sets by name, instead of or beside those that are found
 * @param environment which Azure
 * @param endpoint another endpoint for Azure Resource Manager
 * @param identity as whom it is asked
 * @param refresh how long a reading lasts while nothing is going on
 */
public record AzureConfig(
    String name,
    List<String> subscriptions,
    List<String> resourceGroups,
    Map<String, String> discoverTags,
    OptionalInt discoveredMin,
    OptionalInt discoveredMax,
    List<AzureGroup> groups,
    AzureEnvironment environment,
    Optional<URI> endpoint,
    AzureIdentity identity,
    Duration refresh)
    implements CloudConfig {

  public AzureConfig {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a cloud has no name");
    }
    subscriptions = List.copyOf(subscriptions);
    resourceGroups = List.copyOf(resourceGroups);
    discoverTags = Map.copyOf(discoverTags);
    groups = List.copyOf(groups);
    Objects.requireNonNull(environment, "environment");
    new Sizes(discoveredMin, discoveredMax);
    if (subscriptions.isEmpty() || Set.copyOf(subscriptions).size() < subscriptions.size()) {
      throw new IllegalArgumentException(name + " needs subscriptions, each once");
    }
    if (discoverTags.isEmpty() && groups.isEmpty()) {
      throw new IllegalArgumentException(name + " has neither groups nor a way to find them");
    }
    if (identity.kind() == AzureIdentity.Kind.NONE && endpoint.isEmpty()) {
      throw new IllegalArgumentException(name + " asks Azure's own endpoint without credentials");
    }
    if (refresh.compareTo(SHORTEST_REFRESH) < 0) {
      throw new IllegalArgumentException(name + " is refreshed every " + refresh);
    }
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.azure(this);
  }
}
