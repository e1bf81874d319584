package io.gpupool.config;

import java.util.OptionalInt;

/**
 * A group that is named in the file instead of being found.
 *
 * @param name its name in the cloud
 * @param min the smallest size to give it; empty for the cloud's own limit
 * @param max the largest size to give it; empty for the cloud's own limit
 */
public record ExplicitGroup(String name, OptionalInt min, OptionalInt max) {
  public ExplicitGroup {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a group has no name");
    }
    new Sizes(min, max);
  }
}
