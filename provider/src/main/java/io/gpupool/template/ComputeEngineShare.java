package io.gpupool.template;

import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.NodeSystem;
import io.gpupool.packing.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * How nodes on Google's images are shared out. What the kubelet keeps for the system is what the
 * node's owner has told it; where nobody knows, nothing is taken off.
 */
final class ComputeEngineShare {

  private static final long MIB = 1L << 20;
  private static final long LOCAL_SSD = 375L << 30;
  private static final long USUAL_ROOT_DISK = 100L << 30;

  private static final String MEMORY = "memory";
  private static final String STORAGE = "ephemeral-storage";

  private static final String MEMORY_THRESHOLD = "memory.available";
  private static final long USUAL_MEMORY_THRESHOLD = 100 * MIB;
  private static final String STORAGE_THRESHOLD = "nodefs.available";
  private static final String USUAL_STORAGE_THRESHOLD = "10%";

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private ComputeEngineShare() {}

  static Share of(MachineType machine, NodeShape shape, NodeSystem system) {
    String architecture = machine.architecture();
    long memory =
        machine.memoryBytes()
            - ComputeEngineReserve.kernelBytes(system, architecture, machine.memoryBytes());
    long storage = storage(shape, system, architecture);
    long milliCpu = machine.vcpu() * 1000L;
    if (system.kubeReserved().isEmpty()) {
      return new Share(memory, storage, milliCpu, memory, storage);
    }
    Map<String, String> kept = system.kubeReserved().get();
    Map<String, String> thresholds = system.evictionHard();
    return new Share(
        memory,
        storage,
        milliCpu - amount(kept, "cpu"),
        memory
            - amount(kept, MEMORY)
            - threshold(
                MEMORY,
                thresholds.getOrDefault(MEMORY_THRESHOLD, Long.toString(USUAL_MEMORY_THRESHOLD)),
                memory),
        storage
            - amount(kept, STORAGE)
            - threshold(
                STORAGE,
                thresholds.getOrDefault(STORAGE_THRESHOLD, USUAL_STORAGE_THRESHOLD),
                storage));
  }

  private static long storage(NodeShape shape, NodeSystem system, String architecture) {
    int disks = system.localSsdsForPods();
    if (disks > 0) {
      return disks * LOCAL_SSD - ComputeEngineReserve.localSsdBytes(system, disks);
    }
    long disk = shape.rootDiskBytes().orElse(USUAL_ROOT_DISK);
    return disk - ComputeEngineReserve.systemDiskBytes(system, architecture, disk);
  }

  /** A quantity, or a share of the whole in per cent. */
  private static long threshold(String resource, String text, long whole) {
    if (!text.endsWith("%")) {
      return Quantities.amount(resource, text);
    }
    return new BigDecimal(text.substring(0, text.length() - 1))
        .multiply(BigDecimal.valueOf(whole))
        .divide(HUNDRED, 0, RoundingMode.DOWN)
        .longValue();
  }

  private static long amount(Map<String, String> kept, String resource) {
    return Quantities.amount(resource, kept.getOrDefault(resource, "0"));
  }
}
