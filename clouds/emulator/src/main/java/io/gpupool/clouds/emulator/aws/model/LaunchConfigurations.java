package io.gpupool.clouds.emulator.aws.model;

import io.gpupool.clouds.emulator.SeededNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The launch configurations of one account in one region. */
public final class LaunchConfigurations {

  private final String account;
  private final String region;
  private final SeededNames names;
  private final TreeMap<String, LaunchConfiguration> byName = new TreeMap<>();

  LaunchConfigurations(String account, String region, SeededNames names) {
    this.account = account;
    this.region = region;
    this.names = names;
  }

  /** Makes one. */
  public LaunchConfiguration create(
      String name,
      String imageId,
      String instanceType,
      Optional<BigDecimal> spotPrice,
      Optional<Integer> rootVolumeGib,
      Instant now) {
    if (byName.containsKey(name)) {
      throw new AwsException(
          400,
          "AlreadyExists",
          "Launch Configuration by this name already exists - A launch configuration already exists"
              + " with the name "
              + name);
    }
    String arn =
        "arn:aws:autoscaling:%s:%s:launchConfiguration:%s:launchConfigurationName/%s"
            .formatted(region, account, names.uuid(), name);
    LaunchConfiguration made =
        new LaunchConfiguration(name, arn, imageId, instanceType, spotPrice, rootVolumeGib, now);
    byName.put(name, made);
    return made;
  }

  /** All of them, by name. */
  public Collection<LaunchConfiguration> all() {
    return List.copyOf(byName.values());
  }

  /** The one with a name, or what AWS says when there is none. */
  public LaunchConfiguration existing(String name) {
    return Optional.ofNullable(byName.get(name))
        .orElseThrow(
            () ->
                AwsException.validation(
                    "Launch configuration name not found - null"
                        + " (Launch configuration "
                        + name
                        + " not found)"));
  }
}
