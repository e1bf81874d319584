package io.gpupool.clouds.emulator.gcp.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a project may have in each region, by metric: {@code CPUS}, {@code NVIDIA_T4_GPUS}, and with
 * {@code PREEMPTIBLE_} before it for spot machines. Without a limit it is as much as it likes.
 */
public final class Quotas {

  private final Map<String, TreeMap<String, Quota>> byRegion = new TreeMap<>();

  /** A limit and what is used of it. */
  public static final class Quota {
    private int limit = Integer.MAX_VALUE;
    private int usage;

    /** The limit. */
    public int limit() {
      return limit;
    }

    /** What is used of it. */
    public int usage() {
      return usage;
    }
  }

  /** Sets a limit. */
  public void limit(String region, String metric, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit of " + limit + " for " + metric);
    }
    quota(region, metric).limit = limit;
  }

  /** What there is in a region, by metric. */
  public Map<String, Quota> in(String region) {
    return new LinkedHashMap<>(byRegion.getOrDefault(region, new TreeMap<>()));
  }

  /** What a machine would exceed, if it would. */
  Optional<CreationError> exceeded(String region, Map<String, Integer> needs) {
    return needs.entrySet().stream()
        .filter(need -> tooMuch(quota(region, need.getKey()), need.getValue()))
        .map(
            need ->
                CreationError.quotaExceeded(
                    need.getKey(), quota(region, need.getKey()).limit, region))
        .findFirst();
  }

  /** Counts a machine in, or with negative numbers out. */
  void use(String region, Map<String, Integer> needs, int sign) {
    needs.forEach((metric, amount) -> quota(region, metric).usage += sign * amount);
  }

  private static boolean tooMuch(Quota quota, int amount) {
    return quota.usage > quota.limit - amount;
  }

  private Quota quota(String region, String metric) {
    return byRegion
        .computeIfAbsent(region, key -> new TreeMap<>())
        .computeIfAbsent(metric, key -> new Quota());
  }
}
