package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Geography;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.List;
import java.util.Set;

/** The zones of the region. */
final class DescribeAvailabilityZones implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("AllAvailabilityZones", "Filter", "ZoneId", "ZoneName");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    Geography geography = request.world().geography();
    String region = request.region().name();
    List<String> names = parameters.texts("ZoneName");
    List<String> ids = parameters.texts("ZoneId");
    List<String> zones = geography.zones(region);
    List<String> unknown = names.stream().filter(name -> !zones.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new AwsException(
          400, "InvalidParameterValue", "Invalid availability zones: " + unknown);
    }
    Filters<String> filters =
        new Filters<String>()
            .with("zone-name", zone -> zone)
            .with("zone-id", zone -> geography.zoneId(region, zone))
            .with("zone-type", zone -> type(region, zone))
            .with("region-name", zone -> region)
            .with("state", zone -> "available")
            .with("opt-in-status", zone -> optIn(region, zone));
    List<String> found =
        zones.stream()
            .filter(zone -> names.isEmpty() || names.contains(zone))
            .filter(zone -> ids.isEmpty() || ids.contains(geography.zoneId(region, zone)))
            .filter(filters.wanted(parameters))
            .toList();
    result.list(
        "availabilityZoneInfo",
        found,
        (xml, zone) -> write(xml, region, zone, geography.zoneId(region, zone)));
  }

  private static void write(Xml xml, String region, String zone, String id) {
    xml.text("zoneName", zone)
        .text("zoneState", "available")
        .text("regionName", region)
        .texts("messageSet", List.of())
        .text("zoneId", id)
        .text("groupName", isLocal(region, zone) ? zone.replaceAll("[a-z]$", "") : region)
        .text("networkBorderGroup", region)
        .text("zoneType", type(region, zone))
        .text("optInStatus", optIn(region, zone));
  }

  private static String type(String region, String zone) {
    return isLocal(region, zone) ? "local-zone" : "availability-zone";
  }

  private static String optIn(String region, String zone) {
    return isLocal(region, zone) ? "opted-in" : "opt-in-not-required";
  }

  private static boolean isLocal(String region, String zone) {
    return zone.length() > region.length() + 1;
  }
}
