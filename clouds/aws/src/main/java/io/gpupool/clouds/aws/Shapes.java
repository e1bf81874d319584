package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.Declared;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.ReadingProblem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Finds out what the instances of groups will be. What a version of a launch template says and what
 * a machine type is never change, so they are taken from the previous reading where it has them.
 */
final class Shapes {

  private final Ec2Client ec2;
  private final String region;
  private final Launches launches;

  Shapes(AwsClients clients, InstantSource clock, String region) {
    this.ec2 = clients.ec2();
    this.region = region;
    this.launches = new Launches(clients, clock, region);
  }

  /**
   * The shapes of these groups by group name. A group that doesn't say, or names something that AWS
   * doesn't know, has none, and there is a problem to read about it.
   */
  Map<String, NodeShape> of(
      List<AutoScalingGroup> groups,
      Optional<CloudReading> previous,
      List<ReadingProblem> problems) {
    Map<String, NodeShape> known = new HashMap<>();
    Map<String, MachineType> machines = new HashMap<>();
    previous.map(CloudReading::groups).orElse(List.of()).stream()
        .flatMap(group -> group.shape().stream())
        .forEach(
            shape -> {
              known.put(shape.source(), shape);
              machines.put(shape.machine().name(), shape.machine());
              shape.alternatives().forEach(other -> machines.put(other.name(), other));
            });
    Map<String, Launch> launched = launches.of(groups, known, problems);
    Set<String> unknown =
        launched.values().stream()
            .flatMap(launch -> launch.machineTypes().stream())
            .filter(type -> !machines.containsKey(type))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    machines.putAll(
        Questions.ask(
            unknown,
            this::describe,
            "is an instance type that AWS doesn't know in " + region,
            problems));

    Map<String, NodeShape> shapes = new LinkedHashMap<>();
    for (AutoScalingGroup group : groups) {
      Launch launch = launched.get(group.autoScalingGroupName());
      if (launch != null) {
        shape(group, launch, machines, problems)
            .ifPresent(shape -> shapes.put(group.autoScalingGroupName(), shape));
      }
    }
    return shapes;
  }

  private Optional<NodeShape> shape(
      AutoScalingGroup group,
      Launch launch,
      Map<String, MachineType> machines,
      List<ReadingProblem> problems) {
    List<MachineType> types = new ArrayList<>();
    for (String name : launch.machineTypes()) {
      Optional.ofNullable(machines.get(name)).ifPresent(types::add);
    }
    if (types.isEmpty()) {
      return Optional.empty();
    }
    if (!launch.inOrder()) {
      types.sort(
          Comparator.comparingInt(MachineType::vcpu)
              .thenComparingLong(MachineType::memoryBytes)
              .thenComparing(MachineType::name));
    }
    String name = group.autoScalingGroupName();
    GroupRemarks.ofTypes(name, types).ifPresent(problems::add);
    Declared tags = NodeTemplateTags.of(group.tags(), name, problems);
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("topology.ebs.csi.aws.com/zone", group.availabilityZones().get(0));
    labels.putAll(NodeTemplateTags.eksLabels(group.tags(), launch.spot()));
    labels.putAll(tags.labels());
    return Optional.of(
        new NodeShape(
            launch.source(),
            types.get(0),
            types.subList(1, types.size()),
            region,
            group.availabilityZones(),
            launch.spot() ? CapacityType.SPOT : CapacityType.ON_DEMAND,
            launch.rootDiskBytes(),
            new Declared(labels, tags.taints(), tags.resources(), tags.options())));
  }

  private Map<String, MachineType> describe(Collection<String> types) {
    Map<String, MachineType> machines = new HashMap<>();
    ec2.describeInstanceTypesPaginator(request -> request.instanceTypesWithStrings(types))
        .instanceTypes()
        .forEach(info -> machines.put(info.instanceTypeAsString(), MachineFacts.of(info)));
    return machines;
  }
}
