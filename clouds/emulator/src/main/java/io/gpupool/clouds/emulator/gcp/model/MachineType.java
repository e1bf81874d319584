package io.gpupool.clouds.emulator.gcp.model;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A machine type as Compute Engine describes it.
 *
 * @param name such as {@code a3-highgpu-8g}
 * @param architecture {@code X86_64} or {@code ARM64}
 * @param vcpus virtual processors
 * @param memoryMib memory
 * @param accelerators what is built in
 * @param bundledSsds local SSDs that come with it, of 375 GB each
 * @param zones the zones that have it; empty means all
 */
public record MachineType(
    String name,
    String architecture,
    int vcpus,
    int memoryMib,
    Optional<Accelerators> accelerators,
    int bundledSsds,
    Set<String> zones) {

  public MachineType {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(accelerators, "accelerators");
    zones = Set.copyOf(zones);
    if (name.isBlank() || vcpus <= 0 || memoryMib <= 0 || bundledSsds < 0) {
      throw new IllegalArgumentException(
          "machine type '" + name + "' of " + vcpus + " vCPUs and " + memoryMib + " MiB");
    }
  }

  /** An x86 machine without accelerators, to be had everywhere. */
  public static MachineType x86(String name, int vcpus, int memoryMib) {
    return new MachineType(name, "X86_64", vcpus, memoryMib, Optional.empty(), 0, Set.of());
  }

  /** An Arm machine without accelerators, to be had everywhere. */
  public static MachineType arm(String name, int vcpus, int memoryMib) {
    return new MachineType(name, "ARM64", vcpus, memoryMib, Optional.empty(), 0, Set.of());
  }

  /** The same machine with accelerators built in. */
  public MachineType with(String acceleratorType, int count) {
    return new MachineType(
        name,
        architecture,
        vcpus,
        memoryMib,
        Optional.of(new Accelerators(acceleratorType, count)),
        bundledSsds,
        zones);
  }

  /** The same machine with local SSDs that come with it. */
  public MachineType bundledSsds(int count) {
    return new MachineType(name, architecture, vcpus, memoryMib, accelerators, count, zones);
  }

  /** The same machine, to be had in some zones only. */
  public MachineType onlyIn(String... newZones) {
    return new MachineType(
        name, architecture, vcpus, memoryMib, accelerators, bundledSsds, Set.of(newZones));
  }

  /** Whether a zone has it. */
  public boolean isIn(String zone) {
    return zones.isEmpty() || zones.contains(zone);
  }
}
