package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;

final class DescribeAutoScalingInstancesTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @BeforeEach
  void oneGroupWithInstances() {
    test.region.addGroup(
        GroupDefinition.of("g5", "g5.xlarge").sizes(0, 60).desired(51).zones("us-east-1b"));
    test.pass(3);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void anInstanceKnowsItsGroup() {
    String id = test.region.instances().get(7).id();

    assertThat(
            test.autoScaling
                .describeAutoScalingInstances(request -> request.instanceIds(id))
                .autoScalingInstances())
        .singleElement()
        .satisfies(
            instance -> {
              assertThat(instance.instanceId()).isEqualTo(id);
              assertThat(instance.autoScalingGroupName()).isEqualTo("g5");
              assertThat(instance.availabilityZone()).isEqualTo("us-east-1b");
              assertThat(instance.instanceType()).isEqualTo("g5.xlarge");
              assertThat(instance.lifecycleState()).isEqualTo("Pending");
              assertThat(instance.healthStatus()).isEqualTo("HEALTHY");
              assertThat(instance.launchTemplate().launchTemplateName()).isEqualTo("g5");
            });
  }

  @Test
  void unknownInstancesAreLeftOut() {
    assertThat(
            test.autoScaling
                .describeAutoScalingInstances(request -> request.instanceIds("i-00000000000000000"))
                .autoScalingInstances())
        .isEmpty();
  }

  @Test
  void moreThanFiftyIdsAreRefused() {
    List<String> ids = IntStream.range(0, 51).mapToObj(i -> String.format("i-%017x", i)).toList();

    assertThat(
            refusalOf(
                    () ->
                        test.autoScaling.describeAutoScalingInstances(
                            request -> request.instanceIds(ids)))
                .code())
        .isEqualTo("ValidationError");
  }

  @Test
  void listsAreCutIntoPagesOfFifty() {
    List<Integer> sizes =
        test.autoScaling.describeAutoScalingInstancesPaginator().stream()
            .map(page -> page.autoScalingInstances().size())
            .toList();

    assertThat(sizes).containsExactly(50, 1);
    assertThat(
            test.autoScaling.describeAutoScalingInstancesPaginator().autoScalingInstances().stream()
                .map(AutoScalingInstanceDetails::instanceId)
                .distinct())
        .hasSize(51);
  }
}
