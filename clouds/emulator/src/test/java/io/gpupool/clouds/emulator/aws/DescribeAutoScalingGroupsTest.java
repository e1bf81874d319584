package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static io.gpupool.clouds.emulator.aws.AwsUnderTest.validation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gpupool.clouds.emulator.aws.AwsUnderTest.Refusal;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.Distribution;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

final class DescribeAutoScalingGroupsTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aGroupIsDescribedWhole() {
    test.region.addGroup(
        GroupDefinition.of("p5", "p5.48xlarge")
            .sizes(1, 8)
            .desired(2)
            .zones("us-east-1a", "us-east-1b")
            .tag("team", "research & <development>"));

    AutoScalingGroup group = test.described("p5");

    assertThat(group.autoScalingGroupARN())
        .matches(
            "arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:[0-9a-f-]{36}"
                + ":autoScalingGroupName/p5");
    assertThat(group.minSize()).isEqualTo(1);
    assertThat(group.maxSize()).isEqualTo(8);
    assertThat(group.desiredCapacity()).isEqualTo(2);
    assertThat(group.defaultCooldown()).isEqualTo(300);
    assertThat(group.availabilityZones()).containsExactly("us-east-1a", "us-east-1b");
    assertThat(group.vpcZoneIdentifier()).matches("subnet-[0-9a-f]{17},subnet-[0-9a-f]{17}");
    assertThat(group.createdTime()).isEqualTo(test.now());
    assertThat(group.healthCheckType()).isEqualTo("EC2");
    assertThat(group.status()).isNull();
    assertThat(group.launchTemplate().launchTemplateId()).matches("lt-[0-9a-f]{17}");
    assertThat(group.launchTemplate().launchTemplateName()).isEqualTo("p5");
    assertThat(group.launchTemplate().version()).isEqualTo("$Latest");
    assertThat(group.mixedInstancesPolicy()).isNull();
    assertThat(group.tags())
        .extracting(
            tag -> tag.key(),
            tag -> tag.value(),
            tag -> tag.resourceId(),
            tag -> tag.resourceType(),
            tag -> tag.propagateAtLaunch())
        .containsExactly(
            tuple("team", "research & <development>", "p5", "auto-scaling-group", true));
  }

  @Test
  void instancesAreDescribedWithTheirGroup() {
    test.region.addGroup(GroupDefinition.of("p5", "p5.48xlarge").desired(1));
    test.pass(3 + 90);

    assertThat(test.described("p5").instances())
        .singleElement()
        .satisfies(
            instance -> {
              assertThat(instance.instanceId()).matches("i-[0-9a-f]{17}");
              assertThat(instance.instanceType()).isEqualTo("p5.48xlarge");
              assertThat(instance.availabilityZone()).isEqualTo("us-east-1a");
              assertThat(instance.lifecycleStateAsString()).isEqualTo("InService");
              assertThat(instance.healthStatus()).isEqualTo("Healthy");
              assertThat(instance.protectedFromScaleIn()).isFalse();
              assertThat(instance.launchTemplate().version()).isEqualTo("1");
            });
    assertThat(
            test.autoScaling
                .describeAutoScalingGroups(request -> request.includeInstances(false))
                .autoScalingGroups()
                .get(0)
                .instances())
        .isEmpty();
  }

  @Test
  void aMixedInstancesPolicyIsDescribedWithItsDefaults() {
    test.region.addGroup(
        GroupDefinition.of("mixed", "g5.xlarge")
            .mixed(Distribution.usual(), "g5.xlarge", "p5.48xlarge"));

    MixedInstancesPolicy policy = test.described("mixed").mixedInstancesPolicy();

    assertThat(policy.launchTemplate().launchTemplateSpecification().launchTemplateName())
        .isEqualTo("mixed");
    assertThat(policy.launchTemplate().overrides())
        .extracting(LaunchTemplateOverrides::instanceType)
        .containsExactly("g5.xlarge", "p5.48xlarge");
    assertThat(policy.instancesDistribution().onDemandBaseCapacity()).isZero();
    assertThat(policy.instancesDistribution().onDemandPercentageAboveBaseCapacity()).isEqualTo(100);
    assertThat(policy.instancesDistribution().onDemandAllocationStrategy())
        .isEqualTo("prioritized");
    assertThat(test.described("mixed").launchTemplate()).isNull();
  }

  @Test
  void namesThatDoNotExistAreLeftOut() {
    test.groups(1);

    assertThat(
            test.autoScaling
                .describeAutoScalingGroups(
                    request -> request.autoScalingGroupNames("g-001", "nobody"))
                .autoScalingGroups())
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactly("g-001");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "50, 50, 1", "100, 50, 2", "101, 50, 3", "100, 100, 1", "101, 100, 2"})
  void listsAreCutIntoPages(int groups, int pageSize, int pages) {
    List<String> names = test.groups(groups);

    List<DescribeAutoScalingGroupsResponse> answers =
        test
            .autoScaling
            .describeAutoScalingGroupsPaginator(request -> request.maxRecords(pageSize))
            .stream()
            .toList();

    assertThat(answers).hasSize(pages);
    assertThat(answers)
        .flatExtracting(DescribeAutoScalingGroupsResponse::autoScalingGroups)
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactlyElementsOf(names);
  }

  @Test
  void aPageHoldsFiftyUnlessMoreAreAskedFor() {
    test.groups(51);

    assertThat(test.autoScaling.describeAutoScalingGroups().autoScalingGroups()).hasSize(50);
  }

  @Test
  void moreThanFiftyNamesNeedAPageThatHoldsThem() {
    List<String> names = test.groups(101);

    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.describeAutoScalingGroups(
                        request -> request.autoScalingGroupNames(names.subList(0, 51)))))
        .isEqualTo(validation("The number of group names that may be passed in is limited to 50"));
    assertThat(
            test.autoScaling
                .describeAutoScalingGroups(
                    request -> request.autoScalingGroupNames(names.subList(0, 100)).maxRecords(100))
                .autoScalingGroups())
        .hasSize(100);
    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.describeAutoScalingGroups(
                        request -> request.autoScalingGroupNames(names).maxRecords(100))))
        .isEqualTo(validation("The number of group names that may be passed in is limited to 100"));
  }

  @Test
  void aPageHoldsAHundredAtMost() {
    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.describeAutoScalingGroups(request -> request.maxRecords(101))))
        .isEqualTo(
            validation(
                "1 validation error detected: Value '101' at 'maxRecords' failed to satisfy"
                    + " constraint: Member must have value less than or equal to 100"));
  }

  @Test
  void aTokenThatNoAnswerHadIsRefused() {
    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.describeAutoScalingGroups(
                        request -> request.nextToken("made up"))))
        .isEqualTo(new Refusal(400, "InvalidNextToken", "The NextToken value is not valid."));
  }

  @Test
  void filtersFindGroupsByTheirTags() {
    test.region.addGroup(
        GroupDefinition.of("a", "g5.xlarge").tag("cluster", "one").tag("tier", "1"));
    test.region.addGroup(
        GroupDefinition.of("b", "g5.xlarge").tag("cluster", "two").tag("tier", "1"));
    test.region.addGroup(GroupDefinition.of("c", "g5.xlarge").tag("other", "one"));

    assertThat(filtered("tag-key", "cluster", "other")).containsExactly("a", "b", "c");
    assertThat(filtered("tag-key", "cluster")).containsExactly("a", "b");
    assertThat(filtered("tag-value", "one")).containsExactly("a", "c");
    assertThat(filtered("tag:cluster", "two", "three")).containsExactly("b");
    assertThat(filtered("tag:tier", "2")).isEmpty();
    assertThat(
            test.autoScaling
                .describeAutoScalingGroups(
                    request -> request.filters(filter("tag:tier", "1"), filter("tag-value", "one")))
                .autoScalingGroups())
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactly("a");
  }

  @Test
  void filtersThatDoNotExistAreRefused() {
    assertThat(refusalOf(() -> filtered("name", "a")))
        .isEqualTo(
            validation("Filter name name is not valid; expected tag-key, tag-value or tag:<key>"));
  }

  private List<String> filtered(String name, String... values) {
    return test
        .autoScaling
        .describeAutoScalingGroups(request -> request.filters(filter(name, values)))
        .autoScalingGroups()
        .stream()
        .map(AutoScalingGroup::autoScalingGroupName)
        .toList();
  }

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }
}
