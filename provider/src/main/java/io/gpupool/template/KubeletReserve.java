package io.gpupool.template;

/**
 * What a kubelet keeps for itself and the system, as Amazon's node images configure it: memory 255
 * MiB and 11 MiB for each pod, 100 MiB of it as the eviction threshold on top, processors 6 % of
 * the first core, 1 % of the second, 0.5 % of the next two and 0.25 % of all others.
 *
 * @see <a href="https://github.com/awslabs/amazon-eks-ami">the node image's bootstrap</a>
 */
final class KubeletReserve {

  private static final long MIB = 1L << 20;
  private static final long BASE_MEMORY = 255 * MIB;
  private static final long MEMORY_OF_A_POD = 11 * MIB;
  private static final long SYSTEM_STORAGE = 1L << 30;
  private static final long EVICTION_THRESHOLD = 100 * MIB;

  private KubeletReserve() {}

  /** Bytes that pods can't have. */
  static long memoryBytes(int maxPods) {
    return BASE_MEMORY + maxPods * MEMORY_OF_A_POD + EVICTION_THRESHOLD;
  }

  /**
   * Bytes of a root file system that pods can have of so many: a tenth is the eviction threshold,
   * and a GiB is kept for the system.
   */
  static long allocatableStorageBytes(long capacityBytes) {
    return Math.max(0, capacityBytes - capacityBytes / 10 - SYSTEM_STORAGE);
  }

  /** Thousandths of a core that pods can't have, rounded up. */
  static long milliCpu(int cores) {
    long tenThousandths = 0;
    for (int core = 1; core <= cores; core++) {
      if (core == 1) {
        tenThousandths += 600;
      } else if (core == 2) {
        tenThousandths += 100;
      } else if (core <= 4) {
        tenThousandths += 50;
      } else {
        tenThousandths += 25;
      }
    }
    return (tenThousandths + 9) / 10;
  }
}
