package io.gpupool.clouds.emulator.azure.model;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long things take in the emulated Azure, and what is left of a machine that couldn't be had.
 *
 * @param quick how long an operation takes that has nothing to wait for
 * @param allocationFailure from the request to its failure being told, where there is no capacity
 * @param boot from the request to a machine that is provisioned
 * @param bootByType other boot times, by size
 * @param termination from the order to delete or to switch off to the end
 * @param forcedTermination the same, where force is used
 * @param evictionNotice from a spot machine's notice to its eviction
 * @param operationsKept how long the result of an operation can be asked for
 * @param failedMachinesStay whether a machine without capacity stays as one that failed. Otherwise
 *     it is missing: the capacity is higher than what is listed. Azure is seen to do both
 */
public record Behaviour(
    Duration quick,
    Duration allocationFailure,
    Duration boot,
    Map<String, Duration> bootByType,
    Duration termination,
    Duration forcedTermination,
    Duration evictionNotice,
    Duration operationsKept,
    boolean failedMachinesStay) {

  public Behaviour {
    bootByType = Map.copyOf(bootByType);
    Stream.concat(
            Stream.of(
                quick,
                allocationFailure,
                boot,
                termination,
                forcedTermination,
                evictionNotice,
                operationsKept),
            bootByType.values().stream())
        .forEach(Behaviour::check);
  }

  /** What the real one takes, roughly: more than a minute to boot, half a minute of notice. */
  public static Behaviour usual() {
    return new Behaviour(
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(75),
        Map.of(),
        Duration.ofSeconds(60),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofHours(24),
        false);
  }

  /** The same with another boot time for all sizes that have none of their own. */
  public Behaviour withBoot(Duration newBoot) {
    return with(allocationFailure, newBoot, bootByType, operationsKept, failedMachinesStay);
  }

  /** The same with another boot time for one size. */
  public Behaviour withBoot(String vmSize, Duration newBoot) {
    Map<String, Duration> boots = new HashMap<>(bootByType);
    boots.put(vmSize, newBoot);
    return with(allocationFailure, boot, boots, operationsKept, failedMachinesStay);
  }

  /** The same, but failures to allocate are told after another time. */
  public Behaviour withAllocationFailure(Duration newTime) {
    return with(newTime, boot, bootByType, operationsKept, failedMachinesStay);
  }

  /** The same, but results of operations are forgotten earlier or later. */
  public Behaviour keepingOperations(Duration newTime) {
    return with(allocationFailure, boot, bootByType, newTime, failedMachinesStay);
  }

  /** The same, but machines that couldn't be had stay as failed ones. */
  public Behaviour leavingFailedMachines() {
    return with(allocationFailure, boot, bootByType, operationsKept, true);
  }

  /** How long a machine of this size takes. */
  public Duration bootOf(String vmSize) {
    return bootByType.getOrDefault(vmSize, boot);
  }

  private Behaviour with(
      Duration failure,
      Duration newBoot,
      Map<String, Duration> boots,
      Duration kept,
      boolean staying) {
    return new Behaviour(
        quick,
        failure,
        newBoot,
        boots,
        termination,
        forcedTermination,
        evictionNotice,
        kept,
        staying);
  }

  private static void check(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration of " + duration);
    }
  }
}
