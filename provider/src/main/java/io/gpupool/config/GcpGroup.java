package io.gpupool.config;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A managed instance group that is named in the file instead of being found.
 *
 * @param name its name in the cloud
 * @param location its zone or region; empty for wherever groups of that name are
 * @param min the smallest size to give it; empty for what holds otherwise
 * @param max the largest size to give it; empty for what holds otherwise
 */
public record GcpGroup(String name, Optional<String> location, OptionalInt min, OptionalInt max) {
  public GcpGroup {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a group has no name");
    }
    Objects.requireNonNull(location, "location");
    new Sizes(min, max);
  }

  /** Whether a group could be meant by both. */
  boolean overlaps(GcpGroup other) {
    return name.equals(other.name)
        && (location.isEmpty() || other.location.isEmpty() || location.equals(other.location));
  }
}
