package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplate;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplates;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Launch templates by id, by name, by filters, or all. */
final class DescribeLaunchTemplates implements Action {

  private static final int LARGEST_PAGE = 200;

  private static final Filters<LaunchTemplate> FILTERS =
      new Filters<LaunchTemplate>()
          .with("launch-template-name", LaunchTemplate::name)
          .withTags(LaunchTemplate::tags);

  @Override
  public Set<String> parameters() {
    return Set.of(
        "Filter",
        "IncludeManagedResources",
        "LaunchTemplateId",
        "LaunchTemplateName",
        "MaxResults",
        "NextToken");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    int size = parameters.integer("MaxResults", 1, LARGEST_PAGE).orElse(LARGEST_PAGE);
    Stream<LaunchTemplate> found =
        named(request.region().templates(), parameters).stream().filter(FILTERS.wanted(parameters));
    Page<LaunchTemplate> page =
        Page.of(found, LaunchTemplate::id, size, parameters.text("NextToken"), Ec2::invalidToken);
    result
        .list(
            "launchTemplates",
            page.items(),
            (xml, template) -> LaunchTemplateXml.write(xml, request, template))
        .text("nextToken", page.next());
  }

  /** The templates that are named, each of which has to exist; all if none is named. */
  private static Collection<LaunchTemplate> named(
      LaunchTemplates templates, Parameters parameters) {
    List<String> ids = parameters.texts("LaunchTemplateId");
    List<String> names = parameters.texts("LaunchTemplateName");
    if (ids.isEmpty() && names.isEmpty()) {
      return templates.all();
    }
    TreeMap<String, LaunchTemplate> named = new TreeMap<>();
    ids.forEach(id -> named.put(id, templates.withId(id)));
    names.stream().map(templates::withName).forEach(template -> named.put(template.id(), template));
    return named.values();
  }
}
