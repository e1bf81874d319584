package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Instance;
import io.gpupool.clouds.emulator.aws.model.Market;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Instances by id or by filters, those that ended within the last hour included. */
final class DescribeInstances implements Action {

  private static final int SMALLEST_PAGE = 5;
  private static final int LARGEST_PAGE = 1000;

  private static final Filters<Instance> FILTERS =
      new Filters<Instance>()
          .with("instance-id", Instance::id)
          .with("instance-state-name", instance -> instance.machine().word())
          .with("instance-state-code", instance -> Integer.toString(instance.machine().code()))
          .with("instance-type", instance -> instance.type().name())
          .with("availability-zone", Instance::zone)
          .with("private-ip-address", Instance::privateAddress)
          .with(
              "instance-lifecycle",
              instance -> instance.market() == Market.SPOT ? "spot" : "on-demand")
          .withTags(Instance::tags);

  @Override
  public Set<String> parameters() {
    return Set.of("Filter", "IncludeManagedResources", "InstanceId", "MaxResults", "NextToken");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    List<Instance> named = InstanceIds.read(request);
    if (!named.isEmpty() && parameters.text("MaxResults").isPresent()) {
      throw new AwsException(
          400,
          "InvalidParameterCombination",
          "The parameter instancesSet cannot be used with the parameter maxResults");
    }
    int size = parameters.integer("MaxResults", SMALLEST_PAGE, LARGEST_PAGE).orElse(LARGEST_PAGE);
    Stream<Instance> found =
        (named.isEmpty() ? request.region().machines().all() : named)
            .stream()
                .filter(instance -> instance.isVisible(request.now()))
                .filter(FILTERS.wanted(parameters))
                .sorted(Comparator.comparing(Instance::id));
    Page<Instance> page =
        Page.of(found, Instance::id, size, parameters.text("NextToken"), Ec2::invalidToken);
    InstanceXml writer = new InstanceXml(request.world().geography(), request.region());
    result
        .list("reservationSet", page.items(), writer::writeReservation)
        .text("nextToken", page.next());
  }
}
