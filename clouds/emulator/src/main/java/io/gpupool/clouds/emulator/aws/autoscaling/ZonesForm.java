package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.service.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads where a group may launch, from the parameters {@code AvailabilityZones} and {@code
 * VPCZoneIdentifier}.
 */
final class ZonesForm {

  private ZonesForm() {}

  /** What a request says of it, if it says anything. */
  static Optional<List<String>> read(Request request) {
    List<String> zones = request.parameters().texts("AvailabilityZones");
    Optional<String> subnets = request.parameters().text("VPCZoneIdentifier");
    if (subnets.isEmpty()) {
      return Optional.of(zones).filter(list -> !list.isEmpty());
    }
    List<String> ofSubnets = new ArrayList<>();
    for (String subnet : subnets.get().split(",", -1)) {
      ofSubnets.add(zone(request, subnet.strip()));
    }
    if (!zones.isEmpty() && !ofSubnets.containsAll(zones)) {
      throw AwsException.validation(
          "The availability zones of the specified subnets and the Auto Scaling group do not match");
    }
    return Optional.of(ofSubnets);
  }

  private static String zone(Request request, String subnet) {
    return request
        .world()
        .geography()
        .zoneOfSubnet(request.region().account(), request.region().name(), subnet)
        .orElseThrow(
            () -> AwsException.validation("The subnet ID '" + subnet + "' does not exist"));
  }
}
