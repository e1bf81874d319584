package io.gpupool.clouds.emulator.gcp.model;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long things take in the emulated Google Cloud, and what a group does with names that it is
 * given.
 *
 * @param operationStart from the request to an operation that is running
 * @param operationRun from there to its end
 * @param reaction from a changed target, or a machine found dead, to the group acting on it
 * @param launchFailure from an attempt to create an instance to its failure being told
 * @param retry from a failure to the next attempt
 * @param provisioning from the attempt to a machine that is staging
 * @param boot from the attempt to a machine that runs
 * @param bootByType other boot times, by machine type
 * @param verification from there to an instance that its group has checked
 * @param termination from the order to end to the end
 * @param createNamedOnce whether instances that are created by name are tried only once; the
 *     documentation of {@code createInstances} is silent, and groups are seen to try again
 */
public record Behaviour(
    Duration operationStart,
    Duration operationRun,
    Duration reaction,
    Duration launchFailure,
    Duration retry,
    Duration provisioning,
    Duration boot,
    Map<String, Duration> bootByType,
    Duration verification,
    Duration termination,
    boolean createNamedOnce) {

  public Behaviour {
    bootByType = Map.copyOf(bootByType);
    Stream.concat(
            Stream.of(
                operationStart,
                operationRun,
                reaction,
                launchFailure,
                retry,
                provisioning,
                boot,
                verification,
                termination),
            bootByType.values().stream())
        .forEach(Behaviour::check);
    if (retry.isZero()) {
      throw new IllegalArgumentException("a group that retries without pause would never settle");
    }
  }

  /**
   * What the real one takes, roughly: seconds for an operation, three quarters of a minute to boot.
   */
  public static Behaviour usual() {
    return new Behaviour(
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        Duration.ofSeconds(45),
        Map.of(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        false);
  }

  /** The same with another boot time for all types that have none of their own. */
  public Behaviour withBoot(Duration newBoot) {
    return with(operationStart, operationRun, newBoot, bootByType, createNamedOnce);
  }

  /** The same with another boot time for one type. */
  public Behaviour withBoot(String machineType, Duration newBoot) {
    Map<String, Duration> boots = new HashMap<>(bootByType);
    boots.put(machineType, newBoot);
    return with(operationStart, operationRun, boot, boots, createNamedOnce);
  }

  /** The same with operations that take so long to start, and so long to run. */
  public Behaviour withOperations(Duration start, Duration run) {
    return with(start, run, boot, bootByType, createNamedOnce);
  }

  /** The same, but instances that are created by name are tried only once. */
  public Behaviour creatingNamedOnce() {
    return with(operationStart, operationRun, boot, bootByType, true);
  }

  /** How long a machine of this type takes to run. */
  public Duration bootOf(String machineType) {
    return bootByType.getOrDefault(machineType, boot);
  }

  private Behaviour with(
      Duration start, Duration run, Duration newBoot, Map<String, Duration> boots, boolean once) {
    return new Behaviour(
        start,
        run,
        reaction,
        launchFailure,
        retry,
        provisioning,
        newBoot,
        boots,
        verification,
        termination,
        once);
  }

  private static void check(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration of " + duration);
    }
  }
}
