package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Geography;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.List;
import java.util.Set;

/** The regions that are open to the account. */
final class DescribeRegions implements Action {

  private static final String OPT_IN = "opt-in-not-required";

  private static final Filters<String> FILTERS =
      new Filters<String>()
          .with("region-name", region -> region)
          .with("endpoint", DescribeRegions::endpoint)
          .with("opt-in-status", region -> OPT_IN);

  @Override
  public Set<String> parameters() {
    return Set.of("AllRegions", "Filter", "RegionName");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    Geography geography = request.world().geography();
    List<String> names = parameters.texts("RegionName");
    List<String> unknown = names.stream().filter(name -> !geography.knows(name)).toList();
    if (!unknown.isEmpty()) {
      throw new AwsException(
          400, "InvalidParameterValue", "Invalid region names: " + String.join(", ", unknown));
    }
    List<String> found =
        geography.regions().stream()
            .filter(region -> names.isEmpty() || names.contains(region))
            .filter(FILTERS.wanted(parameters))
            .toList();
    result.list(
        "regionInfo",
        found,
        (xml, region) ->
            xml.text("regionName", region)
                .text("regionEndpoint", endpoint(region))
                .text("optInStatus", OPT_IN));
  }

  private static String endpoint(String region) {
    return "ec2." + region + ".amazonaws.com";
  }
}
