package io.gpupool.clouds.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups as their owners have set them up, many of them, and what becomes of their instances. */
class AwsGroupTest {

  private final AwsWorld world = new AwsWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void fiveHundredGroupsAtRestAreFiveCalls() throws Exception {
    groups(500);
    CloudReading first = world.cloud().observe(Optional.empty());
    world.aws.calls().clear();
    assertThat(world.cloud().observe(Optional.of(first)).groups()).hasSize(500);
    assertThat(world.aws.calls().counts()).isEqualTo(Map.of("DescribeAutoScalingGroups", 5L));
  }

  @Test
  void fiveHundredGroupsThatWaitAreFiveCallsAndThePagesOfOneList() throws Exception {
    groups(500);
    CloudReading first = world.cloud().observe(Optional.empty());
    world.aws.refuseLaunches(
        attempt -> true, LaunchRefusal.outOfCapacity(AwsWorld.TYPE, "us-east-1a", List.of()));
    IntStream.range(0, 500).forEach(k -> world.region.setDesired("g-%03d".formatted(k), 1));
    world.pass(Duration.ofSeconds(30));
    world.aws.calls().clear();

    CloudReading reading = world.cloud().observe(Optional.of(first));

    assertThat(reading.groups())
        .allSatisfy(
            (GroupReading group) -> {
              assertThat(group.launchFailures())
                  .extracting(LaunchFailure::code)
                  .containsExactly(FailureCode.INSUFFICIENT_CAPACITY);
              assertThat(group.targetSince()).isPresent();
            });
    // one failed launch of each, a hundred to a page
    assertThat(world.aws.calls().counts())
        .isEqualTo(Map.of("DescribeAutoScalingGroups", 5L, "DescribeScalingActivities", 5L));
  }

  @Test
  void whatHappenedLongAgoIsNotAskedFor() throws Exception {
    groups(200);
    world.aws.refuseLaunches(
        attempt -> true, LaunchRefusal.outOfCapacity(AwsWorld.TYPE, "us-east-1a", List.of()));
    IntStream.range(0, 200).forEach(k -> world.region.setDesired("g-%03d".formatted(k), 1));
    world.pass(Duration.ofMinutes(10));
    IntStream.range(0, 200).forEach(k -> world.region.setDesired("g-%03d".formatted(k), 0));
    world.pass(Duration.ofHours(2));
    IntStream.range(0, 4).forEach(k -> world.region.setDesired("g-%03d".formatted(k), 1));
    world.pass(Duration.ofSeconds(30));
    world.aws.calls().clear();
    CloudReading reading = world.cloud().observe(Optional.empty());
    assertThat(world.aws.calls().count("DescribeScalingActivities")).isEqualTo(1);
    assertThat(reading.groups().stream().filter(group -> !group.launchFailures().isEmpty()))
        .hasSize(4);
  }

  @Test
  void aGroupThatCannotLaunchIsFull() throws Exception {
    world.createGroup("p5", 0, 9, 2);
    world.region.suspend("p5", "Launch");
    assertThat(world.read("p5").limits()).isEqualTo(new SizeLimits(0, 2));
    assertThat(problem()).contains("can't grow");
    world.region.resume("p5", "Launch");
    assertThat(world.read("p5").limits()).isEqualTo(new SizeLimits(0, 9));
  }

  @Test
  void aGroupThatCannotTerminateIsTold() throws Exception {
    world.createGroup("p5", 0, 9, 2);
    world.region.suspend("p5", "Terminate");
    assertThat(problem()).contains("idle nodes may stay");
  }

  @Test
  void aGroupThatEvensOutItsZonesIsToldUnlessItCannotOrItsInstancesAreProtected() throws Exception {
    world.region.addGroup(AwsWorld.tagged("p5").zones("us-east-1a", "us-east-1b"));
    assertThat(problem()).contains("terminate busy nodes").contains("AZRebalance");
    world.region.suspend("p5", "AZRebalance");
    assertThat(world.cloud().observe(Optional.empty()).problems()).isEmpty();
    world.region.resume("p5", "AZRebalance");
    world.region.protectNew("p5");
    assertThat(world.cloud().observe(Optional.empty()).problems()).isEmpty();
  }

  @Test
  void aWarmPoolIsTold() throws Exception {
    world.createGroup("p5", 0, 9, 0);
    world.region.addWarmPool("p5");
    assertThat(problem()).contains("warm pool");
  }

  @Test
  void aSpotInstanceThatIsTakenBackIsOnItsWayOutAndItsSuccessorComes() throws Exception {
    world.region.addGroup(AwsWorld.tagged("spot").spot().desired(1));
    world.settle();
    Instance first = world.read("spot").instances().get(0);
    world.region.interrupt(id(first));
    world.pass(Duration.ofSeconds(121));
    assertThat(world.read("spot").instances())
        .filteredOn(instance -> instance.id().equals(first.id()))
        .allMatch(instance -> instance.state() != InstanceState.CREATING);
    world.pass(Duration.ofSeconds(10));
    assertThat(world.read("spot").instances())
        .filteredOn(Instance::isLive)
        .singleElement()
        .satisfies(next -> assertThat(next.id()).isNotEqualTo(first.id()));
  }

  @Test
  void anInstanceThatItsGroupIsGoingToReplaceIsOnItsWayOutAndOneThatItIsNotIsNot()
      throws Exception {
    world.createGroup("p5", 0, 9, 1);
    world.region.suspend("p5", "ReplaceUnhealthy");
    Instance only = world.read("p5").instances().get(0);
    world.region.terminate(id(only));
    world.pass(Duration.ofSeconds(10));
    assertThat(world.read("p5").instances())
        .extracting(Instance::state)
        .containsExactly(InstanceState.RUNNING);
    world.region.resume("p5", "ReplaceUnhealthy");
    assertThat(world.read("p5").instances())
        .extracting(Instance::state)
        .containsExactly(InstanceState.DELETING);
  }

  @Test
  void requestsBeyondTheBudgetOfAnActionAreNotSent() throws Exception {
    world.createGroup("p5", 0, 9, 0);
    AwsSettings usual = world.settings();
    AwsCloud thrifty =
        world.adapter(
            new AwsSettings(
                usual.region(),
                usual.discoverTags(),
                usual.groups(),
                usual.endpoint(),
                usual.assumeRole(),
                usual.accessKey(),
                usual.timeouts(),
                new AwsSettings.Budget(1, 2, Duration.ZERO)));
    world.aws.calls().clear();
    thrifty.observe(Optional.empty());
    thrifty.observe(Optional.empty());
    assertThatThrownBy(() -> thrifty.resize(AwsWorld.id("p5"), 0, 1))
        .isInstanceOfSatisfying(
            CloudException.class,
            refused -> {
              assertThat(refused.error().kind())
                  .as(refused.error().toString())
                  .isEqualTo(CloudError.Kind.THROTTLED);
              assertThat(refused.error().text()).contains("1 DescribeAutoScalingGroups a second");
              assertThat(refused.error().mayHaveHappened()).isFalse();
            });
    assertThat(world.aws.calls().count("DescribeAutoScalingGroups")).isEqualTo(2);
    // another action has a budget of its own
    assertThat(thrifty.offers(java.util.Set.of(AwsWorld.TYPE))).isEmpty();
  }

  private void groups(int number) {
    world.region.addLaunchTemplate("shared", LaunchTemplateData.of(AwsWorld.TYPE));
    IntStream.range(0, number)
        .forEach(
            k ->
                world.region.addGroup(
                    AwsWorld.tagged("g-%03d".formatted(k)).launchTemplate("shared")));
  }

  private String problem() throws Exception {
    List<ReadingProblem> problems = world.cloud().observe(Optional.empty()).problems();
    assertThat(problems).hasSize(1);
    return problems.get(0).text();
  }

  private static String id(Instance instance) {
    return instance.id().value().substring(instance.id().value().lastIndexOf('/') + 1);
  }
}
