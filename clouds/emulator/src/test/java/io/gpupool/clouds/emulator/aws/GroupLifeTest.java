package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static io.gpupool.clouds.emulator.aws.AwsUnderTest.validation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gpupool.clouds.emulator.aws.AwsUnderTest.Refusal;
import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.model.Market;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

final class GroupLifeTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @BeforeEach
  void aLaunchTemplate() {
    test.region.addLaunchTemplate("gpu", LaunchTemplateData.of("g5.xlarge"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aGroupCanBeMadeThroughTheApi() {
    create(request -> request.desiredCapacity(1).tags(tag("g", "k", "v")));
    test.pass(3);

    AutoScalingGroup group = test.described("g");
    assertThat(group.launchTemplate().version()).isEqualTo("$Latest");
    assertThat(group.tags()).extracting(TagDescription::value).containsExactly("v");
    assertThat(group.instances()).hasSize(1);
    assertThat(test.activities("g").get(0).cause())
        .startsWith(
            "At 2026-01-01T10:00:00Z a user request created an AutoScalingGroup changing the"
                + " desired capacity from 0 to 1.  At 2026-01-01T10:00:03Z");
  }

  @Test
  void aGroupCanBeMadeInSubnets() {
    create(request -> request.availabilityZones("us-east-1a", "us-east-1c"));
    String subnets = test.described("g").vpcZoneIdentifier();

    create(
        request ->
            request
                .autoScalingGroupName("same-places")
                .availabilityZones(List.of())
                .vpcZoneIdentifier(subnets));

    assertThat(test.described("same-places").availabilityZones())
        .containsExactly("us-east-1a", "us-east-1c");
    assertThat(
            refusalOf(
                () ->
                    create(
                        request ->
                            request
                                .autoScalingGroupName("elsewhere")
                                .availabilityZones(List.of())
                                .vpcZoneIdentifier("subnet-1"))))
        .isEqualTo(validation("The subnet ID 'subnet-1' does not exist"));
  }

  @Test
  void aGroupCanBeMadeWithAMixedInstancesPolicy() {
    create(
        request ->
            request
                .launchTemplate(
                    (software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification)
                        null)
                .desiredCapacity(2)
                .mixedInstancesPolicy(
                    policy ->
                        policy
                            .launchTemplate(
                                launch ->
                                    launch
                                        .launchTemplateSpecification(
                                            template ->
                                                template.launchTemplateName("gpu").version("1"))
                                        .overrides(
                                            LaunchTemplateOverrides.builder()
                                                .instanceType("p5.48xlarge")
                                                .build()))
                            .instancesDistribution(
                                distribution ->
                                    distribution
                                        .onDemandBaseCapacity(1)
                                        .onDemandPercentageAboveBaseCapacity(0)
                                        .spotAllocationStrategy("capacity-optimized")
                                        .spotMaxPrice("40.5"))));
    test.pass(3);

    assertThat(test.region.instances())
        .extracting(EmulatedInstance::instanceType, EmulatedInstance::market)
        .containsExactlyInAnyOrder(
            tuple("p5.48xlarge", Market.ON_DEMAND), tuple("p5.48xlarge", Market.SPOT));
    assertThat(test.described("g").mixedInstancesPolicy().instancesDistribution().spotMaxPrice())
        .isEqualTo("40.5");
  }

  @Test
  void aNameIsTakenOnce() {
    create(request -> {});

    assertThat(refusalOf(() -> create(request -> {})))
        .isEqualTo(
            new Refusal(
                400,
                "AlreadyExists",
                "AutoScalingGroup by this name already exists - A group with the name g already"
                    + " exists"));
  }

  @Test
  void sizesMustFitTogether() {
    assertThat(refusalOf(() -> create(request -> request.minSize(5).maxSize(3))))
        .isEqualTo(validation("Max bound, 3, must be greater than or equal to min bound, 5"));
    assertThat(refusalOf(() -> create(request -> request.desiredCapacity(4))))
        .isEqualTo(
            validation(
                "Desired capacity:4 must be between the specified min size:0 and max size:3"));
    assertThat(refusalOf(() -> create(request -> request.minSize(-1))).message())
        .contains("Value '-1' at 'minSize'");
  }

  @Test
  void whatAGroupLaunchesMustExist() {
    assertThat(
            refusalOf(
                    () ->
                        create(
                            request ->
                                request.launchTemplate(
                                    template -> template.launchTemplateName("none"))))
                .message())
        .isEqualTo(
            "You must use a valid fully-formed launch template. The specified launch template,"
                + " with template name none, does not exist.");
    assertThat(
            refusalOf(
                    () ->
                        create(
                            request ->
                                request.launchTemplate(
                                    template -> template.launchTemplateName("gpu").version("7"))))
                .code())
        .isEqualTo("ValidationError");
    assertThat(refusalOf(() -> create(request -> request.availabilityZones("us-west-2a"))))
        .isEqualTo(validation("Invalid Availability Zones: [us-west-2a]"));
  }

  @Test
  void parametersThatWouldDoNothingAreRefused() {
    assertThat(refusalOf(() -> create(request -> request.targetGroupARNs("arn:aws:tg"))))
        .isEqualTo(validation("The parameter TargetGroupARNs.member.1 is not recognized"));
    assertThat(test.region.groups()).isEmpty();
  }

  @Test
  void anUpdateChangesWhatItNames() {
    create(request -> request.desiredCapacity(2));
    test.region.addLaunchTemplate("other", LaunchTemplateData.of("p5.48xlarge"));

    test.autoScaling.updateAutoScalingGroup(
        request ->
            request
                .autoScalingGroupName("g")
                .maxSize(9)
                .desiredCapacity(5)
                .defaultCooldown(10)
                .availabilityZones("us-east-1b")
                .launchTemplate(template -> template.launchTemplateName("other").version("1")));

    AutoScalingGroup group = test.described("g");
    assertThat(group.minSize()).isZero();
    assertThat(group.maxSize()).isEqualTo(9);
    assertThat(group.desiredCapacity()).isEqualTo(5);
    assertThat(group.defaultCooldown()).isEqualTo(10);
    assertThat(group.availabilityZones()).containsExactly("us-east-1b");
    test.pass(3);
    assertThat(test.described("g").instances().get(0).instanceType()).isEqualTo("p5.48xlarge");
    assertThat(test.activities("g").get(0).cause())
        .contains(
            "a user request update of AutoScalingGroup constraints to min: 0, max: 9, desired: 5"
                + " changing the desired capacity from 2 to 5.");
  }

  @Test
  void limitsTakeTheTargetAlongUnlessItIsGiven() {
    create(request -> request.desiredCapacity(2));

    test.autoScaling.updateAutoScalingGroup(
        request -> request.autoScalingGroupName("g").minSize(3));
    assertThat(test.described("g").desiredCapacity()).isEqualTo(3);

    test.autoScaling.updateAutoScalingGroup(
        request -> request.autoScalingGroupName("g").minSize(0).maxSize(1));
    assertThat(test.described("g").desiredCapacity()).isEqualTo(1);

    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.updateAutoScalingGroup(
                        request -> request.autoScalingGroupName("g").desiredCapacity(2))))
        .isEqualTo(
            validation(
                "Desired capacity:2 must be between the specified min size:0 and max size:1"));
  }

  @Test
  void aMaximumBelowTheInstancesKillsSome() {
    create(request -> request.desiredCapacity(3));
    test.pass(600);

    test.autoScaling.updateAutoScalingGroup(
        request -> request.autoScalingGroupName("g").maxSize(1));
    test.pass(3);

    assertThat(test.states("g"))
        .containsExactlyInAnyOrder("Terminating", "Terminating", "InService");
  }

  @Test
  void aGroupWithInstancesIsOnlyDeletedByForce() {
    create(request -> request.desiredCapacity(1));
    test.pass(3);

    assertThat(refusalOf(() -> delete(false)))
        .isEqualTo(
            new Refusal(
                400,
                "ResourceInUse",
                "You cannot delete an AutoScalingGroup while there are instances or pending Spot"
                    + " instance request(s) still in the group."));

    delete(true);
    assertThat(test.described("g").status()).isEqualTo("Delete in progress");
    assertThat(test.states("g")).containsExactly("Terminating");
    assertThat(refusalOf(() -> test.setDesired("g", 1)))
        .isEqualTo(
            validation("The AutoScaling group may not be modified while it is pending delete"));
    assertThat(refusalOf(() -> create(request -> {})).message())
        .isEqualTo("AutoScalingGroup by this name already exists and is pending delete");

    test.pass(60);
    assertThat(test.region.groups()).isEmpty();
    assertThat(test.region.instances())
        .extracting(EmulatedInstance::state)
        .containsExactly(State.GONE);
    create(request -> {});
  }

  @Test
  void aGroupWhoseInstancesAreGoingIsStillBusy() {
    create(request -> request.desiredCapacity(1));
    test.pass(600);
    test.setDesired("g", 0);
    test.pass(3);

    assertThat(refusalOf(() -> delete(false)))
        .isEqualTo(
            new Refusal(
                400,
                "ScalingActivityInProgress",
                "You cannot delete an AutoScalingGroup while there are scaling activities in"
                    + " progress for that group."));

    test.pass(60);
    delete(false);
    assertThat(test.region.groups()).isEmpty();
    assertThat(refusalOf(() -> delete(false)).code()).isEqualTo("ValidationError");
  }

  @Test
  void tagsAreMadeChangedAndFound() {
    create(request -> request.tags(tag("g", "team", "red")));

    test.autoScaling.createOrUpdateTags(
        request -> request.tags(tag("g", "team", "blue"), tag("g", "cost", "")));

    assertThat(test.described("g").tags())
        .extracting(TagDescription::key, TagDescription::value)
        .containsExactlyInAnyOrder(tuple("team", "blue"), tuple("cost", ""));
    assertThat(tagKeys("key", "cost")).containsExactly("cost");
    assertThat(tagKeys("value", "blue")).containsExactly("team");
    assertThat(tagKeys("auto-scaling-group", "g")).containsExactly("cost", "team");
    assertThat(tagKeys("propagate-at-launch", "false")).isEmpty();
    assertThat(refusalOf(() -> tagKeys("colour", "red")).code()).isEqualTo("ValidationError");
  }

  @Test
  void tagsOfAGroupThatDoesNotExistChangeNothing() {
    create(request -> {});

    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.createOrUpdateTags(
                        request -> request.tags(tag("g", "a", "1"), tag("nobody", "a", "1")))))
        .isEqualTo(validation("AutoScalingGroup not found - AutoScaling Group nobody not found"));
    assertThat(test.described("g").tags()).isEmpty();
  }

  @Test
  void listsOfTagsAreCutIntoPages() {
    test.groups(101)
        .forEach(name -> test.autoScaling.createOrUpdateTags(r -> r.tags(tag(name, "k", "v"))));

    assertThat(test.autoScaling.describeTags().tags()).hasSize(50);
    assertThat(test.autoScaling.describeTagsPaginator(request -> request.maxRecords(100)).tags())
        .hasSize(101);
  }

  @Test
  void thereAreNoLaunchConfigurations() {
    assertThat(test.autoScaling.describeLaunchConfigurations().launchConfigurations()).isEmpty();
  }

  @Test
  void aHandCanChangeGroupsBesideTheApi() {
    create(request -> request.desiredCapacity(1));

    test.region.setDesired("g", 2);
    assertThat(test.described("g").desiredCapacity()).isEqualTo(2);

    test.region.resize("g", 1, 7, 4);
    assertThat(test.described("g"))
        .extracting(AutoScalingGroup::minSize, AutoScalingGroup::maxSize)
        .containsExactly(1, 7);
    assertThat(test.region.group("g").orElseThrow().desired()).isEqualTo(4);

    test.region.addLaunchTemplate("other", LaunchTemplateData.of("p5.48xlarge"));
    test.region.relaunchFrom("g", "other", "1");
    assertThat(test.described("g").launchTemplate().launchTemplateName()).isEqualTo("other");

    assertThatThrownBy(() -> test.region.setDesired("g", 8))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("above max value 7");
    assertThatThrownBy(() -> test.region.setDesired("nobody", 1)).isInstanceOf(AwsException.class);
  }

  @Test
  void anInstanceThatIsTerminatedBehindTheGroupsBackIsReplaced() {
    create(request -> request.desiredCapacity(1));
    test.pass(600);
    String id = test.region.instances().get(0).id();

    test.region.terminate(id);
    assertThat(test.states("g")).containsExactly("InService");
    test.pass(3);
    assertThat(test.states("g")).containsExactly("Terminating");
    assertThat(test.activities("g"))
        .first()
        .extracting(Activity::cause)
        .asString()
        .contains("EC2 health check indicating it has been terminated or stopped");
    test.pass(600);

    assertThat(test.states("g")).containsExactly("InService");
    assertThat(test.described("g").instances().get(0).instanceId()).isNotEqualTo(id);
    assertThat(test.described("g").desiredCapacity()).isEqualTo(1);
  }

  @Test
  void aGroupThatIsDeletedBeforeItNoticesADeathStillGoesAway() {
    create(request -> request.desiredCapacity(2));
    test.pass(600);
    test.region.terminate(test.region.instances().get(0).id());

    delete(true);
    test.pass(60);

    assertThat(test.region.groups()).isEmpty();
    test.pass(600);
    assertThat(test.region.instances())
        .hasSize(2)
        .extracting(EmulatedInstance::state)
        .containsOnly(State.GONE);
  }

  private void create(Consumer<CreateAutoScalingGroupRequest.Builder> change) {
    test.autoScaling.createAutoScalingGroup(
        request -> {
          request
              .autoScalingGroupName("g")
              .minSize(0)
              .maxSize(3)
              .availabilityZones("us-east-1a")
              .launchTemplate(template -> template.launchTemplateName("gpu").version("$Latest"));
          change.accept(request);
        });
  }

  private void delete(boolean force) {
    test.autoScaling.deleteAutoScalingGroup(
        request -> request.autoScalingGroupName("g").forceDelete(force));
  }

  private List<String> tagKeys(String filter, String value) {
    return test
        .autoScaling
        .describeTags(
            request -> request.filters(Filter.builder().name(filter).values(value).build()))
        .tags()
        .stream()
        .map(TagDescription::key)
        .toList();
  }

  private static Tag tag(String group, String key, String value) {
    return Tag.builder()
        .resourceId(group)
        .resourceType("auto-scaling-group")
        .key(key)
        .value(value)
        .propagateAtLaunch(true)
        .build();
  }
}
