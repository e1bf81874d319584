package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.ReadingProblem;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceRequirementsRequest;

/**
 * Finds out what groups launch: from launch templates or launch configurations, from the overrides
 * of a policy, and from the machine image. What an earlier reading has found out isn't asked again.
 */
final class Launches {

  private static final String X86 = "x86_64";

  private final Ec2Client ec2;
  private final String region;
  private final LaunchTemplates templates;
  private final LaunchConfigurations configurations;
  private final Images images;

  Launches(AwsClients clients, InstantSource clock, String region) {
    this.ec2 = clients.ec2();
    this.region = region;
    this.templates = new LaunchTemplates(ec2, clock);
    this.configurations = new LaunchConfigurations(clients.reading());
    this.images = new Images(ec2);
  }

  /**
   * What these groups launch, by group name. A group that doesn't say has none, and there is a
   * problem to read about it.
   *
   * @param known shapes of an earlier reading by their source
   */
  Map<String, Launch> of(
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
      return Optional.of(new Launch(source, overriding, true, spot, rootDisk));
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
      return Optional.of(new Launch(source, matching, false, spot, rootDisk));
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
        .map(type -> new Launch(source, List.of(type), true, spot, rootDisk));
  }

  private static OptionalLong rootDisk(LaunchContent content, Optional<Images.Content> image) {
    if (image.isEmpty()) {
      return OptionalLong.empty();
    }
    Long wanted = content.diskBytes().get(image.get().rootDevice());
    return wanted == null ? image.get().rootDiskBytes() : OptionalLong.of(wanted);
  }
}
