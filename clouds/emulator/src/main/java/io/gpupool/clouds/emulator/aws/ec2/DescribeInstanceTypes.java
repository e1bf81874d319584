package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.model.InstanceTypes;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What machines there are. */
final class DescribeInstanceTypes implements Action {

  private static final int SMALLEST_PAGE = 5;
  private static final int LARGEST_PAGE = 100;

  private static final Filters<InstanceType> FILTERS =
      new Filters<InstanceType>()
          .with("instance-type", InstanceType::name)
          .with("processor-info.supported-architecture", InstanceType::architecture)
          .with("vcpu-info.default-vcpus", type -> Integer.toString(type.vcpus()))
          .with("memory-info.size-in-mib", type -> Integer.toString(type.memoryMib()));

  @Override
  public Set<String> parameters() {
    return Set.of(
        "Filter", "IncludeUnsupportedInRegion", "InstanceType", "MaxResults", "NextToken");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    List<String> names = parameters.texts("InstanceType", LARGEST_PAGE);
    if (!names.isEmpty() && parameters.text("MaxResults").isPresent()) {
      throw new AwsException(
          400,
          "InvalidParameterCombination",
          "The parameter InstanceTypes cannot be used with the parameter MaxResults");
    }
    int size = parameters.integer("MaxResults", SMALLEST_PAGE, LARGEST_PAGE).orElse(LARGEST_PAGE);
    Stream<InstanceType> found =
        named(request.world().types(), names).stream().filter(FILTERS.wanted(parameters));
    Page<InstanceType> page =
        Page.of(found, InstanceType::name, size, parameters.text("NextToken"), Ec2::invalidToken);
    result
        .list("instanceTypeSet", page.items(), InstanceTypeXml::write)
        .text("nextToken", page.next());
  }

  private static Collection<InstanceType> named(InstanceTypes types, List<String> names) {
    List<String> unknown =
        names.stream().filter(name -> types.named(name).isEmpty()).sorted().toList();
    if (!unknown.isEmpty()) {
      throw new AwsException(
          400,
          "InvalidInstanceType",
          "The following supplied instance types do not exist: " + unknown);
    }
    Set<String> wanted = new HashSet<>(names);
    return types.all().stream()
        .filter(type -> wanted.isEmpty() || wanted.contains(type.name()))
        .toList();
  }
}
