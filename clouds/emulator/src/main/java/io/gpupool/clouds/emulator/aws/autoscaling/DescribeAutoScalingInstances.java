package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.Instance;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Instances of groups by id; unknown ones are left out without an error. */
final class DescribeAutoScalingInstances implements Action {

  private static final int LARGEST_PAGE = 50;

  @Override
  public Set<String> parameters() {
    return Set.of("IncludeManagedResources", "InstanceIds", "MaxRecords", "NextToken");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    int size = parameters.integer("MaxRecords", 1, LARGEST_PAGE).orElse(LARGEST_PAGE);
    Set<String> ids = new HashSet<>(parameters.texts("InstanceIds", LARGEST_PAGE));
    Stream<Instance> found =
        request.region().groups().all().stream()
            .flatMap(group -> group.members().stream())
            .filter(instance -> ids.isEmpty() || ids.contains(instance.id()))
            .sorted(Comparator.comparing(Instance::id));
    Page<Instance> page =
        Page.of(found, Instance::id, size, parameters.text("NextToken"), AutoScaling::invalidToken);
    result
        .list("AutoScalingInstances", page.items(), DescribeAutoScalingInstances::write)
        .text("NextToken", page.next());
  }

  /** The health status is in capitals here and only here, as in the real API. */
  private static void write(Xml xml, Instance instance) {
    String health = instance.isHealthy() ? "Healthy" : "Unhealthy";
    xml.text("InstanceId", instance.id())
        .text("InstanceType", instance.type().name())
        .text("AutoScalingGroupName", instance.group().name())
        .text("AvailabilityZone", instance.zone())
        .text("LifecycleState", instance.membership().word())
        .text("HealthStatus", health.toUpperCase(Locale.ROOT))
        .text("ProtectedFromScaleIn", instance.isProtected());
    GroupXml.writeOrigin(xml, instance.origin());
  }
}
