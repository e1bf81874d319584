package io.gpupool.clouds.api;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A machine as a cloud describes it.
 *
 * @param name the cloud's own name, such as {@code p5.48xlarge}
 * @param architecture in Kubernetes' words: {@code amd64} or {@code arm64}
 * @param vcpu virtual processors, one or more
 * @param memoryBytes nominal memory, before the kernel takes its part
 * @param accelerator what it has of GPUs and the like
 * @param localDiskBytes disks of its own, together; zero if it has none
 * @param maxPods as many pods as it has addresses for, where the cloud's network limits that
 */
public record MachineType(
    String name,
    String architecture,
    int vcpu,
    long memoryBytes,
    Optional<Accelerator> accelerator,
    long localDiskBytes,
    OptionalInt maxPods) {

  /** A machine without disks of its own and without a limit to its pods. */
  public MachineType(
      String name,
      String architecture,
      int vcpu,
      long memoryBytes,
      Optional<Accelerator> accelerator) {
    this(name, architecture, vcpu, memoryBytes, accelerator, 0, OptionalInt.empty());
  }

  public MachineType {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a machine type has no name");
    }
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(accelerator, "accelerator");
    if (localDiskBytes < 0 || maxPods.orElse(1) < 1) {
      throw new IllegalArgumentException(
          name + " has " + localDiskBytes + " bytes of disks and room for " + maxPods + " pods");
    }
    if (vcpu <= 0 || memoryBytes <= 0) {
      throw new IllegalArgumentException(
          name + " has " + vcpu + " processors and " + memoryBytes + " bytes");
    }
  }
}
