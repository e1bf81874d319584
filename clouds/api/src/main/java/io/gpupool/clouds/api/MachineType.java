package io.gpupool.clouds.api;

import java.util.Objects;
import java.util.Optional;

/**
 * A machine as a cloud describes it.
 *
 * @param name the cloud's own name, such as {@code p5.48xlarge}
 * @param architecture in Kubernetes' words: {@code amd64} or {@code arm64}
 * @param vcpu virtual processors, one or more
 * @param memoryBytes nominal memory, before the kernel takes its part
 * @param accelerator what it has of GPUs and the like
 */
public record MachineType(
    String name,
    String architecture,
    int vcpu,
    long memoryBytes,
    Optional<Accelerator> accelerator) {

  public MachineType {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a machine type has no name");
    }
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(accelerator, "accelerator");
    if (vcpu <= 0 || memoryBytes <= 0) {
      throw new IllegalArgumentException(
          name + " has " + vcpu + " processors and " + memoryBytes + " bytes");
    }
  }
}
