package io.gpupool.clouds.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;

/** Launch configurations, the predecessors of launch templates. They never change. */
final class LaunchConfigurations {

  private static final int NAMES_PER_CALL = 50;
  private static final long GIB = 1L << 30;

  private final AutoScalingClient autoScaling;

  LaunchConfigurations(AutoScalingClient autoScaling) {
    this.autoScaling = autoScaling;
  }

  /** What they say, by name, without those that there aren't. */
  Map<String, LaunchContent> read(Collection<String> names) {
    Map<String, LaunchContent> found = new HashMap<>();
    List<String> all = new ArrayList<>(new TreeSet<>(names));
    for (int k = 0; k < all.size(); k += NAMES_PER_CALL) {
      List<String> batch = all.subList(k, Math.min(all.size(), k + NAMES_PER_CALL));
      autoScaling
          .describeLaunchConfigurationsPaginator(request -> request.launchConfigurationNames(batch))
          .launchConfigurations()
          .forEach(each -> found.put(each.launchConfigurationName(), content(each)));
    }
    return found;
  }

  private static LaunchContent content(LaunchConfiguration configuration) {
    Map<String, Long> disks = new HashMap<>();
    configuration
        .blockDeviceMappings()
        .forEach(
            mapping -> {
              if (mapping.ebs() != null && mapping.ebs().volumeSize() != null) {
                disks.put(mapping.deviceName(), mapping.ebs().volumeSize() * GIB);
              }
            });
    return new LaunchContent(
        Optional.ofNullable(configuration.instanceType()),
        Optional.empty(),
        configuration.spotPrice() != null && !configuration.spotPrice().isBlank(),
        Optional.ofNullable(configuration.imageId()).filter(id -> !id.isBlank()),
        disks);
  }
}
