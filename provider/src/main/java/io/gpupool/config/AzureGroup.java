package io.gpupool.config;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A scale set by name.
 *
 * @param name its name, in any case
 * @param resourceGroup where it is; empty for wherever there is one of that name
 * @param min the smallest size to give it
 * @param max the largest size to give it
 */
public record AzureGroup(
    String name, Optional<String> resourceGroup, OptionalInt min, OptionalInt max) {
  public AzureGroup {
    Objects.requireNonNull(resourceGroup, "resourceGroup");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a scale set has no name");
    }
    new Sizes(min, max);
  }

  /** Whether both could mean the same scale set. */
  boolean overlaps(AzureGroup other) {
    return name.equalsIgnoreCase(other.name)
        && (resourceGroup.isEmpty()
            || other.resourceGroup.isEmpty()
            || lower(resourceGroup).equals(lower(other.resourceGroup)));
  }

  private static Optional<String> lower(Optional<String> text) {
    return text.map(one -> one.toLowerCase(Locale.ROOT));
  }
}
