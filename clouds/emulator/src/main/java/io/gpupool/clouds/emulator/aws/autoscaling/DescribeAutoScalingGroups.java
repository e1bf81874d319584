package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Group;
import io.gpupool.clouds.emulator.aws.model.GroupTag;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Groups by name or by tags, with their instances. */
final class DescribeAutoScalingGroups implements Action {

  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 100;

  @Override
  public Set<String> parameters() {
    return Set.of(
        "AutoScalingGroupNames",
        "Filters",
        "IncludeInstances",
        "IncludeManagedResources",
        "MaxRecords",
        "NextToken");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    int size = parameters.integer("MaxRecords", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
    Set<String> names = new HashSet<>(parameters.texts("AutoScalingGroupNames"));
    if (names.size() > size) {
      throw AwsException.validation(
          "The number of group names that may be passed in is limited to " + size);
    }
    Predicate<Group> wanted =
        parameters.structures("Filters").stream()
            .map(DescribeAutoScalingGroups::filter)
            .reduce(group -> names.isEmpty() || names.contains(group.name()), Predicate::and);
    Stream<Group> found = request.region().groups().all().stream().filter(wanted);
    Page<Group> page =
        Page.of(found, Group::name, size, parameters.text("NextToken"), AutoScaling::invalidToken);
    boolean withInstances = parameters.flag("IncludeInstances").orElse(true);
    GroupXml writer = new GroupXml(request.world().geography(), withInstances);
    result.list("AutoScalingGroups", page.items(), writer::write).text("NextToken", page.next());
  }

  private static Predicate<Group> filter(Parameters filter) {
    String name = filter.required("Name");
    List<String> values = filter.texts("Values");
    if (name.equals("tag-key")) {
      return anyTag(tag -> values.contains(tag.key()));
    }
    if (name.equals("tag-value")) {
      return anyTag(tag -> values.contains(tag.value()));
    }
    if (name.startsWith("tag:")) {
      String key = name.substring("tag:".length());
      return anyTag(tag -> tag.key().equals(key) && values.contains(tag.value()));
    }
    throw AwsException.validation(
        "Filter name " + name + " is not valid; expected tag-key, tag-value or tag:<key>");
  }

  private static Predicate<Group> anyTag(Predicate<GroupTag> matching) {
    return group -> group.tags().stream().anyMatch(matching);
  }
}
