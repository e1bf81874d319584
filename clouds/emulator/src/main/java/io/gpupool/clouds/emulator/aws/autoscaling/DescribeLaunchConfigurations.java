package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.List;
import java.util.Set;

/**
 * Launch configurations, of which there are none: AWS has replaced them by launch templates, and
 * accounts that are newer than 2023 can't make any.
 */
final class DescribeLaunchConfigurations implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("LaunchConfigurationNames", "MaxRecords", "NextToken");
  }

  @Override
  public void perform(Request request, Xml result) {
    result.texts("LaunchConfigurations", List.of());
  }
}
