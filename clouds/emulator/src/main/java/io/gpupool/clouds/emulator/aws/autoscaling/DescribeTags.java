package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Group;
import io.gpupool.clouds.emulator.aws.model.GroupTag;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tags of groups. */
final class DescribeTags implements Action {

  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 100;

  @Override
  public Set<String> parameters() {
    return Set.of("Filters", "IncludeManagedResources", "MaxRecords", "NextToken");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    int size = parameters.integer("MaxRecords", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
    Predicate<Tagged> wanted =
        parameters.structures("Filters").stream()
            .map(DescribeTags::filter)
            .reduce(tagged -> true, Predicate::and);
    Stream<Tagged> found =
        request.region().groups().all().stream()
            .flatMap(group -> group.tags().stream().map(tag -> new Tagged(group, tag)))
            .filter(wanted)
            .sorted(Comparator.comparing(Tagged::sortKey));
    Page<Tagged> page =
        Page.of(
            found, Tagged::sortKey, size, parameters.text("NextToken"), AutoScaling::invalidToken);
    result
        .list("Tags", page.items(), (xml, each) -> GroupXml.writeTag(xml, each.group, each.tag))
        .text("NextToken", page.next());
  }

  private static Predicate<Tagged> filter(Parameters filter) {
    String name = filter.required("Name");
    List<String> values = filter.texts("Values");
    return switch (name) {
      case "auto-scaling-group" -> each -> values.contains(each.group.name());
      case "key" -> each -> values.contains(each.tag.key());
      case "value" -> each -> values.contains(each.tag.value());
      case "propagate-at-launch" ->
          each -> values.contains(Boolean.toString(each.tag.propagateAtLaunch()));
      default ->
          throw AwsException.validation(
              "Filter name "
                  + name
                  + " is not valid; expected auto-scaling-group, key, value or"
                  + " propagate-at-launch");
    };
  }

  private record Tagged(Group group, GroupTag tag) {
    String sortKey() {
      return group.name() + "\n" + tag.key();
    }
  }
}
