package io.gpupool.pricing;

import io.gpupool.clouds.api.CapacityType;
import java.util.List;
import java.util.Objects;

/**
 * What has a price: a machine type in a place.
 *
 * @param cloud {@code aws}, {@code gcp} or {@code azure}
 * @param cloudName the name of the configured entry
 * @param entry the entry of the fleet, by which offers are told
 * @param region the cloud's own name for it
 * @param zones where a node may be
 * @param machineType as the catalog and the configuration name it
 * @param capacityType how it is paid for
 */
public record Priced(
    String cloud,
    String cloudName,
    String entry,
    String region,
    List<String> zones,
    String machineType,
    CapacityType capacityType) {
  public Priced {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(cloudName, "cloudName");
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(machineType, "machineType");
    Objects.requireNonNull(capacityType, "capacityType");
    zones = List.copyOf(zones);
  }
}
