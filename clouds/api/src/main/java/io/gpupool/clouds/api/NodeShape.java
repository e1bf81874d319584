package io.gpupool.clouds.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a new node of a group will be: the machine as the cloud describes it, and what the group's
 * owner has written on the group for the autoscaler to know.
 *
 * @param source where the machine's facts were read, such as a launch template and its version; as
 *     long as it stays the same, so do they
 * @param machine the machine type
 * @param region the cloud's region
 * @param zones where instances may be placed, in the cloud's order; at least one
 * @param capacityType how it is paid for
 * @param labels labels that its nodes will carry
 * @param taints taints that its nodes will carry
 * @param resources quantities in Kubernetes' notation that its nodes will report, by resource name;
 *     they win over what the machine type says
 */
public record NodeShape(
    String source,
    MachineType machine,
    String region,
    List<String> zones,
    CapacityType capacityType,
    Map<String, String> labels,
    List<Taint> taints,
    Map<String, String> resources) {

  public NodeShape {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(capacityType, "capacityType");
    zones = List.copyOf(zones);
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("no zone");
    }
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    resources = Map.copyOf(resources);
  }

  /** The machine's accelerators, if it has any. */
  public Optional<Accelerator> accelerator() {
    return machine.accelerator();
  }
}
