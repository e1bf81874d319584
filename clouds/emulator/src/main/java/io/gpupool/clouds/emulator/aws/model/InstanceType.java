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
 */
public record InstanceType(
    String name, String architecture, int vcpus, int memoryMib, Optional<Accelerator> accelerator) {

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
    return new InstanceType(name, "x86_64", vcpus, memoryMib, Optional.empty());
  }

  /** An Arm machine without accelerators. */
  public static InstanceType arm(String name, int vcpus, int memoryMib) {
    return new InstanceType(name, "arm64", vcpus, memoryMib, Optional.empty());
  }

  /** The same machine with accelerators. */
  public InstanceType with(Accelerator accelerators) {
    return new InstanceType(name, architecture, vcpus, memoryMib, Optional.of(accelerators));
  }
}
