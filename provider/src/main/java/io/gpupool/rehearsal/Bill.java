package io.gpupool.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * What the machines have cost: by the second, from launch to end.
 *
 * @param totalUsd everything
 * @param idleUsd the part of it during which a machine had no pod, its boot included
 * @param peakUsdPerHour the highest rate at any time
 * @param nodesAdded machines launched
 * @param nodesRemoved machines gone
 * @param byCloud totals and machines launched, by the first part of the group's id
 */
public record Bill(
    double totalUsd,
    double idleUsd,
    double peakUsdPerHour,
    int nodesAdded,
    int nodesRemoved,
    Map<String, CloudBill> byCloud) {

  /** One cloud's part. */
  public record CloudBill(int nodesAdded, double totalUsd) {
    CloudBill plus(CloudBill other) {
      return new CloudBill(nodesAdded + other.nodesAdded, totalUsd + other.totalUsd);
    }
  }

  private static final double SECONDS_PER_HOUR = 3600;

  /**
   * @param usdPerHour what a machine of a group costs
   * @param busy for how long a machine had pods, up to a moment
   */
  static Bill of(
      List<Machine> machines,
      ToDoubleFunction<String> usdPerHour,
      BiFunction<String, Instant, Duration> busy,
      Instant now) {
    double total = 0;
    double idle = 0;
    int removed = 0;
    Map<String, CloudBill> clouds = new TreeMap<>();
    TreeMap<Instant, Double> changes = new TreeMap<>();
    for (Machine machine : machines) {
      double rate = usdPerHour.applyAsDouble(machine.group());
      Instant end = machine.ended().orElse(now);
      Duration lived = Duration.between(machine.launched(), end);
      double cost = rate * lived.toMillis() / 1000 / SECONDS_PER_HOUR;
      Duration worked = busy.apply(machine.providerId(), end);
      total += cost;
      idle += rate * lived.minus(worked).toMillis() / 1000 / SECONDS_PER_HOUR;
      removed += machine.ended().isPresent() ? 1 : 0;
      String cloud = machine.group().substring(0, machine.group().indexOf('/'));
      clouds.merge(cloud, new CloudBill(1, cost), CloudBill::plus);
      changes.merge(machine.launched(), rate, Double::sum);
      changes.merge(end, -rate, Double::sum);
    }
    double running = 0;
    double peak = 0;
    for (double change : changes.values()) {
      running += change;
      peak = Math.max(peak, running);
    }
    return new Bill(total, idle, peak, machines.size(), removed, clouds);
  }
}
