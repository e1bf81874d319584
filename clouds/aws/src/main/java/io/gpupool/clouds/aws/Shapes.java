package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.Accelerator;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceRequirementsRequest;

/**
 * Finds out what the instances of groups will be. What a version of a launch template says and what
 * a machine type is never change, so they are taken from the previous reading where it has them.
 */
final class Shapes {

  private static final String X86 = "x86_64";

  /**
   * What a group launches.
   *
   * @param source where that is written
   * @param machineTypes one or more, in the order of preference
   * @param anyOrder whether no type is preferred to another
   */
  private record Launch(
      String source,
      List<String> machineTypes,
      boolean anyOrder,
      boolean spot,
      OptionalLong rootDiskBytes) {

    static Launch of(NodeShape before) {
      return new Launch(
          before.source(),
          Stream.concat(Stream.of(before.machine()), before.alternatives().stream())
              .map(MachineType::name)
              .toList(),
          false,
          before.capacityType() == CapacityType.SPOT,
          before.rootDiskBytes());
    }
  }

  private final Ec2Client ec2;
  private final String region;
  private final LaunchTemplates templates;
  private final LaunchConfigurations configurations;
  private final Images images;

  Shapes(AwsClients clients, InstantSource clock, String region) {
    this.ec2 = clients.ec2();
    this.region = region;
    this.templates = new LaunchTemplates(ec2, clock);
    this.configurations = new LaunchConfigurations(clients.reading());
    this.images = new Images(ec2);
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
    Map<String, Launch> launches = launches(groups, known, problems);
    Set<String> unknown =
        launches.values().stream()
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
      Launch launch = launches.get(group.autoScalingGroupName());
      if (launch != null) {
        shape(group, launch, machines, problems)
            .ifPresent(shape -> shapes.put(group.autoScalingGroupName(), shape));
      }
    }
    return shapes;
  }

  private Map<String, Launch> launches(
      List<AutoScalingGroup> groups, Map<String, NodeShape> known, List<ReadingProblem> problems) {
    Map<String, TemplateRef> refs = new LinkedHashMap<>();
    Map<String, String> configured = new LinkedHashMap<>();
    for (AutoScalingGroup group : groups) {
      String name = group.autoScalingGroupName();
      Optional<TemplateRef> ref = TemplateRef.of(group);
      String configuration = group.launchConfigurationName();
      if (group.availabilityZones().isEmpty()) {
        problems.add(
            new ReadingProblem(
                name, "has no zone, so it can't be scaled up; give it a subnet or a zone"));
      } else if (ref.isPresent()) {
        refs.put(name, ref.get());
      } else if (configuration != null && !configuration.isBlank()) {
        configured.put(name, configuration);
      } else {
        problems.add(
            new ReadingProblem(
                name,
                "has no launch template, so it isn't known what its nodes will be and it can't be"
                    + " scaled up from zero; give it one"));
      }
    }
    Map<String, Launch> launches = new LinkedHashMap<>(fromTemplates(refs, known, problems));
    launches.putAll(fromConfigurations(configured, known, problems));
    return launches;
  }

  private Map<String, Launch> fromTemplates(
      Map<String, TemplateRef> refs, Map<String, NodeShape> known, List<ReadingProblem> problems) {
    Map<TemplateRef, String> numbers = templates.numbers(refs.values(), problems);
    Map<TemplateRef, Optional<Launch>> read = new HashMap<>();
    Map<String, Launch> launches = new LinkedHashMap<>();
    refs.forEach(
        (name, ref) -> {
          String number = numbers.get(ref);
          if (number != null) {
            read.computeIfAbsent(ref, first -> fromTemplate(ref, number, known, problems))
                .ifPresent(launch -> launches.put(name, launch));
          }
        });
    return launches;
  }

  private Optional<Launch> fromTemplate(
      TemplateRef ref, String number, Map<String, NodeShape> known, List<ReadingProblem> problems) {
    String source = ref.source(number);
    if (known.containsKey(source)) {
      return Optional.of(Launch.of(known.get(source)));
    }
    return templates
        .read(ref.templateId(), number, problems)
        .flatMap(
            content ->
                launch(
                    source,
                    ref.templateId(),
                    " in version " + number,
                    ref.machineTypes(),
                    ref.requirements(),
                    ref.allSpot(),
                    content,
                    problems));
  }

  private Map<String, Launch> fromConfigurations(
      Map<String, String> configured, Map<String, NodeShape> known, List<ReadingProblem> problems) {
    Map<String, Launch> launches = new LinkedHashMap<>();
    Map<String, String> unread = new LinkedHashMap<>();
    configured.forEach(
        (group, name) -> {
          NodeShape before = known.get(source(name));
          if (before != null) {
            launches.put(group, Launch.of(before));
          } else {
            unread.put(group, name);
          }
        });
    Map<String, LaunchContent> contents = configurations.read(unread.values());
    unread.forEach(
        (group, name) -> {
          LaunchContent content = contents.get(name);
          if (content == null) {
            problems.add(
                new ReadingProblem(name, "is a launch configuration that AWS doesn't find"));
          } else {
            launch(source(name), name, "", List.of(), Optional.empty(), false, content, problems)
                .ifPresent(launch -> launches.put(group, launch));
          }
        });
    return launches;
  }

  private static String source(String launchConfiguration) {
    return "launch-configuration/" + launchConfiguration;
  }

  /** What overrides and content come down to; the image says the rest. */
  private Optional<Launch> launch(
      String source,
      String subject,
      String version,
      List<String> overriding,
      Optional<InstanceRequirementsRequest> needs,
      boolean allSpot,
      LaunchContent content,
      List<ReadingProblem> problems) {
    Optional<Images.Content> image = content.imageId().flatMap(id -> images.read(id, problems));
    boolean spot = allSpot || content.spot();
    OptionalLong rootDisk = rootDisk(content, image);
    if (!overriding.isEmpty()) {
      return Optional.of(new Launch(source, overriding, false, spot, rootDisk));
    }
    Optional<InstanceRequirementsRequest> requirements = needs.or(content::requirements);
    if (requirements.isPresent()) {
      String architecture = image.map(Images.Content::architecture).orElse(X86);
      List<String> matching = MatchingTypes.of(ec2, requirements.get(), architecture);
      if (matching.isEmpty()) {
        problems.add(
            new ReadingProblem(
                subject,
                "wants instances%s of which there is no type for %s in %s; ask for less"
                    .formatted(version, architecture, region)));
        return Optional.empty();
      }
      return Optional.of(new Launch(source, matching, true, spot, rootDisk));
    }
    if (content.machineType().isEmpty()) {
      problems.add(
          new ReadingProblem(
              subject,
              "names no instance type"
                  + version
                  + ", so it isn't known what nodes it makes; name one there, or as the group's"
                  + " first override"));
    }
    return content
        .machineType()
        .map(type -> new Launch(source, List.of(type), false, spot, rootDisk));
  }

  private static OptionalLong rootDisk(LaunchContent content, Optional<Images.Content> image) {
    if (image.isEmpty()) {
      return OptionalLong.empty();
    }
    Long wanted = content.diskBytes().get(image.get().rootDevice());
    return wanted == null ? image.get().rootDiskBytes() : OptionalLong.of(wanted);
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
    if (launch.anyOrder()) {
      types.sort(
          Comparator.comparingInt(MachineType::vcpu)
              .thenComparingLong(MachineType::memoryBytes)
              .thenComparing(MachineType::name));
    }
    String name = group.autoScalingGroupName();
    tellDifferences(name, types, problems);
    Declared tags = NodeTemplateTags.of(group.tags(), name, problems);
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("topology.ebs.csi.aws.com/zone", group.availabilityZones().get(0));
    labels.putAll(eksLabels(group, launch.spot()));
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

  /** What EKS writes on the nodes of its managed node groups, whose groups it tags. */
  private static Map<String, String> eksLabels(AutoScalingGroup group, boolean spot) {
    return group.tags().stream()
        .filter(tag -> tag.key().equals("eks:nodegroup-name"))
        .findFirst()
        .map(
            tag ->
                Map.of(
                    "eks.amazonaws.com/nodegroup",
                    tag.value(),
                    "eks.amazonaws.com/capacityType",
                    spot ? "SPOT" : "ON_DEMAND"))
        .orElse(Map.of());
  }

  /** Types that differ in what pods ask for make a group that can't be told in one template. */
  private static void tellDifferences(
      String group, List<MachineType> types, List<ReadingProblem> problems) {
    Set<String> kinds =
        types.stream()
            .map(
                type ->
                    type.accelerator()
                        .map((Accelerator a) -> a.count() + " x " + a.vendor() + " " + a.model())
                        .orElse("none"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (kinds.size() > 1) {
      problems.add(
          new ReadingProblem(
              group,
              "may launch machines with different accelerators (%s); pods are promised the least of"
                      .formatted(String.join(", ", kinds))
                  + " them and nodes are labelled as the first. Make a group of each kind"));
    }
  }

  private Map<String, MachineType> describe(Collection<String> types) {
    Map<String, MachineType> machines = new HashMap<>();
    ec2.describeInstanceTypesPaginator(request -> request.instanceTypesWithStrings(types))
        .instanceTypes()
        .forEach(info -> machines.put(info.instanceTypeAsString(), MachineFacts.of(info)));
    return machines;
  }
}
