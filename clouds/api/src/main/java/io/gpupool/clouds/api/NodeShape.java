package io.gpupool.clouds.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a new node of a group will be: the machine as the cloud describes it, and what the group's
 * owner has written on the group.
 *
 * @param source where the machine's facts were read, such as a launch template and its version; as
 *     long as it stays the same, so do they
 * @param machine the machine type, of several the one that the group prefers
 * @param alternatives other machine types that the cloud may choose instead
 * @param region the cloud's region
 * @param zones where instances may be placed, in the cloud's order; at least one
 * @param capacityType how it is paid for
 * @param rootDiskBytes the size of the disk that the node's root file system is on, if the cloud
 *     says
 * @param declared what the group's owner says of its nodes
 * @param system what runs below the pods, where the cloud says
 */
public record NodeShape(
    String source,
    MachineType machine,
    List<MachineType> alternatives,
    String region,
    List<String> zones,
    CapacityType capacityType,
    OptionalLong rootDiskBytes,
    Declared declared,
    Optional<NodeSystem> system) {

  /** A shape of whose system nothing is known. */
  public NodeShape(
      String source,
      MachineType machine,
      List<MachineType> alternatives,
      String region,
      List<String> zones,
      CapacityType capacityType,
      OptionalLong rootDiskBytes,
      Declared declared) {
    this(
        source,
        machine,
        alternatives,
        region,
        zones,
        capacityType,
        rootDiskBytes,
        declared,
        Optional.empty());
  }

  public NodeShape {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(machine, "machine");
    alternatives = List.copyOf(alternatives);
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(capacityType, "capacityType");
    Objects.requireNonNull(declared, "declared");
    Objects.requireNonNull(system, "system");
    zones = List.copyOf(zones);
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("no zone");
    }
    if (rootDiskBytes.orElse(1) <= 0) {
      throw new IllegalArgumentException("a root disk of " + rootDiskBytes + " bytes");
    }
  }

  /** A shape of one machine type, of whose disk and owner nothing is known. */
  public static NodeShape of(
      String source,
      MachineType machine,
      String region,
      List<String> zones,
      CapacityType capacityType) {
    return new NodeShape(
        source,
        machine,
        List.of(),
        region,
        zones,
        capacityType,
        OptionalLong.empty(),
        Declared.NOTHING);
  }

  /** The same with something declared. */
  public NodeShape with(Declared owners) {
    return new NodeShape(
        source, machine, alternatives, region, zones, capacityType, rootDiskBytes, owners, system);
  }

  /** The same with other machine types that may come instead. */
  public NodeShape withAlternatives(List<MachineType> others) {
    return new NodeShape(
        source, machine, others, region, zones, capacityType, rootDiskBytes, declared, system);
  }

  /** The same on a root disk of this size. */
  public NodeShape withRootDisk(long bytes) {
    return new NodeShape(
        source,
        machine,
        alternatives,
        region,
        zones,
        capacityType,
        OptionalLong.of(bytes),
        declared,
        system);
  }

  /** The same with this system. */
  public NodeShape withSystem(NodeSystem known) {
    return new NodeShape(
        source,
        machine,
        alternatives,
        region,
        zones,
        capacityType,
        rootDiskBytes,
        declared,
        Optional.of(known));
  }

  /** The machine's accelerators, if it has any. */
  public Optional<Accelerator> accelerator() {
    return machine.accelerator();
  }
}
