package io.gpupool.rehearsal;

import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.template.GpuResources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;

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

  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

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
    if (quantity == null) {
      return BigDecimal.ZERO;
    }
    String text = quantity.getString();
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    BigDecimal unit = UNITS.get(text.substring(end));
    if (unit == null || !NUMBER.matcher(text.substring(0, end)).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no quantity of " + name);
    }
    return new BigDecimal(text.substring(0, end)).multiply(unit);
  }
}
