package io.gpupool.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.fleet.Member;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.InstanceErrorInfo;
import io.gpupool.proto.cloudprovider.InstanceStatus.InstanceState;
import io.gpupool.proto.cloudprovider.NodeGroup;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items 40 to 54: instances, placeholders and failures. */
class NodesConformanceTest {

  private final ConformanceWorld<?> world = newWorld(Runnable::run);

  /** A world of AWS; other clouds' tests have their own. */
  ConformanceWorld<?> newWorld(Executor writing) {
    return ConformanceWorld.of(AwsUnderTest::new, writing);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Item(40)
  void whatIsNotOnItsWayOutAddsUpToTheTarget() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    world.increase(group, 3);
    for (int k = 0; k < 20; k++) {
      long staying =
          world.nodes(group).stream()
              .filter(node -> node.getStatus().getInstanceState() != InstanceState.instanceDeleting)
              .count();
      assertThat(staying).isEqualTo(world.target(group)).isEqualTo(5);
      world.pass(Duration.ofSeconds(10));
    }
    assertThat(world.placeholders(group)).isEmpty();
  }

  @Test
  @Item(41)
  void placeholdersLeadToTheirGroupKeepTheirIdsAndAreNewForEachAttempt() {
    String group = world.group("p5", 0, 9, 0);
    world.runOutOfCapacity("p5");
    world.start();
    Set<String> seen = new HashSet<>();
    for (int attempt = 0; attempt < 3; attempt++) {
      world.increase(group, 2);
      List<String> ids = world.placeholderIds(group);
      world.poll();
      world.poll();
      assertThat(world.placeholderIds(group)).as("stable between polls").isEqualTo(ids);
      assertThat(ids)
          .hasSize(2)
          .allSatisfy(id -> assertThat(world.groupOf(id).getId()).isEqualTo(group));
      assertThat(ids).as("new for each attempt").allMatch(seen::add);
      world.delete(group, ids.toArray(String[]::new));
      assertThat(world.target(group)).isZero();
    }
  }

  @Test
  @Item(42)
  void aPlaceholderDisappearsWhenItsInstanceComesAndNeverReturns() {
    String group = world.group("p5", 0, 9, 0);
    world.start();
    world.increase(group, 2);
    List<String> placeholders = world.placeholderIds(group);
    for (int k = 0; k < 30; k++) {
      world.pass(Duration.ofSeconds(10));
    }
    assertThat(world.placeholders(group)).isEmpty();
    world.increase(group, 2);
    assertThat(world.placeholderIds(group)).doesNotContainAnyElementsOf(placeholders);
  }

  @Test
  @Item(43)
  void anInstanceIsCreatingThenRunningThenDeleting() {
    String group = world.group("p5", 0, 9, 0);
    world.start();
    world.increase(group, 1);
    world.pass(Duration.ofSeconds(10));
    String id = world.instances("p5").get(0);
    assertThat(world.state(group, id)).isEqualTo(InstanceState.instanceCreating);
    world.pass(Duration.ofMinutes(2));
    assertThat(world.state(group, id)).isEqualTo(InstanceState.instanceRunning);
    world.delete(group, id);
    assertThat(world.state(group, id)).isEqualTo(InstanceState.instanceDeleting);
    world.pass(Duration.ofMinutes(2));
    assertThat(world.nodes(group)).isEmpty();
  }

  @Test
  @Item(44)
  void aLaunchThatFailsMakesItsPlaceholdersCreatingWithAnError() {
    String group = world.group("p5", 0, 9, 0);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, 2);
    List<String> ids = world.placeholderIds(group);
    world.pass(Duration.ofSeconds(20));

    assertThat(world.placeholderIds(group)).isEqualTo(ids);
    assertThat(world.placeholders(group))
        .allSatisfy(
            node -> {
              assertThat(node.getStatus().getInstanceState())
                  .isEqualTo(InstanceState.instanceCreating);
              InstanceErrorInfo error = node.getStatus().getErrorInfo();
              assertThat(error.getErrorCode()).isEqualTo("INSUFFICIENT_CAPACITY");
              assertThat(error.getInstanceErrorClass()).isEqualTo(1);
              assertThat(error.getErrorMessage()).contains(world.cloud.wordsForNoCapacity());
            });
  }

  @Test
  @Item(45)
  void aFailureOfAnEarlierAttemptIsNoneOfTheNextNorAfterARestart() {
    String group = world.group("p5", 0, 9, 0);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, 2);
    world.pass(Duration.ofSeconds(20));
    world.delete(group, world.placeholderIds(group).toArray(String[]::new));
    world.pass(Duration.ofMinutes(6));

    world.increase(group, 1);

    assertThat(errors(group)).as("before the cloud has tried").isEmpty();
    assertThat(afterRestart(group))
        .as("after a restart")
        .noneMatch(NodesConformanceTest::hasFailed);
    world.pass(Duration.ofSeconds(20));
    assertThat(errors(group)).as("when the cloud has tried").hasSize(1);
    assertThat(afterRestart(group)).filteredOn(NodesConformanceTest::hasFailed).hasSize(1);
  }

  private static boolean hasFailed(Member member) {
    return member.failure().isPresent();
  }

  private List<Member> afterRestart(String group) {
    return world.restarted().snapshot().group(group).orElseThrow().members();
  }

  @Test
  @Item(52)
  void aThrottledCloudKeepsItsLastList() {
    String group = world.group("p5", 0, 9, 3);
    world.start();
    List<Instance> before = world.nodes(group);
    world.cloud.faults().always(Faults.any(), new Fault.Throttle());
    world.poll();
    world.refresh();
    assertThat(world.nodes(group)).isEqualTo(before).hasSize(3);
    assertThat(world.target(group)).isEqualTo(3);
  }

  @Test
  @Item(53)
  void aGroupThatIsDeletedStaysEmptyForTheLoopAndIsGoneInTheNext() {
    String kept = world.group("kept", 0, 9, 1);
    String deleted = world.group("deleted", 0, 9, 2);
    world.start();
    world.refresh();
    world.cloud.deleteGroup("deleted");
    world.poll();

    assertThat(world.nodes(deleted)).isEmpty();
    assertThat(world.target(deleted)).isZero();
    world.refresh();
    assertThat(world.groups()).extracting(NodeGroup::getId).containsExactly(kept);
  }

  @Test
  @Item(54)
  void errorCodesAreFewAndTextsAreShort() {
    String group = world.group("p5", 0, 9, 0);
    world.cloud.failLaunches("It can't be done. ".repeat(200));
    world.start();
    world.increase(group, 1);
    world.pass(Duration.ofSeconds(20));
    InstanceErrorInfo error = world.placeholders(group).get(0).getStatus().getErrorInfo();
    assertThat(error.getErrorCode()).isEqualTo(world.cloud.codeForTheUnknown());
    assertThat(error.getInstanceErrorClass()).isEqualTo(99);
    assertThat(error.getErrorMessage()).hasSizeLessThanOrEqualTo(LaunchFailure.MAX_TEXT);
    assertThat(io.gpupool.clouds.api.FailureCode.values()).hasSizeLessThanOrEqualTo(20);
  }

  private List<Instance> errors(String group) {
    return world.nodes(group).stream()
        .filter(node -> !node.getStatus().getErrorInfo().getErrorCode().isEmpty())
        .toList();
  }
}
