package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static io.gpupool.clouds.emulator.aws.AwsUnderTest.validation;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.Instance;

final class SetDesiredCapacityTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @BeforeEach
  void oneGroup() {
    test.region.addGroup(
        GroupDefinition.of("p5", "p5.48xlarge").sizes(1, 8).desired(2).zones("us-east-1a"));
    test.pass(600);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void theTargetChangesAtOnceAndInstancesFollow() {
    test.setDesired("p5", 4);

    assertThat(test.described("p5").desiredCapacity()).isEqualTo(4);
    assertThat(test.states("p5")).containsExactly("InService", "InService");

    test.pass(3);
    assertThat(test.states("p5")).containsExactly("InService", "InService", "Pending", "Pending");

    test.pass(89);
    assertThat(test.states("p5")).contains("Pending");

    test.pass(1);
    assertThat(test.states("p5")).containsOnly("InService").hasSize(4);
  }

  @Test
  void theActivitiesTellWhoAskedAndWhatFollowed() {
    test.setDesired("p5", 4);
    test.pass(3);

    Activity launching = test.activities("p5").get(0);

    assertThat(launching.cause())
        .isEqualTo(
            "At 2026-01-01T10:10:00Z a user request explicitly set group desired capacity changing"
                + " the desired capacity from 2 to 4.  At 2026-01-01T10:10:03Z an instance was"
                + " started in response to a difference between desired and actual capacity,"
                + " increasing the capacity from 2 to 4.");
    assertThat(launching.description()).matches("Launching a new EC2 instance: i-[0-9a-f]{17}");
    assertThat(launching.statusCodeAsString()).isEqualTo("PreInService");
    assertThat(launching.progress()).isEqualTo(30);
    assertThat(launching.startTime()).isEqualTo("2026-01-01T10:10:03Z");
    assertThat(launching.endTime()).isNull();
    assertThat(launching.statusMessage()).isNull();
    assertThat(launching.details())
        .matches("\\{\"Subnet ID\":\"subnet-[0-9a-f]{17}\",\"Availability Zone\":\"us-east-1a\"}");

    test.pass(90);
    Activity launched = test.activities("p5").get(0);
    assertThat(launched.activityId()).isEqualTo(launching.activityId());
    assertThat(launched.statusCodeAsString()).isEqualTo("Successful");
    assertThat(launched.progress()).isEqualTo(100);
    assertThat(launched.endTime()).isEqualTo("2026-01-01T10:11:33Z");
  }

  @Test
  void theSameTargetAgainChangesNothing() {
    test.setDesired("p5", 2);
    test.pass(3);

    assertThat(test.activities("p5")).hasSize(2);
  }

  @Test
  void aTargetThatIsTakenBackBeforeTheGroupReactsStartsNothing() {
    test.setDesired("p5", 4);
    test.pass(2);
    test.setDesired("p5", 2);
    test.pass(600);

    assertThat(test.activities("p5")).hasSize(2);
    assertThat(test.states("p5")).hasSize(2);
  }

  @Test
  void aTargetAboveTheMaximumIsRefused() {
    assertThat(refusalOf(() -> test.setDesired("p5", 9)))
        .isEqualTo(
            validation(
                "New SetDesiredCapacity value 9 is above max value 8 for the AutoScalingGroup."));
    assertThat(test.described("p5").desiredCapacity()).isEqualTo(2);
  }

  @Test
  void aTargetBelowTheMinimumIsRefused() {
    assertThat(refusalOf(() -> test.setDesired("p5", 0)))
        .isEqualTo(
            validation(
                "New SetDesiredCapacity value 0 is below min value 1 for the AutoScalingGroup."));
  }

  @Test
  void aGroupThatDoesNotExistIsRefused() {
    assertThat(refusalOf(() -> test.setDesired("nobody", 1)))
        .isEqualTo(
            validation("AutoScalingGroup name not found - AutoScalingGroup nobody not found"));
  }

  @Test
  void aRequestWithoutATargetIsRefused() {
    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.setDesiredCapacity(
                        request -> request.autoScalingGroupName("p5"))))
        .isEqualTo(
            validation(
                "1 validation error detected: Value null at 'desiredCapacity' failed to satisfy"
                    + " constraint: Member must not be null"));
  }

  @Test
  void whoHonoursTheCooldownWaitsForIt() {
    test.setDesired("p5", 3);
    test.pass(3);

    assertThat(refusalOf(() -> setHonouringCooldown(4)).code())
        .isEqualTo("ScalingActivityInProgress");

    test.pass(90 + 299);
    assertThat(refusalOf(() -> setHonouringCooldown(4)).message())
        .matches("Scaling activity [0-9a-f-]{36} is in progress and blocks this action");

    test.pass(1);
    setHonouringCooldown(4);
    assertThat(test.described("p5").desiredCapacity()).isEqualTo(4);
  }

  @Test
  void aTargetBelowTheInstancesKillsSomeOfTheGroupsOwnChoice() {
    List<Instance> before = test.described("p5").instances();

    test.setDesired("p5", 1);
    assertThat(test.states("p5")).containsExactly("InService", "InService");

    test.pass(3);
    Instance victim =
        test.described("p5").instances().stream()
            .filter(instance -> instance.lifecycleStateAsString().equals("Terminating"))
            .findFirst()
            .orElseThrow();
    assertThat(before).extracting(Instance::instanceId).contains(victim.instanceId());
    Activity termination = test.activities("p5").get(0);
    assertThat(termination.description())
        .isEqualTo("Terminating EC2 instance: " + victim.instanceId());
    assertThat(termination.statusCodeAsString()).isEqualTo("InProgress");
    assertThat(termination.cause())
        .isEqualTo(
            "At 2026-01-01T10:10:00Z a user request explicitly set group desired capacity changing"
                + " the desired capacity from 2 to 1.  At 2026-01-01T10:10:03Z an instance was"
                + " taken out of service in response to a difference between desired and actual"
                + " capacity, shrinking the capacity from 2 to 1.  At 2026-01-01T10:10:03Z"
                + " instance "
                + victim.instanceId()
                + " was selected for termination.");

    test.pass(60);
    assertThat(test.described("p5").instances()).hasSize(1);
    assertThat(test.activities("p5").get(0).statusCodeAsString()).isEqualTo("Successful");
    assertThat(test.region.instances())
        .filteredOn(instance -> instance.state() == State.GONE)
        .extracting(EmulatedInstance::id)
        .containsExactly(victim.instanceId());
  }

  @Test
  void theOldestTemplateDiesFirst() {
    test.region.addGroup(
        GroupDefinition.of("g5", "g5.xlarge").sizes(0, 9).desired(2).zones("us-east-1a"));
    test.pass(600);
    List<String> old = test.described("g5").instances().stream().map(Instance::instanceId).toList();
    test.region.addLaunchTemplateVersion("g5", LaunchTemplateData.of("g5.xlarge"));
    test.setDesired("g5", 4);
    test.pass(600);

    test.setDesired("g5", 2);
    test.pass(600);

    assertThat(test.described("g5").instances())
        .hasSize(2)
        .allSatisfy(
            instance -> {
              assertThat(old).doesNotContain(instance.instanceId());
              assertThat(instance.launchTemplate().version()).isEqualTo("2");
            });
  }

  @Test
  void theFullestZoneLosesFirst() {
    test.region.addGroup(
        GroupDefinition.of("g5", "g5.xlarge")
            .sizes(0, 9)
            .desired(3)
            .zones("us-east-1a", "us-east-1b"));
    test.pass(600);
    assertThat(zones("g5")).containsExactly("us-east-1a", "us-east-1b", "us-east-1a");

    test.setDesired("g5", 2);
    test.pass(600);

    assertThat(zones("g5")).containsExactlyInAnyOrder("us-east-1a", "us-east-1b");
  }

  private List<String> zones(String group) {
    return test.described(group).instances().stream().map(Instance::availabilityZone).toList();
  }

  private void setHonouringCooldown(int desired) {
    test.autoScaling.setDesiredCapacity(
        request -> request.autoScalingGroupName("p5").desiredCapacity(desired).honorCooldown(true));
  }
}
