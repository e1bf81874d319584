package io.gpupool.clouds.aws;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.InstanceRequirementsRequest;

/**
 * What a launch template's version or a launch configuration says.
 *
 * @param machineType the instance type, if it names one
 * @param requirements what types have to have, if it says that instead
 * @param spot whether it asks for spot instances
 * @param imageId the machine image, if it names one
 * @param diskBytes sizes of disks by device name, of those that it says
 */
record LaunchContent(
    Optional<String> machineType,
    Optional<InstanceRequirementsRequest> requirements,
    boolean spot,
    Optional<String> imageId,
    Map<String, Long> diskBytes) {
  LaunchContent {
    diskBytes = Map.copyOf(diskBytes);
  }
}
