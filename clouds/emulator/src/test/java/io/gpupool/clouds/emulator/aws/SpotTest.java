package io.gpupool.clouds.emulator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.model.Market;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Activity;

final class SpotTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aTemplateThatSaysSpotLaunchesSpotInstances() {
    test.region.addGroup(GroupDefinition.of("spot", "g5.xlarge").spot().desired(1));
    test.pass(3);

    assertThat(test.region.instances())
        .extracting(EmulatedInstance::market)
        .containsExactly(Market.SPOT);
  }

  @Test
  void spotCanRunOutWhileOnDemandIsThere() {
    test.aws.setSpotCapacity("g5.xlarge", "us-east-1a", 0);
    test.region.addGroup(GroupDefinition.of("spot", "g5.xlarge").spot().desired(1));
    test.region.addGroup(GroupDefinition.of("on-demand", "g5.xlarge").desired(1));
    test.pass(5);

    assertThat(test.described("on-demand").instances()).hasSize(1);
    assertThat(test.activities("spot").get(0).statusMessage())
        .isEqualTo(
            "There is no Spot capacity available that matches your request. Launching EC2 instance"
                + " failed.");
  }

  @Test
  void anOfferBelowThePriceGetsNothing() {
    test.aws.setSpotPrice("g5.xlarge", "us-east-1a", "0.0031");
    test.region.addGroup(
        GroupDefinition.of("spot", "g5.xlarge")
            .launching(LaunchTemplateData.of("g5.xlarge").spot("0.001"))
            .desired(1));
    test.pass(5);

    assertThat(test.activities("spot").get(0).statusMessage())
        .isEqualTo(
            "Your Spot request price of 0.001 is lower than the minimum required Spot request"
                + " fulfillment price of 0.0031. Launching EC2 instance failed.");

    test.aws.setSpotPrice("g5.xlarge", "us-east-1a", "0.0009");
    test.pass(60);
    assertThat(test.described("spot").instances()).hasSize(1);
  }

  @Test
  void anInterruptedInstanceHasTwoMinutesAndIsThenReplaced() {
    test.region.addGroup(GroupDefinition.of("spot", "g5.xlarge").spot().desired(1));
    test.pass(600);
    String first = test.region.instances().get(0).id();

    test.region.interrupt(first);
    test.pass(119);
    assertThat(test.states("spot")).containsExactly("InService");

    test.pass(1 + 3);
    assertThat(test.states("spot")).containsExactly("Terminating");
    assertThat(test.described("spot").instances().get(0).healthStatus()).isEqualTo("Unhealthy");
    assertThat(test.activities("spot").get(0).cause())
        .isEqualTo(
            "At 2026-01-01T10:12:03Z an instance was taken out of service in response to an EC2"
                + " health check indicating it has been terminated or stopped.");

    test.pass(3);
    assertThat(test.states("spot")).containsExactly("Terminating", "Pending");
    assertThat(test.activities("spot").get(0).cause())
        .isEqualTo(
            "At 2026-01-01T10:12:06Z an instance was launched in response to an unhealthy instance"
                + " needing to be replaced.");
    assertThat(test.described("spot").desiredCapacity()).isEqualTo(1);

    test.pass(90);
    assertThat(test.states("spot")).containsExactly("InService");
    EmulatedInstance gone = test.region.instances().get(0);
    assertThat(gone.id()).isEqualTo(first);
    assertThat(gone.state()).isEqualTo(State.GONE);
    assertThat(gone.launched()).isEqualTo(Instant.parse("2026-01-01T10:00:03Z"));
    assertThat(gone.inService()).contains(Instant.parse("2026-01-01T10:01:33Z"));
    assertThat(gone.terminated()).contains(Instant.parse("2026-01-01T10:13:00Z"));
  }

  @Test
  void theReasonIsShownByEc2() {
    test.region.addGroup(GroupDefinition.of("spot", "g5.xlarge").spot().desired(1));
    test.pass(600);
    String id = test.region.instances().get(0).id();
    test.region.interrupt(id);
    test.pass(120);

    assertThat(
            test.ec2
                .describeInstances(request -> request.instanceIds(id))
                .reservations()
                .get(0)
                .instances()
                .get(0)
                .stateReason()
                .code())
        .isEqualTo("Server.SpotInstanceTermination");
  }

  @Test
  void theMachineOfAnInterruptedInstanceGoesToSomebodyElse() {
    test.aws.setSpotCapacity("g5.xlarge", "us-east-1a", 1);
    test.region.addGroup(GroupDefinition.of("spot", "g5.xlarge").spot().desired(1));
    test.pass(600);
    test.region.interrupt(test.region.instances().get(0).id());
    test.pass(600);

    assertThat(test.described("spot").instances()).isEmpty();
    assertThat(test.activities("spot").get(0))
        .extracting(Activity::statusCodeAsString)
        .isEqualTo("Failed");
  }

  @Test
  void onDemandInstancesAreNeverInterrupted() {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(1));
    test.pass(3);
    List<EmulatedInstance> instances = test.region.instances();

    assertThatThrownBy(() -> test.region.interrupt(instances.get(0).id()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            instances.get(0).id()
                + " is an on-demand instance; only spot instances are interrupted");
  }
}
