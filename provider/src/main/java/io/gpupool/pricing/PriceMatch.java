package io.gpupool.pricing;

import io.gpupool.clouds.api.CapacityType;
import java.util.Objects;
import java.util.Optional;

/**
 * Which nodes a price, a discount or a reservation is about. What is left out matches everything.
 *
 * @param cloud the name of a configured entry
 * @param region the cloud's own name for it
 * @param type the cloud's own name for the machine type
 * @param capacityType how it is paid for
 */
public record PriceMatch(
    Optional<String> cloud,
    Optional<String> region,
    Optional<String> type,
    Optional<CapacityType> capacityType) {

  public PriceMatch {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(capacityType, "capacityType");
  }

  /** Whether a node is one of those. */
  boolean matches(Priced node) {
    return cloud.map(node.cloudName()::equals).orElse(true)
        && region.map(node.region()::equals).orElse(true)
        && type.map(node.machineType()::equals).orElse(true)
        && capacityType.map(wanted -> wanted == node.capacityType()).orElse(true);
  }
}
