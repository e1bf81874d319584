package io.gpupool.config;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How managed instance groups are found. A group has both the prefix and the labels, where both are
 * given.
 *
 * @param namePrefix what the group's name begins with; empty for any name
 * @param labels what its instance template carries, all of it, with that value or, where the value
 *     is empty, with any; an empty map asks for nothing
 * @param min the smallest size of a group that says nothing itself
 * @param max the largest size of a group that says nothing itself
 */
public record GcpDiscovery(
    Optional<String> namePrefix, Map<String, String> labels, OptionalInt min, OptionalInt max) {
  public GcpDiscovery {
    Objects.requireNonNull(namePrefix, "namePrefix");
    labels = Map.copyOf(labels);
    new Sizes(min, max);
    if (namePrefix.isEmpty() && labels.isEmpty()) {
      throw new IllegalArgumentException("a discovery that would find every group");
    }
  }
}
