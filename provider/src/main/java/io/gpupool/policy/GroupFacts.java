package io.gpupool.policy;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.NodeGroupId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What rules look at in a group. What isn't known matches no rule that asks for it.
 *
 * @param id the group
 * @param cloudName the name of the configured entry that manages it
 * @param gpuModel the catalog's name of its GPUs; empty without GPUs
 * @param gpus how many a node has; empty while it isn't known what its nodes are
 * @param usdPerHour what a node costs, zero or more; infinite if nobody says
 * @param capacityType how nodes are paid for
 * @param labels labels that its nodes carry
 */
public record GroupFacts(
    NodeGroupId id,
    String cloudName,
    Optional<String> gpuModel,
    OptionalInt gpus,
    double usdPerHour,
    Optional<CapacityType> capacityType,
    Map<String, String> labels) {

  public GroupFacts {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(cloudName, "cloudName");
    Objects.requireNonNull(gpuModel, "gpuModel");
    Objects.requireNonNull(gpus, "gpus");
    Objects.requireNonNull(capacityType, "capacityType");
    labels = Map.copyOf(labels);
    if (!(usdPerHour >= 0)) {
      throw new IllegalArgumentException(id + " costs " + usdPerHour + " usd per hour");
    }
  }
}
