package io.gpupool.template;

import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.NodeSystem;

/**
 * How nodes on Azure are shared out. On AKS a kubelet keeps what AKS tells it to, from release 1.29
 * on: processors by the number of cores, and 20 MiB of memory for each pod that the node takes and
 * 50 MiB, but no more than a quarter, beside an eviction threshold of 100 MiB (<a
 * href="https://learn.microsoft.com/azure/aks/node-resource-reservations">AKS, node resource
 * reservations</a>). Elsewhere nobody says what it keeps, and nothing is taken off.
 */
final class AzureShare {

  private static final long MIB = 1L << 20;

  /** AKS' own root disk for machines of eight cores and more. */
  private static final long USUAL_ROOT_DISK = 128L << 30;

  /** What the kernel and firmware of a machine take of its nominal memory before anybody counts. */
  private static final double MEMORY_OVERHEAD = 0.075;

  private static final long MEMORY_OF_A_POD = 20 * MIB;
  private static final long BASE_MEMORY = 50 * MIB;
  private static final long EVICTION_THRESHOLD = 100 * MIB;

  private static final int[] CORES = {1, 2, 4, 8, 16, 32, 64};
  private static final int[] MILLI_CPU = {60, 100, 140, 180, 260, 420, 740};

  /** What each core more than the table has costs, as its last steps say. */
  private static final int MILLI_CPU_OF_A_CORE_MORE = 10;

  private AzureShare() {}

  static Share of(MachineType machine, NodeShape shape, NodeSystem system, int pods) {
    long memory = (long) (machine.memoryBytes() * (1 - MEMORY_OVERHEAD));
    long storage = shape.rootDiskBytes().orElse(USUAL_ROOT_DISK);
    long milliCpu = machine.vcpu() * 1000L;
    if (system.kubeReserved().isPresent()) {
      return new Share(memory, storage, milliCpu, memory, storage);
    }
    return new Share(
        memory,
        storage,
        milliCpu - reservedMilliCpu(machine.vcpu()),
        memory - reservedMemoryBytes(memory, pods) - EVICTION_THRESHOLD,
        storage - storage / 10);
  }

  /** Between two rows of the table, as far as between them. */
  static long reservedMilliCpu(int cores) {
    for (int k = 1; k < CORES.length; k++) {
      if (cores <= CORES[k]) {
        int step = (MILLI_CPU[k] - MILLI_CPU[k - 1]) / (CORES[k] - CORES[k - 1]);
        return MILLI_CPU[k] - (long) step * (CORES[k] - cores);
      }
    }
    int last = CORES.length - 1;
    return MILLI_CPU[last] + (long) MILLI_CPU_OF_A_CORE_MORE * (cores - CORES[last]);
  }

  static long reservedMemoryBytes(long memoryBytes, int pods) {
    return Math.min(pods * MEMORY_OF_A_POD + BASE_MEMORY, memoryBytes / 4);
  }
}
