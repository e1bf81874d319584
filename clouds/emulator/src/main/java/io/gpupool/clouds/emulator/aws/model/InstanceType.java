package io.gpupool.clouds.emulator.aws.model;

import java.util.Objects;
import java.util.Optional;

/**
 * A machine type as EC2 describes it.
 *
 * @param name such as {@code p5.48xlarge}
 * @param architecture {@code x86_64} or {@code arm64}
 * @param vcpus virtual processors
 * @param memoryMib nominal memory
 * @param accelerator what it has of GPUs and the like
 * @param interfaces network interfaces; zero if nothing is said of the network
 * @param addressesEach addresses of each interface
 * @param localStorageGb disks of its own
 */
public record InstanceType(
    String name,
    String architecture,
    int vcpus,
    int memoryMib,
    Optional<Accelerator> accelerator,
    int interfaces,
    int addressesEach,
    int localStorageGb) {

  public InstanceType {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(accelerator, "accelerator");
    if (name.isBlank() || vcpus <= 0 || memoryMib <= 0) {
      throw new IllegalArgumentException(
          "instance type '" + name + "' of " + vcpus + " vCPUs and " + memoryMib + " MiB");
    }
  }

  /** An x86 machine without accelerators. */
  public static InstanceType x86(String name, int vcpus, int memoryMib) {
    return new InstanceType(name, "x86_64", vcpus, memoryMib, Optional.empty(), 0, 0, 0);
  }

  /** An Arm machine without accelerators. */
  public static InstanceType arm(String name, int vcpus, int memoryMib) {
    return new InstanceType(name, "arm64", vcpus, memoryMib, Optional.empty(), 0, 0, 0);
  }

  /** The same machine with accelerators. */
  public InstanceType with(Accelerator accelerators) {
    return new InstanceType(
        name,
        architecture,
        vcpus,
        memoryMib,
        Optional.of(accelerators),
        interfaces,
        addressesEach,
        localStorageGb);
  }

  /** The same machine with a network of so many interfaces. */
  public InstanceType network(int newInterfaces, int newAddressesEach) {
    return new InstanceType(
        name,
        architecture,
        vcpus,
        memoryMib,
        accelerator,
        newInterfaces,
        newAddressesEach,
        localStorageGb);
  }

  /** The same machine with disks of its own. */
  public InstanceType localStorage(int gb) {
    return new InstanceType(
        name, architecture, vcpus, memoryMib, accelerator, interfaces, addressesEach, gb);
  }
}
