package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static io.gpupool.clouds.emulator.aws.AwsUnderTest.validation;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.Instance;

final class TerminateInstanceTest {

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
  void withDecrementTheInstanceGoesAndIsNotReplaced() {
    String id = instances().get(1);

    Activity activity = terminate(id, true);

    assertThat(activity.cause())
        .isEqualTo(
            "At 2026-01-01T10:10:00Z instance "
                + id
                + " was taken out of service in response to a user request, shrinking the capacity"
                + " from 2 to 1.");
    assertThat(activity.description()).isEqualTo("Terminating EC2 instance: " + id);
    assertThat(activity.statusCodeAsString()).isEqualTo("InProgress");
    assertThat(activity.autoScalingGroupName()).isEqualTo("p5");
    assertThat(test.described("p5").desiredCapacity()).isEqualTo(1);
    assertThat(test.states("p5")).containsExactly("InService", "Terminating");

    test.pass(59);
    assertThat(instances()).hasSize(2);
    test.pass(1);
    assertThat(instances()).hasSize(1).doesNotContain(id);
    test.pass(600);
    assertThat(instances()).hasSize(1);
    assertThat(test.activities("p5").get(0).statusCodeAsString()).isEqualTo("Successful");
  }

  @Test
  void withoutDecrementTheInstanceIsReplaced() {
    String id = instances().get(0);

    Activity activity = terminate(id, false);

    assertThat(activity.cause())
        .isEqualTo(
            "At 2026-01-01T10:10:00Z instance "
                + id
                + " was taken out of service in response to a user request.");
    assertThat(test.described("p5").desiredCapacity()).isEqualTo(2);
    test.pass(3);
    assertThat(test.states("p5")).containsExactlyInAnyOrder("Terminating", "InService", "Pending");
    test.pass(90);
    assertThat(test.states("p5")).containsExactly("InService", "InService");
  }

  @Test
  void belowTheMinimumIsRefused() {
    terminate(instances().get(0), true);

    assertThat(refusalOf(() -> terminate(instances().get(1), true)))
        .isEqualTo(
            validation(
                "Currently, desiredSize equals minSize (1). Terminating instance without"
                    + " replacement will violate group's min size constraint. Either set"
                    + " shouldDecrementDesiredCapacity flag to false or lower group's min size."));
    assertThat(test.states("p5")).containsExactly("Terminating", "InService");
  }

  @Test
  void anInstanceThatIsTerminatingIsRefusedAndTheTargetStays() {
    String id = instances().get(0);
    Activity first = terminate(id, true);

    assertThat(refusalOf(() -> terminate(id, true)))
        .isEqualTo(
            new AwsUnderTest.Refusal(
                400,
                "ScalingActivityInProgress",
                "Scaling activity "
                    + first.activityId()
                    + " is in progress and blocks this action"));
    assertThat(test.described("p5").desiredCapacity()).isEqualTo(1);
  }

  @Test
  void anInstanceThatIsGoneOrNeverWasIsNotFound() {
    String id = instances().get(0);
    terminate(id, true);
    test.pass(60);

    for (String unknown : List.of(id, "i-00000000000000000")) {
      assertThat(refusalOf(() -> terminate(unknown, true)))
          .isEqualTo(
              validation(
                  "Instance Id not found - No managed instance found for instance ID: " + unknown));
    }
  }

  @Test
  void anInstanceThatIsStillBootingIsCancelled() {
    test.setDesired("p5", 3);
    test.pass(3);
    String booting = instances().get(2);

    terminate(booting, true);

    Activity launch =
        test.activities("p5").stream()
            .filter(activity -> activity.statusCodeAsString().equals("Cancelled"))
            .findFirst()
            .orElseThrow();
    assertThat(launch.description())
        .isEqualTo(
            "Launching a new EC2 instance: "
                + booting
                + ".  Status Reason: Instance became unhealthy while waiting for instance to be in"
                + " InService state. Termination Reason: Client.UserInitiatedShutdown: User"
                + " initiated shutdown");
    test.pass(600);
    assertThat(instances()).hasSize(2).doesNotContain(booting);
  }

  @Test
  void aRequestThatDoesNotSayWhetherToDecrementIsRefused() {
    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.terminateInstanceInAutoScalingGroup(
                        request -> request.instanceId(instances().get(0)))))
        .isEqualTo(
            validation(
                "1 validation error detected: Value null at 'shouldDecrementDesiredCapacity'"
                    + " failed to satisfy constraint: Member must not be null"));
  }

  private List<String> instances() {
    return test.described("p5").instances().stream().map(Instance::instanceId).toList();
  }

  private Activity terminate(String id, boolean decrement) {
    return test.autoScaling
        .terminateInstanceInAutoScalingGroup(
            request -> request.instanceId(id).shouldDecrementDesiredCapacity(decrement))
        .activity();
  }
}
