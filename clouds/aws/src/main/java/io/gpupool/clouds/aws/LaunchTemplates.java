package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.ReadingProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/**
 * Launch templates: which version a name like {@code $Latest} stands for, and what a version says.
 * A numbered version never changes; what the names stand for is asked again every {@value
 * #VERSIONS_HOLD_MINUTES} minutes.
 */
final class LaunchTemplates {

  private static final int VERSIONS_HOLD_MINUTES = 20;

  private static final long GIB = 1L << 30;

  private record Versions(long latest, long standard) {
    String number(String name) {
      return Long.toString(name.equals("$Latest") ? latest : standard);
    }
  }

  private final Ec2Client ec2;
  private final InstantSource clock;

  // only ever touched by the one reading that is under way
  private Map<String, Versions> versions = Map.of();
  private Instant versionsReadAt = Instant.EPOCH;

  LaunchTemplates(Ec2Client ec2, InstantSource clock) {
    this.ec2 = ec2;
    this.clock = clock;
  }

  /**
   * The number of the version that each reference stands for, without those that stand for none.
   */
  Map<TemplateRef, String> numbers(Collection<TemplateRef> refs, List<ReadingProblem> problems) {
    Set<String> moving =
        refs.stream()
            .filter(TemplateRef::isMoving)
            .map(TemplateRef::templateId)
            .collect(Collectors.toCollection(TreeSet::new));
    Instant expiry = versionsReadAt.plus(Duration.ofMinutes(VERSIONS_HOLD_MINUTES));
    if (expiry.isBefore(clock.instant()) || !versions.keySet().containsAll(moving)) {
      versions =
          Questions.ask(
              moving, this::versions, "is a launch template that AWS doesn't find", problems);
      versionsReadAt = clock.instant();
    }
    Map<TemplateRef, String> numbers = new HashMap<>();
    for (TemplateRef ref : refs) {
      Versions named = versions.get(ref.templateId());
      if (!ref.isMoving()) {
        numbers.put(ref, ref.version());
      } else if (named != null) {
        numbers.put(ref, named.number(ref.version()));
      }
    }
    return numbers;
  }

  /** What a numbered version of a template says. */
  Optional<LaunchContent> read(String templateId, String number, List<ReadingProblem> problems) {
    Map<String, LaunchContent> answer =
        Questions.ask(
            List.of(templateId),
            ids -> read(templateId, number),
            "is a launch template whose version " + number + " AWS doesn't find",
            problems);
    return Optional.ofNullable(answer.get(templateId));
  }

  private Map<String, Versions> versions(List<String> ids) {
    Map<String, Versions> found = new HashMap<>();
    ec2.describeLaunchTemplatesPaginator(request -> request.launchTemplateIds(ids))
        .launchTemplates()
        .forEach(
            (LaunchTemplate template) ->
                found.put(
                    template.launchTemplateId(),
                    new Versions(template.latestVersionNumber(), template.defaultVersionNumber())));
    return found;
  }

  private Map<String, LaunchContent> read(String templateId, String number) {
    List<LaunchTemplateVersion> found =
        ec2.describeLaunchTemplateVersions(
                request -> request.launchTemplateId(templateId).versions(number).resolveAlias(true))
            .launchTemplateVersions();
    Map<String, LaunchContent> content = new HashMap<>();
    for (LaunchTemplateVersion version : found) {
      ResponseLaunchTemplateData data = version.launchTemplateData();
      boolean spot =
          data.instanceMarketOptions() != null
              && data.instanceMarketOptions().marketType() == MarketType.SPOT;
      content.put(
          templateId,
          new LaunchContent(
              Optional.ofNullable(data.instanceTypeAsString()),
              Optional.ofNullable(data.instanceRequirements()).map(MatchingTypes::asRequest),
              spot,
              Optional.ofNullable(data.imageId()).filter(id -> !id.isBlank()),
              disks(data)));
    }
    return content;
  }

  private static Map<String, Long> disks(ResponseLaunchTemplateData data) {
    Map<String, Long> disks = new HashMap<>();
    data.blockDeviceMappings()
        .forEach(
            mapping -> {
              if (mapping.ebs() != null && mapping.ebs().volumeSize() != null) {
                disks.put(mapping.deviceName(), mapping.ebs().volumeSize() * GIB);
              }
            });
    return disks;
  }
}
