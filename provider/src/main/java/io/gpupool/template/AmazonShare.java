package io.gpupool.template;

import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;

/** How nodes on Amazon's images are shared out, and nodes that nothing is known of. */
final class AmazonShare {

  /** The root disk of Amazon's node images where nothing else is said. */
  private static final long USUAL_ROOT_DISK = 20L << 30;

  /** What partitions and the file system take: of 20 GiB 20,959,212 KiB are left. */
  private static final double FILE_SYSTEM_OVERHEAD = 12_308.0 / 20_971_520;

  /** What the kernel and firmware of a machine take of its nominal memory before anybody counts. */
  private static final double MEMORY_OVERHEAD = 0.075;

  private AmazonShare() {}

  static Share of(MachineType machine, NodeShape shape, int pods) {
    long memory = (long) (machine.memoryBytes() * (1 - MEMORY_OVERHEAD));
    long storage =
        (long) (shape.rootDiskBytes().orElse(USUAL_ROOT_DISK) * (1 - FILE_SYSTEM_OVERHEAD));
    return new Share(
        memory,
        storage,
        machine.vcpu() * 1000L - KubeletReserve.milliCpu(machine.vcpu()),
        memory - KubeletReserve.memoryBytes(pods),
        KubeletReserve.allocatableStorageBytes(storage));
  }
}
