package io.gpupool.clouds.emulator.aws.model;

import java.util.Objects;

/** A tag of a group, and whether instances that the group launches get it too. */
public record GroupTag(String key, String value, boolean propagateAtLaunch) {
  public GroupTag {
    Objects.requireNonNull(value, "value");
    if (key.isEmpty()) {
      throw AwsException.validation(
          "1 validation error detected: Value '' at 'key' failed to satisfy constraint: Member must"
              + " have length greater than or equal to 1");
    }
  }
}
