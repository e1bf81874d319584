package io.gpupool.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A project of Google Cloud, or several.
 *
 * @param name the entry's own name
 * @param projects ids of projects, one or more, each once
 * @param locations zones and regions to look at, each once; empty for all that have groups
 * @param discovery how groups are found; empty finds none
 * @param groups groups by name, instead of or beside those that are found
 * @param impersonate the e-mail address of a service account to act as
 * @param endpoint another endpoint for the Compute API
 * @param credentials what requests are signed with
 * @param refresh how long a reading lasts while nothing is going on
 */
public record GcpConfig(
    String name,
    List<String> projects,
    List<String> locations,
    Optional<GcpDiscovery> discovery,
    List<GcpGroup> groups,
    Optional<String> impersonate,
    Optional<URI> endpoint,
    GcpCredentials credentials,
    Duration refresh)
    implements CloudConfig {

  public GcpConfig {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a cloud has no name");
    }
    projects = List.copyOf(projects);
    locations = List.copyOf(locations);
    groups = List.copyOf(groups);
    Objects.requireNonNull(impersonate, "impersonate");
    if (projects.isEmpty() || Set.copyOf(projects).size() < projects.size()) {
      throw new IllegalArgumentException(name + " needs projects, each once: " + projects);
    }
    if (Set.copyOf(locations).size() < locations.size()) {
      throw new IllegalArgumentException(name + " has a location twice: " + locations);
    }
    if (discovery.isEmpty() && groups.isEmpty()) {
      throw new IllegalArgumentException(name + " has neither groups nor a way to find them");
    }
    for (int i = 0; i < groups.size(); i++) {
      if (groups.subList(0, i).stream().anyMatch(groups.get(i)::overlaps)) {
        throw new IllegalArgumentException(
            name + " has the group " + groups.get(i).name() + " twice");
      }
    }
    if (credentials == GcpCredentials.NONE && (endpoint.isEmpty() || impersonate.isPresent())) {
      throw new IllegalArgumentException(name + " asks Google's own endpoint without credentials");
    }
    if (refresh.compareTo(SHORTEST_REFRESH) < 0) {
      throw new IllegalArgumentException(name + " is refreshed every " + refresh);
    }
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.gcp(this);
  }
}
