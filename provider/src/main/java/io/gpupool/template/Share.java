package io.gpupool.template;

/**
 * How a kubelet shares out a machine.
 *
 * @param memoryBytes the node's memory: what the kernel leaves of the machine's
 * @param storageBytes the node's ephemeral storage: what its system leaves of a disk
 * @param podMilliCpu thousandths of cores for pods
 * @param podMemoryBytes memory for pods
 * @param podStorageBytes ephemeral storage for pods
 */
record Share(
    long memoryBytes,
    long storageBytes,
    long podMilliCpu,
    long podMemoryBytes,
    long podStorageBytes) {

  /** Nothing is ever less than nothing; a machine too small for its kubelet keeps a byte. */
  Share {
    memoryBytes = Math.max(1, memoryBytes);
    storageBytes = Math.max(0, storageBytes);
    podMilliCpu = Math.max(0, podMilliCpu);
    podMemoryBytes = Math.max(1, podMemoryBytes);
    podStorageBytes = Math.max(0, podStorageBytes);
  }
}
