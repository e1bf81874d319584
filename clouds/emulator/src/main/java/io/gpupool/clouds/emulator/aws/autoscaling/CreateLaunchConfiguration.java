package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.MachineImage;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a launch configuration, as accounts can that are old enough: AWS has replaced them by
 * launch templates.
 */
final class CreateLaunchConfiguration implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of(
        "BlockDeviceMappings", "ImageId", "InstanceType", "LaunchConfigurationName", "SpotPrice");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    request
        .region()
        .configurations()
        .create(
            parameters.required("LaunchConfigurationName"),
            parameters.required("ImageId"),
            parameters.required("InstanceType"),
            parameters.text("SpotPrice").map(CreateLaunchConfiguration::price),
            rootVolume(parameters),
            request.now());
  }

  private static Optional<Integer> rootVolume(Parameters parameters) {
    return parameters.structures("BlockDeviceMappings").stream()
        .filter(mapping -> mapping.required("DeviceName").equals(MachineImage.ROOT_DEVICE))
        .flatMap(mapping -> mapping.structure("Ebs").stream())
        .flatMap(ebs -> ebs.integer("VolumeSize").stream())
        .findFirst();
  }

  private static BigDecimal price(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException noNumber) {
      throw AwsException.validation("Invalid Spot price: " + text);
    }
  }
}
