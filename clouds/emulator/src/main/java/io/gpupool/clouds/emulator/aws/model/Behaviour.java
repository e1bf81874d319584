package io.gpupool.clouds.emulator.aws.model;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long things take in the emulated AWS.
 *
 * @param reaction from a changed target, or a machine found dead, to the group acting on it
 * @param launchFailure from a launch that fails to the failed activity that tells of it
 * @param retry from a launch that failed to the next attempt
 * @param boot from launch to InService
 * @param bootByType other boot times, by instance type
 * @param termination from the order to terminate to terminated
 * @param spotNotice from the notice that a spot instance is taken back to its end
 */
public record Behaviour(
    Duration reaction,
    Duration launchFailure,
    Duration retry,
    Duration boot,
    Map<String, Duration> bootByType,
    Duration termination,
    Duration spotNotice) {

  public Behaviour {
    bootByType = Map.copyOf(bootByType);
    Stream.concat(
            Stream.of(reaction, launchFailure, retry, boot, termination, spotNotice),
            bootByType.values().stream())
        .forEach(Behaviour::check);
    if (retry.isZero()) {
      throw new IllegalArgumentException("a group that retries without pause would never settle");
    }
  }

  /** What the real one takes, roughly: seconds to react, a minute and a half to boot. */
  public static Behaviour usual() {
    return new Behaviour(
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        Duration.ofSeconds(60),
        Duration.ofSeconds(90),
        Map.of(),
        Duration.ofSeconds(60),
        Duration.ofMinutes(2));
  }

  /** The same with another boot time for all types that have none of their own. */
  public Behaviour withBoot(Duration newBoot) {
    return new Behaviour(
        reaction, launchFailure, retry, newBoot, bootByType, termination, spotNotice);
  }

  /** The same with another boot time for one type. */
  public Behaviour withBoot(String instanceType, Duration newBoot) {
    Map<String, Duration> boots = new HashMap<>(bootByType);
    boots.put(instanceType, newBoot);
    return new Behaviour(reaction, launchFailure, retry, boot, boots, termination, spotNotice);
  }

  /** How long an instance of this type takes to boot. */
  public Duration bootOf(String instanceType) {
    return bootByType.getOrDefault(instanceType, boot);
  }

  private static void check(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration of " + duration);
    }
  }
}
