package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplate;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplates;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Versions of one launch template, newest first; or without a template, the latest or default
 * versions of all.
 */
final class DescribeLaunchTemplateVersions implements Action {

  private static final int LARGEST_PAGE = 200;

  @Override
  public Set<String> parameters() {
    return Set.of(
        "IncludeManagedResources",
        "LaunchTemplateId",
        "LaunchTemplateName",
        "LaunchTemplateVersion",
        "MaxResults",
        "MaxVersion",
        "MinVersion",
        "NextToken",
        "ResolveAlias");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    int size = parameters.integer("MaxResults", 1, LARGEST_PAGE).orElse(LARGEST_PAGE);
    int least = parameters.integer("MinVersion").orElse(1);
    int most = parameters.integer("MaxVersion").orElse(Integer.MAX_VALUE);
    Stream<Found> found =
        wanted(request.region().templates(), parameters).stream()
            .filter(each -> each.version.number() >= least && each.version.number() <= most)
            .sorted(Comparator.comparing(Found::sortKey))
            .distinct();
    Page<Found> page =
        Page.of(found, Found::sortKey, size, parameters.text("NextToken"), Ec2::invalidToken);
    result
        .list(
            "launchTemplateVersionSet",
            page.items(),
            (xml, each) ->
                LaunchTemplateXml.writeVersion(xml, request, each.template, each.version))
        .text("nextToken", page.next());
  }

  private static List<Found> wanted(LaunchTemplates templates, Parameters parameters) {
    List<String> versions = parameters.texts("LaunchTemplateVersion");
    Optional<LaunchTemplate> one =
        parameters
            .text("LaunchTemplateId")
            .map(templates::withId)
            .or(() -> parameters.text("LaunchTemplateName").map(templates::withName));
    List<Found> found = new ArrayList<>();
    if (one.isPresent()) {
      add(found, one.get(), versions);
      return found;
    }
    if (versions.isEmpty()) {
      throw parameters.missing("LaunchTemplateId");
    }
    if (!Set.of(LaunchTemplate.LATEST, LaunchTemplate.DEFAULT).containsAll(versions)) {
      throw new AwsException(
          400,
          "InvalidParameterCombination",
          "Version numbers need a launch template; without one, only $Latest and $Default may be"
              + " asked for");
    }
    templates.all().forEach(template -> add(found, template, versions));
    return found;
  }

  private static void add(List<Found> found, LaunchTemplate template, List<String> versions) {
    if (versions.isEmpty()) {
      template.versions().forEach(version -> found.add(new Found(template, version)));
    }
    for (String version : versions) {
      found.add(
          new Found(
              template,
              template
                  .version(version)
                  .orElseThrow(
                      () ->
                          new AwsException(
                              400,
                              "InvalidLaunchTemplateId.VersionNotFound",
                              "Could not find launch template version"))));
    }
  }

  private record Found(LaunchTemplate template, LaunchTemplate.Version version) {
    String sortKey() {
      return template.id() + String.format("-%010d", Integer.MAX_VALUE - version.number());
    }
  }
}
