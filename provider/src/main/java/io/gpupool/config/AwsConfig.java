package io.gpupool.config;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An account of AWS, or several.
 *
 * @param name the entry's own name
 * @param regions the regions to look at, one or more, each once
 * @param assumeRoles ARNs of roles to take on, one for each account; empty for the credentials that
 *     the environment gives
 * @param discoverTags tags by which groups are found: a group carries all of them, with that value
 *     or, where the value is empty, with any; an empty map finds none
 * @param groups groups by name, instead of or beside those that are found
 * @param endpoint another endpoint for all of its services
 * @param refresh how long a reading lasts while nothing is going on
 */
public record AwsConfig(
    String name,
    List<String> regions,
    List<String> assumeRoles,
    Map<String, String> discoverTags,
    List<ExplicitGroup> groups,
    Optional<URI> endpoint,
    Duration refresh)
    implements CloudConfig {

  public AwsConfig {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a cloud has no name");
    }
    assumeRoles = List.copyOf(assumeRoles);
    Objects.requireNonNull(endpoint, "endpoint");
    regions = List.copyOf(regions);
    discoverTags = Map.copyOf(discoverTags);
    groups = List.copyOf(groups);
    if (regions.isEmpty() || Set.copyOf(regions).size() < regions.size()) {
      throw new IllegalArgumentException(name + " needs regions, each once: " + regions);
    }
    if (discoverTags.isEmpty() && groups.isEmpty()) {
      throw new IllegalArgumentException(name + " has neither groups nor a way to find them");
    }
    Set<String> names = new HashSet<>();
    for (ExplicitGroup group : groups) {
      if (!names.add(group.name())) {
        throw new IllegalArgumentException(name + " has the group " + group.name() + " twice");
      }
    }
    if (refresh.compareTo(SHORTEST_REFRESH) < 0) {
      throw new IllegalArgumentException(name + " is refreshed every " + refresh);
    }
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.aws(this);
  }
}
