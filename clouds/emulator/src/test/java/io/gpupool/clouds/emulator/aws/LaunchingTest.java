package io.gpupool.clouds.emulator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.model.Market;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.Distribution;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.Instance;

final class LaunchingTest {

  private static final String NO_P5_IN_A =
      "We currently do not have sufficient p5.48xlarge capacity in the Availability Zone you"
          + " requested (us-east-1a). Our system will be working on provisioning additional"
          + " capacity. You can currently get p5.48xlarge capacity by not specifying an"
          + " Availability Zone in your request or choosing us-east-1b. Launching EC2 instance"
          + " failed.";

  private final AwsUnderTest test = new AwsUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void instancesAreSpreadOverZones() {
    test.region.addGroup(
        GroupDefinition.of("g5", "g5.xlarge")
            .desired(4)
            .zones("us-east-1a", "us-east-1b", "us-east-1c"));
    test.pass(3);

    assertThat(zones("g5"))
        .containsExactlyInAnyOrder("us-east-1a", "us-east-1b", "us-east-1c", "us-east-1a");
  }

  @Test
  void aZoneWithoutCapacityIsReplacedByAnotherAndTheFailureIsTold() {
    test.aws.setCapacity("g5.xlarge", "us-east-1a", 1);
    test.region.addGroup(
        GroupDefinition.of("g5", "g5.xlarge").desired(4).zones("us-east-1a", "us-east-1b"));
    test.pass(5);

    assertThat(zones("g5"))
        .containsExactlyInAnyOrder("us-east-1a", "us-east-1b", "us-east-1b", "us-east-1b");
    assertThat(test.activities("g5"))
        .extracting(Activity::statusCodeAsString)
        .containsExactlyInAnyOrder(
            "Failed", "PreInService", "PreInService", "PreInService", "PreInService");
  }

  @Test
  void outOfCapacityIsToldInTheActivityAFewSecondsLater() {
    onlyZoneBHasP5();
    test.region.addGroup(GroupDefinition.of("p5", "p5.48xlarge").sizes(0, 8).zones("us-east-1a"));
    test.setDesired("p5", 2);

    test.pass(4);
    assertThat(test.activities("p5")).isEmpty();

    test.pass(1);
    assertThat(test.activities("p5"))
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.statusCodeAsString()).isEqualTo("Failed");
              assertThat(failed.statusMessage()).isEqualTo(NO_P5_IN_A);
              assertThat(failed.description())
                  .isEqualTo("Launching a new EC2 instance.  Status Reason: " + NO_P5_IN_A);
              assertThat(failed.cause())
                  .isEqualTo(
                      "At 2026-01-01T10:00:00Z a user request explicitly set group desired"
                          + " capacity changing the desired capacity from 0 to 2.  At"
                          + " 2026-01-01T10:00:03Z an instance was started in response to a"
                          + " difference between desired and actual capacity, increasing the"
                          + " capacity from 0 to 2.");
              assertThat(failed.startTime()).isEqualTo("2026-01-01T10:00:03Z");
              assertThat(failed.endTime()).isEqualTo("2026-01-01T10:00:05Z");
              assertThat(failed.progress()).isEqualTo(100);
            });
    assertThat(test.described("p5").desiredCapacity()).isEqualTo(2);
    assertThat(test.described("p5").instances()).isEmpty();
  }

  @Test
  void aFailedLaunchIsRetriedEveryMinuteWithoutMentionOfTheUser() {
    onlyZoneBHasP5();
    test.region.addGroup(GroupDefinition.of("p5", "p5.48xlarge").sizes(0, 8).zones("us-east-1a"));
    test.setDesired("p5", 2);
    test.pass(3 + 60 + 60 + 2);

    List<Activity> failures = test.activities("p5");

    assertThat(failures)
        .extracting(activity -> activity.startTime().toString())
        .containsExactly("2026-01-01T10:02:03Z", "2026-01-01T10:01:03Z", "2026-01-01T10:00:03Z");
    assertThat(failures.get(0).cause())
        .isEqualTo(
            "At 2026-01-01T10:02:03Z an instance was started in response to a difference between"
                + " desired and actual capacity, increasing the capacity from 0 to 2.");
  }

  @Test
  void capacityThatComesBackIsTakenAtTheNextAttempt() {
    onlyZoneBHasP5();
    test.region.addGroup(GroupDefinition.of("p5", "p5.48xlarge").sizes(0, 8).zones("us-east-1a"));
    test.setDesired("p5", 2);
    test.pass(30);
    test.aws.setCapacity("p5.48xlarge", "us-east-1a", 1);

    test.pass(33);
    assertThat(test.states("p5")).containsExactly("Pending");
    test.pass(2);
    assertThat(test.activities("p5"))
        .extracting(Activity::statusCodeAsString)
        .containsExactly("Failed", "PreInService", "Failed");

    test.aws.setUnlimitedCapacity("p5.48xlarge", "us-east-1a");
    test.pass(60);
    assertThat(test.described("p5").instances()).hasSize(2);
    test.pass(600);
    assertThat(test.activities("p5")).hasSize(4);
  }

  @Test
  void anInstanceThatEndsGivesItsPlaceBack() {
    test.aws.setCapacity("p5.48xlarge", "us-east-1a", 1);
    test.region.addGroup(GroupDefinition.of("one", "p5.48xlarge").desired(1));
    test.pass(100);
    test.region.addGroup(GroupDefinition.of("two", "p5.48xlarge").desired(1));
    test.pass(100);
    assertThat(test.described("two").instances()).isEmpty();

    test.setDesired("one", 0);
    test.pass(200);

    assertThat(test.states("two")).containsExactly("InService");
  }

  @Test
  void aTargetThatIsLoweredToWhatIsThereEndsTheRetries() {
    test.aws.setCapacity("p5.48xlarge", "us-east-1a", 1);
    test.region.addGroup(GroupDefinition.of("p5", "p5.48xlarge").desired(3));
    test.pass(10);
    test.setDesired("p5", 1);
    test.pass(600);

    assertThat(test.states("p5")).containsExactly("InService");
    assertThat(test.activities("p5"))
        .extracting(Activity::statusCodeAsString)
        .containsExactly("Failed", "Successful");
  }

  @Test
  void launchesCanBeRefusedForOtherReasonsUntilFurtherNotice() {
    Episode quota =
        test.aws.refuseLaunches(
            attempt -> attempt.instanceType().equals("p5.48xlarge"), LaunchRefusal.vcpuLimit(32));
    test.region.addGroup(GroupDefinition.of("p5", "p5.48xlarge").desired(1));
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(1));
    test.pass(5);

    assertThat(test.activities("p5").get(0).statusMessage())
        .isEqualTo(
            "You have requested more vCPU capacity than your current vCPU limit of 32 allows for"
                + " the instance bucket that the specified instance type belongs to. Please visit"
                + " http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this"
                + " limit. Launching EC2 instance failed.");
    assertThat(test.described("g5").instances()).hasSize(1);

    quota.close();
    test.pass(60);
    assertThat(test.described("p5").instances()).hasSize(1);
  }

  static List<LaunchRefusal> refusals() {
    return List.of(
        LaunchRefusal.spotLimit(),
        LaunchRefusal.noFreeAddresses("subnet-0123456789abcdef0"),
        LaunchRefusal.unsupported("g5.xlarge", "us-east-1e", List.of("us-east-1a")),
        new LaunchRefusal("InvalidAMIID.NotFound", "The image id 'ami-1' does not exist."));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void everyRefusalIsTheActivitysMessage(LaunchRefusal refusal) {
    test.aws.refuseLaunches(attempt -> true, refusal);
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(1));
    test.pass(5);

    assertThat(test.activities("g5").get(0).statusMessage())
        .isEqualTo(refusal.text() + " Launching EC2 instance failed.");
  }

  @Test
  void aTemplateThatBecomesInvalidFailsTheLaunch() {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge"));
    test.region.addLaunchTemplateVersion("g5", LaunchTemplateData.of("p9.nothing"));
    test.setDesired("g5", 1);
    test.pass(5);

    assertThat(test.activities("g5").get(0).statusMessage())
        .isEqualTo(
            "You must use a valid fully-formed launch template. The following supplied instance"
                + " types do not exist: [p9.nothing] Launching EC2 instance failed.");
  }

  @Test
  void aGroupFollowsTheVersionThatItNames() {
    test.region.addLaunchTemplate("shared", LaunchTemplateData.of("g5.xlarge"));
    test.region.addLaunchTemplateVersion("shared", LaunchTemplateData.of("p5.48xlarge"));
    test.region.addGroup(
        GroupDefinition.of("default", "g5.xlarge").launchTemplate("shared", "$Default"));
    test.region.addGroup(GroupDefinition.of("latest", "g5.xlarge").launchTemplate("shared"));
    test.setDesired("default", 1);
    test.setDesired("latest", 1);
    test.pass(3);

    assertThat(test.described("default").instances().get(0).instanceType()).isEqualTo("g5.xlarge");
    assertThat(test.described("latest").instances().get(0).instanceType()).isEqualTo("p5.48xlarge");

    test.region.setDefaultVersion("shared", 2);
    test.setDesired("default", 2);
    test.pass(3);
    assertThat(test.described("default").instances().get(1).instanceType())
        .isEqualTo("p5.48xlarge");
  }

  @Test
  void aMixedPolicyBuysItsBaseOnDemandAndTheRestAsItSays() {
    test.region.addGroup(
        GroupDefinition.of("mixed", "g5.xlarge")
            .mixed(
                new Distribution(
                    "prioritized", 1, 50, "price-capacity-optimized", Optional.empty()),
                "g5.xlarge",
                "p5.48xlarge")
            .desired(4));
    test.pass(3);

    assertThat(test.region.instances())
        .extracting(EmulatedInstance::market)
        .containsExactlyInAnyOrder(
            Market.ON_DEMAND, Market.ON_DEMAND, Market.ON_DEMAND, Market.SPOT);
  }

  @Test
  void aMixedPolicyTakesTheNextTypeWhereTheFirstIsNotToBeHad() {
    test.aws.setCapacity("p5.48xlarge", "us-east-1a", 1);
    test.region.addGroup(
        GroupDefinition.of("mixed", "g5.xlarge")
            .mixed(Distribution.usual(), "p5.48xlarge", "g5.xlarge")
            .desired(3));
    test.pass(3);

    assertThat(test.described("mixed").instances())
        .extracting(Instance::instanceType)
        .containsExactly("p5.48xlarge", "g5.xlarge", "g5.xlarge");
  }

  @Test
  void aMixedPolicyTakesTheCheapestSpotTypeUnlessToldToKeepTheOrder() {
    test.aws.setSpotPrice("p5.48xlarge", "us-east-1a", "30");
    test.aws.setSpotPrice("g5.xlarge", "us-east-1a", "0.5");
    test.region.addGroup(
        GroupDefinition.of("cheap", "g5.xlarge")
            .mixed(Distribution.allSpot(), "p5.48xlarge", "g5.xlarge")
            .desired(1));
    test.region.addGroup(
        GroupDefinition.of("ordered", "g5.xlarge")
            .mixed(
                new Distribution(
                    "prioritized", 0, 0, "capacity-optimized-prioritized", Optional.empty()),
                "p5.48xlarge",
                "g5.xlarge")
            .desired(1));
    test.pass(3);

    assertThat(test.region.instances())
        .extracting(EmulatedInstance::group, EmulatedInstance::instanceType)
        .containsExactlyInAnyOrder(tuple("cheap", "g5.xlarge"), tuple("ordered", "p5.48xlarge"));
  }

  @Test
  void failuresOfAMixedPolicySayWhichKindFailedAndEc2sCode() {
    test.aws.setCapacity("g5.xlarge", "us-east-1a", 0);
    test.region.addGroup(
        GroupDefinition.of("mixed", "g5.xlarge")
            .mixed(
                new Distribution("prioritized", 1, 0, "lowest-price", Optional.empty()),
                "g5.xlarge")
            .desired(2));
    test.pass(5);

    assertThat(test.activities("mixed"))
        .extracting(Activity::statusMessage)
        .satisfiesExactlyInAnyOrder(
            message ->
                assertThat(message)
                    .isEqualTo(
                        "Could not launch Spot Instances. UnfulfillableCapacity - Unable to"
                            + " fulfill capacity due to your request configuration. Please adjust"
                            + " your request and try again. Launching EC2 instance failed."),
            message ->
                assertThat(message)
                    .startsWith(
                        "Could not launch On-Demand Instances. InsufficientInstanceCapacity - We"
                            + " currently do not have sufficient g5.xlarge capacity"));
  }

  @Test
  void instancesCarryTheTagsThatTheGroupPropagates() {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(1).tag("team", "x"));
    test.pass(3);

    EmulatedInstance instance = test.region.instances().get(0);
    assertThat(instance.tags())
        .containsEntry("team", "x")
        .containsEntry("aws:autoscaling:groupName", "g5")
        .containsEntry("aws:ec2launchtemplate:version", "1");
    assertThat(instance.providerId()).isEqualTo("aws:///us-east-1a/" + instance.id());
  }

  private void onlyZoneBHasP5() {
    for (String zone :
        List.of("us-east-1a", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f")) {
      test.aws.setCapacity("p5.48xlarge", zone, 0);
    }
  }

  private List<String> zones(String group) {
    return test.described(group).instances().stream().map(Instance::availabilityZone).toList();
  }
}
