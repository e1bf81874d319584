package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.Activity;
import io.gpupool.clouds.emulator.aws.model.ActivityHistory;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Groups;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What groups did, of one group or all of the region, newest first. */
final class DescribeScalingActivities implements Action {

  private static final int LARGEST_PAGE = 100;
  private static final int MOST_IDS = 50;

  @Override
  public Set<String> parameters() {
    return Set.of(
        "ActivityIds",
        "AutoScalingGroupName",
        "Filters",
        "IncludeDeletedGroups",
        "IncludeManagedResources",
        "MaxRecords",
        "NextToken");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    int size = parameters.integer("MaxRecords", 1, LARGEST_PAGE).orElse(LARGEST_PAGE);
    Optional<String> group = parameters.text("AutoScalingGroupName");
    boolean deletedToo = parameters.flag("IncludeDeletedGroups").orElse(false);
    List<String> ids = parameters.texts("ActivityIds", MOST_IDS);
    Predicate<Activity> wanted =
        parameters.structures("Filters").stream()
            .map(filter -> filter(filter, group))
            .reduce(activity -> ids.isEmpty() || ids.contains(activity.id()), Predicate::and);
    Stream<Activity> found = candidates(request.region().groups(), group, deletedToo);
    Page<Activity> page =
        Page.of(
            found.filter(wanted),
            ActivityHistory::sortKey,
            size,
            parameters.text("NextToken"),
            AutoScaling::invalidToken);
    ActivityXml writer = new ActivityXml(request.world().geography());
    result.list("Activities", page.items(), writer::write).text("NextToken", page.next());
  }

  private static Stream<Activity> candidates(
      Groups groups, Optional<String> group, boolean deletedToo) {
    if (group.isPresent() && !deletedToo) {
      return groups.existing(group.get()).history().newestFirst().stream();
    }
    return groups.history().newestFirst().stream()
        .filter(activity -> deletedToo || !activity.group().isDeleted())
        .filter(activity -> group.map(activity.group().name()::equals).orElse(true));
  }

  private static Predicate<Activity> filter(Parameters filter, Optional<String> group) {
    String name = filter.required("Name");
    List<String> values = filter.texts("Values");
    switch (name) {
      case "StartTimeLowerBound" -> {
        Instant bound = time(name, values);
        return activity -> !activity.start().isBefore(bound);
      }
      case "StartTimeUpperBound" -> {
        Instant bound = time(name, values);
        return activity -> !activity.start().isAfter(bound);
      }
      case "Status" -> {
        if (group.isEmpty()) {
          throw AwsException.validation(
              "The Status filter can only be used in combination with AutoScalingGroupName");
        }
        return activity -> values.contains(activity.status().word());
      }
      default ->
          throw AwsException.validation(
              "Filter name "
                  + name
                  + " is not valid; expected StartTimeLowerBound, StartTimeUpperBound or Status");
    }
  }

  private static Instant time(String filter, List<String> values) {
    return values.stream()
        .findFirst()
        .flatMap(Parameters::parseTime)
        .orElseThrow(
            () ->
                AwsException.validation(
                    "The values " + values + " of the filter " + filter + " are no time"));
  }
}
