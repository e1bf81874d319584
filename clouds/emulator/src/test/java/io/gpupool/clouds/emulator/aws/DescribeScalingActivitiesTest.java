package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static io.gpupool.clouds.emulator.aws.AwsUnderTest.validation;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.Filter;

final class DescribeScalingActivitiesTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void activitiesOfOneGroupComeNewestFirst() {
    test.region.addGroup(GroupDefinition.of("other", "g5.xlarge").desired(1));
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(2));
    test.pass(600);
    test.setDesired("g5", 1);
    test.pass(600);

    List<Activity> activities = test.activities("g5");

    assertThat(activities).hasSize(3).extracting(Activity::autoScalingGroupName).containsOnly("g5");
    assertThat(activities)
        .extracting(Activity::startTime)
        .isSortedAccordingTo(Comparator.<Instant>naturalOrder().reversed());
    assertThat(activities.get(0).description()).startsWith("Terminating");
    assertThat(activities.get(0).autoScalingGroupARN()).endsWith(":autoScalingGroupName/g5");
  }

  @Test
  void withoutAGroupTheWholeRegionIsTold() {
    test.region.addGroup(GroupDefinition.of("a", "g5.xlarge").desired(1));
    test.region.addGroup(GroupDefinition.of("b", "g5.xlarge").desired(1));
    test.pass(3);

    assertThat(test.autoScaling.describeScalingActivities().activities())
        .extracting(Activity::autoScalingGroupName)
        .containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "50, 50", "100, 100", "101, 100"})
  void listsAreCutIntoPagesOfAHundred(int activities, int firstPage) {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").sizes(0, 200).desired(activities));
    test.pass(3);

    assertThat(test.activities("g5")).hasSize(firstPage);
    assertThat(
            test
                .autoScaling
                .describeScalingActivitiesPaginator(
                    request -> request.autoScalingGroupName("g5").maxRecords(7))
                .activities()
                .stream()
                .map(Activity::activityId)
                .distinct())
        .hasSize(activities);
    assertThat(
            refusalOf(
                    () ->
                        test.autoScaling.describeScalingActivities(
                            request -> request.maxRecords(101)))
                .message())
        .contains("'maxRecords'");
  }

  @Test
  void activitiesCanBeAskedForById() {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(3));
    test.pass(3);
    String id = test.activities("g5").get(1).activityId();

    assertThat(
            test.autoScaling
                .describeScalingActivities(request -> request.activityIds(id, "unknown"))
                .activities())
        .extracting(Activity::activityId)
        .containsExactly(id);
  }

  @Test
  void filtersNarrowByTimeAndStatus() {
    test.aws.setCapacity("g5.xlarge", "us-east-1a", 1);
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(2));
    test.pass(3 + 60 + 2);

    assertThat(filtered("Status", "Failed")).hasSize(2);
    assertThat(filtered("Status", "PreInService", "Successful")).hasSize(1);
    assertThat(filtered("StartTimeLowerBound", "2026-01-01T10:01:00Z")).hasSize(1);
    assertThat(filtered("StartTimeUpperBound", "2026-01-01T10:01:00Z")).hasSize(2);
    assertThat(filtered("StartTimeUpperBound", "2026-01-01T12:00:03+02:00")).hasSize(2);
  }

  @Test
  void filtersThatMakeNoSenseAreRefused() {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge"));

    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.describeScalingActivities(
                        request -> request.filters(filter("Status", "Failed")))))
        .isEqualTo(
            validation(
                "The Status filter can only be used in combination with AutoScalingGroupName"));
    assertThat(refusalOf(() -> filtered("StartTimeLowerBound", "yesterday")).code())
        .isEqualTo("ValidationError");
    assertThat(refusalOf(() -> filtered("Colour", "red")).code()).isEqualTo("ValidationError");
  }

  @Test
  void aGroupThatDoesNotExistIsRefused() {
    assertThat(refusalOf(() -> test.activities("nobody")))
        .isEqualTo(
            validation("AutoScalingGroup name not found - AutoScalingGroup nobody not found"));
  }

  @Test
  void activitiesOfADeletedGroupAreToldToThoseWhoAskForThem() {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(1));
    test.pass(600);
    test.region.deleteGroup("g5");
    test.pass(60);

    assertThat(test.autoScaling.describeScalingActivities().activities()).isEmpty();
    assertThat(
            test.autoScaling
                .describeScalingActivities(
                    request -> request.autoScalingGroupName("g5").includeDeletedGroups(true))
                .activities())
        .hasSize(2)
        .extracting(Activity::autoScalingGroupState)
        .containsOnly("Deleted");
  }

  @Test
  void activitiesAreForgottenAfterSixWeeks() {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(1));
    test.pass(600);
    test.pass(42 * 24 * 3600);
    test.setDesired("g5", 2);
    test.pass(3);

    assertThat(test.activities("g5")).hasSize(1);
  }

  private List<Activity> filtered(String name, String... values) {
    return test.autoScaling
        .describeScalingActivities(
            request -> request.autoScalingGroupName("g5").filters(filter(name, values)))
        .activities();
  }

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }
}
