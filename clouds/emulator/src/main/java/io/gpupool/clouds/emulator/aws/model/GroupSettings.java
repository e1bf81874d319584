package io.gpupool.clouds.emulator.aws.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * What a group's owner decides about it.
 *
 * @param min the least instances
 * @param max the most instances
 * @param desired how many it shall have
 * @param cooldown seconds between changes, for those who honour it
 * @param zones where it may launch, at least one
 * @param source what it launches
 */
public record GroupSettings(
    int min, int max, int desired, int cooldown, List<String> zones, LaunchSource source) {

  /** Seconds between changes when nothing is said. */
  public static final int USUAL_COOLDOWN = 300;

  public GroupSettings {
    Objects.requireNonNull(source, "source");
    zones = List.copyOf(zones);
    if (min < 0) {
      throw AwsException.validation(
          "1 validation error detected: Value '"
              + min
              + "' at 'minSize' failed to satisfy constraint: Member must have value greater than"
              + " or equal to 0");
    }
    if (max < min) {
      throw AwsException.validation(
          "Max bound, " + max + ", must be greater than or equal to min bound, " + min);
    }
    if (desired < min || desired > max) {
      throw AwsException.validation(
          "Desired capacity:"
              + desired
              + " must be between the specified min size:"
              + min
              + " and max size:"
              + max);
    }
    if (zones.isEmpty()) {
      throw AwsException.validation("At least one Availability Zone or VPC Subnet is required.");
    }
    if (new HashSet<>(zones).size() != zones.size()) {
      throw AwsException.validation("An Availability Zone is there twice: " + zones);
    }
  }

  /** The same with other sizes. */
  public GroupSettings withSizes(int newMin, int newMax, int newDesired) {
    return new GroupSettings(newMin, newMax, newDesired, cooldown, zones, source);
  }

  /** The same with another cooldown. */
  public GroupSettings withCooldown(int seconds) {
    return new GroupSettings(min, max, desired, seconds, zones, source);
  }

  /** The same in other zones. */
  public GroupSettings withZones(List<String> newZones) {
    return new GroupSettings(min, max, desired, cooldown, newZones, source);
  }

  /** The same launching something else. */
  public GroupSettings withSource(LaunchSource newSource) {
    return new GroupSettings(min, max, desired, cooldown, zones, newSource);
  }
}
