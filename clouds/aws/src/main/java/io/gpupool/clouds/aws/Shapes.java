package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.ReadingProblem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/**
 * Finds out what the instances of groups will be. What a version of a launch template says and what
 * a machine type is never change, so they are taken from the previous reading where it has them.
 */
final class Shapes {

  /** What a group launches. */
  private record Launch(String source, String machineType, boolean spot) {}

  private final Ec2Client ec2;
  private final String region;
  private final LaunchTemplates templates;

  Shapes(Ec2Client ec2, InstantSource clock, String region) {
    this.ec2 = ec2;
    this.region = region;
    this.templates = new LaunchTemplates(ec2, clock);
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
            });
    Map<String, Launch> launches = launches(groups, known, problems);
    List<String> unknown =
        launches.values().stream()
            .map(Launch::machineType)
            .filter(type -> !machines.containsKey(type))
            .toList();
    machines.putAll(
        Questions.ask(
            unknown,
            this::describe,
            "is an instance type that AWS doesn't know in " + region,
            problems));

    Map<String, NodeShape> shapes = new LinkedHashMap<>();
    for (AutoScalingGroup group : groups) {
      Launch launch = launches.get(group.autoScalingGroupName());
      MachineType machine = launch == null ? null : machines.get(launch.machineType());
      if (launch != null && machine != null) {
        shapes.put(group.autoScalingGroupName(), shape(group, launch, machine, problems));
      }
    }
    return shapes;
  }

  private Map<String, Launch> launches(
      List<AutoScalingGroup> groups, Map<String, NodeShape> known, List<ReadingProblem> problems) {
    Map<String, TemplateRef> refs = new LinkedHashMap<>();
    for (AutoScalingGroup group : groups) {
      String name = group.autoScalingGroupName();
      Optional<TemplateRef> ref = TemplateRef.of(group);
      if (ref.isEmpty() || group.availabilityZones().isEmpty()) {
        problems.add(
            new ReadingProblem(
                name,
                "has no launch template or no zone, so it isn't known what its nodes will be and"
                    + " it can't be scaled up from zero; give it one"));
      } else {
        refs.put(name, ref.get());
      }
    }
    Map<TemplateRef, String> numbers = templates.numbers(refs.values(), problems);
    Map<TemplateRef, Optional<Launch>> read = new HashMap<>();
    Map<String, Launch> launches = new LinkedHashMap<>();
    refs.forEach(
        (name, ref) -> {
          String number = numbers.get(ref);
          if (number != null) {
            read.computeIfAbsent(ref, first -> launch(ref, number, known, problems))
                .ifPresent(launch -> launches.put(name, launch));
          }
        });
    return launches;
  }

  private Optional<Launch> launch(
      TemplateRef ref, String number, Map<String, NodeShape> known, List<ReadingProblem> problems) {
    String source = ref.source(number);
    NodeShape before = known.get(source);
    if (before != null) {
      boolean spot = before.capacityType() == CapacityType.SPOT;
      return Optional.of(new Launch(source, before.machine().name(), spot));
    }
    Optional<LaunchTemplates.Content> content = templates.read(ref.templateId(), number, problems);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> machineType = ref.machineType().or(content.get()::machineType);
    if (machineType.isEmpty()) {
      problems.add(
          new ReadingProblem(
              ref.templateId(),
              "names no instance type in version "
                  + number
                  + ", so it isn't known what nodes it makes; name one there, or as the group's"
                  + " first override"));
    }
    boolean spot = ref.allSpot() || content.get().spot();
    return machineType.map(type -> new Launch(source, type, spot));
  }

  private NodeShape shape(
      AutoScalingGroup group, Launch launch, MachineType machine, List<ReadingProblem> problems) {
    NodeTemplateTags tags =
        NodeTemplateTags.of(group.tags(), group.autoScalingGroupName(), problems);
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("topology.ebs.csi.aws.com/zone", group.availabilityZones().get(0));
    labels.putAll(tags.labels());
    return new NodeShape(
        launch.source(),
        machine,
        region,
        group.availabilityZones(),
        launch.spot() ? CapacityType.SPOT : CapacityType.ON_DEMAND,
        labels,
        tags.taints(),
        tags.resources());
  }

  private Map<String, MachineType> describe(List<String> types) {
    List<InstanceTypeInfo> described = new ArrayList<>();
    ec2.describeInstanceTypesPaginator(request -> request.instanceTypesWithStrings(types))
        .instanceTypes()
        .forEach(described::add);
    Map<String, MachineType> machines = new HashMap<>();
    described.forEach(info -> machines.put(info.instanceTypeAsString(), MachineFacts.of(info)));
    return machines;
  }
}
