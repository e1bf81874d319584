package io.gpupool.clouds.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.Filter;

/**
 * What groups that wait for instances have tried of late. A few groups are asked one by one; for
 * more of them the list of the whole region is read, whose length depends on what happened there
 * and not on how many groups wait.
 */
final class ScalingHistories {

  /** As many groups are asked singly; AWS calls the list of a whole region slow. */
  private static final int FEW = 3;

  /** A group that wants instances tries every few minutes; what is older tells nothing new. */
  private static final Duration RECENT = Duration.ofHours(1);

  private static final int ACTIVITIES_PER_PAGE = 100;

  private final AutoScalingClient autoScaling;

  ScalingHistories(AutoScalingClient autoScaling) {
    this.autoScaling = autoScaling;
  }

  /** The histories of these groups, by name. */
  Map<String, ScalingHistory> of(List<String> groups, Instant now) {
    Map<String, ScalingHistory> histories = new HashMap<>();
    if (groups.size() <= FEW) {
      groups.forEach(group -> histories.put(group, new ScalingHistory(ofOne(group))));
      return histories;
    }
    Map<String, List<Activity>> byGroup = new HashMap<>();
    ofAll(now)
        .forEach(
            activity ->
                byGroup
                    .computeIfAbsent(activity.autoScalingGroupName(), name -> new ArrayList<>())
                    .add(activity));
    groups.forEach(
        group -> histories.put(group, new ScalingHistory(byGroup.getOrDefault(group, List.of()))));
    return histories;
  }

  private List<Activity> ofOne(String group) {
    return autoScaling
        .describeScalingActivities(
            request -> request.autoScalingGroupName(group).maxRecords(ACTIVITIES_PER_PAGE))
        .activities();
  }

  private List<Activity> ofAll(Instant now) {
    Filter recent =
        Filter.builder().name("StartTimeLowerBound").values(now.minus(RECENT).toString()).build();
    return autoScaling
        .describeScalingActivitiesPaginator(
            request -> request.filters(recent).maxRecords(ACTIVITIES_PER_PAGE))
        .activities()
        .stream()
        .toList();
  }
}
