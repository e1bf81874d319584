package io.gpupool.rehearsal;

import io.gpupool.packing.Amounts;
import io.gpupool.packing.Quantities;
import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.template.GpuResources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * What a pod asks for or a node has, in the four dimensions that this model knows.
 *
 * @param milliCpu thousandths of a core
 * @param memoryBytes bytes
 * @param gpus whole GPUs of whatever kind
 * @param pods places for pods; one for a pod
 */
public record Resources(long milliCpu, long memoryBytes, int gpus, int pods) {

  static final Resources NONE = new Resources(0, 0, 0, 0);

  /** What a node's status says, capacity or allocatable. */
  static Resources of(Map<String, Quantity> quantities) {
    int gpus = 0;
    for (String name : GpuResources.RECOGNISED) {
      gpus += amount(quantities, name).intValue();
    }
    return new Resources(
        amount(quantities, "cpu").movePointRight(3).longValue(),
        amount(quantities, "memory").longValue(),
        gpus,
        amount(quantities, "pods").intValue());
  }

  /** The same by Kubernetes' names; GPUs of whatever kind count as NVIDIA's. */
  Amounts amounts() {
    return Amounts.of(
        Map.of(
            Amounts.CPU,
            milliCpu,
            Amounts.MEMORY,
            memoryBytes,
            GpuResources.RECOGNISED.get(0),
            (long) gpus,
            Amounts.PODS,
            (long) pods));
  }

  Resources plus(Resources other) {
    return new Resources(
        milliCpu + other.milliCpu,
        memoryBytes + other.memoryBytes,
        gpus + other.gpus,
        pods + other.pods);
  }

  Resources minus(Resources other) {
    return new Resources(
        milliCpu - other.milliCpu,
        memoryBytes - other.memoryBytes,
        gpus - other.gpus,
        pods - other.pods);
  }

  /** Whether this much fits into what is {@code free}. */
  boolean fitsInto(Resources free) {
    return milliCpu <= free.milliCpu
        && memoryBytes <= free.memoryBytes
        && gpus <= free.gpus
        && pods <= free.pods;
  }

  /** As people say it. */
  @Override
  public String toString() {
    String cores =
        BigDecimal.valueOf(milliCpu, 3)
            .setScale(1, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
    long gib = Math.round(memoryBytes / (double) (1L << 30));
    return cores + " cores, " + gib + " GiB" + (gpus == 0 ? "" : ", " + gpus + " GPU");
  }

  private static BigDecimal amount(Map<String, Quantity> quantities, String name) {
    Quantity quantity = quantities.get(name);
    return quantity == null ? BigDecimal.ZERO : Quantities.exactly(name, quantity.getString());
  }
}
