package io.gpupool.conformance;

import static io.gpupool.conformance.ConformanceWorld.deleting;
import static io.gpupool.conformance.ConformanceWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Fault;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.InstanceStatus.InstanceState;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesResponse;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items 55 to 69: deletions. */
class DeletionConformanceTest {

  private final HeldWrites writes = new HeldWrites();
  private final ConformanceWorld<?> world = newWorld(writes);

  /** A world of AWS; other clouds' tests have their own. */
  ConformanceWorld<?> newWorld(Executor writing) {
    return ConformanceWorld.of(AwsUnderTest::new, writing);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Item(55)
  void exactlyTheNamedInstancesGoAndTheTargetFollows() {
    String group = world.group("p5", 0, 9, 4);
    world.start();
    List<String> all = world.instances("p5");
    world.delete(group, all.get(1), all.get(2));
    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.desired("p5")).isEqualTo(2);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.instances("p5")).containsExactlyInAnyOrder(all.get(0), all.get(3));
  }

  @Test
  @Item(56)
  void aNodeOfAnotherGroupInTheListDeletesNothing() {
    String group = world.group("p5", 0, 9, 2);
    world.group("other", 0, 9, 1);
    world.start();
    String own = world.instances("p5").get(0);
    String foreign = world.instances("other").get(0);
    assertThat(refusal(() -> world.delete(group, own, foreign)))
        .satisfies(
            status -> {
              assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
              assertThat(status.getDescription())
                  .contains(foreign)
                  .contains(world.cloud.id("other"));
            });
    assertThat(world.endings()).isZero();
    assertThat(world.target(group)).isEqualTo(2);
  }

  @Test
  @Item(57)
  void atTheMinimumNoInstanceIsDeleted() {
    String group = world.group("p5", 2, 9, 2);
    world.start();
    String node = world.instances("p5").get(0);
    assertThat(refusal(() -> world.delete(group, node)).getCode())
        .isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(world.endings()).isZero();
  }

  @Test
  @Item(58)
  void moreThanTheMinimumAllowsIsRefusedBeforeAnyDeletion() {
    String group = world.group("p5", 2, 9, 4);
    world.start();
    String[] three = world.instances("p5").subList(0, 3).toArray(String[]::new);
    assertThat(refusal(() -> world.delete(group, three)).getCode())
        .isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(world.endings()).isZero();
    assertThat(world.instances("p5")).hasSize(4);
  }

  @Test
  @Item({59, 60})
  void whatIsGoingOrGoneIsASuccessAndCountsOnce() {
    String group = world.group("p5", 0, 9, 3);
    world.start();
    String node = world.instances("p5").get(0);
    world.delete(group, node);
    world.delete(group, node);
    assertThat(world.desired("p5")).isEqualTo(2);
    world.pass(Duration.ofMinutes(5));
    world.delete(group, node);
    assertThat(world.desired("p5")).isEqualTo(2);
    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.endings()).isEqualTo(1);
  }

  @Test
  @Item(61)
  void placeholdersAreGivenBackWithoutTerminatingAnything() {
    String group = world.group("p5", 0, 9, 2);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, 3);
    world.delete(group, world.placeholderIds(group).toArray(String[]::new));
    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.desired("p5")).isEqualTo(2);
    assertThat(world.instances("p5")).hasSize(2);
    assertThat(world.endings()).isZero();
  }

  @Test
  @Item(62)
  void aPlaceholderThatHasBecomeAnInstanceSinceIsNoReasonToLoseTheInstance() {
    String group = world.group("p5", 0, 9, 0);
    world.start();
    world.increase(group, 2);
    String[] stale = world.placeholderIds(group).toArray(String[]::new);
    // long enough for the cloud to launch, too short for a reading
    world.time.skip(Duration.ofSeconds(4));
    assertThat(world.instances("p5")).hasSize(2);

    world.delete(group, stale);

    world.pass(Duration.ofMinutes(5));
    assertThat(world.instances("p5")).hasSize(2);
    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.desired("p5")).isEqualTo(2);
  }

  @Test
  @Item(63)
  void aMachineThatNeverJoinedIsDeletedByItsProviderIdAlone() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    String never = world.instances("p5").get(1);
    // the autoscaler makes a node up whose name is its provider id
    world.delete(group, never);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.instances("p5")).hasSize(1).doesNotContain(never);
  }

  @Test
  @Item({64, 69})
  void instancesAndPlaceholdersGoInOneCallAndSoDoesAWholeGroup() {
    String group = world.group("p5", 0, 9, 3);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, 2);
    List<String> some = new ArrayList<>(world.placeholderIds(group).subList(0, 1));
    some.add(world.instances("p5").get(0));
    world.delete(group, some.toArray(String[]::new));
    assertThat(world.target(group)).isEqualTo(3);

    String[] everything = world.nodes(group).stream().map(Instance::getId).toArray(String[]::new);
    world.delete(group, everything);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.target(group)).isZero();
    assertThat(world.desired("p5")).isZero();
    assertThat(world.instances("p5")).isEmpty();
  }

  @Test
  @Item(65)
  void tenCallsAtATimeDeleteEachOnceAndTheMinimumHolds() throws Exception {
    String group = world.group("p5", 4, 20, 10);
    world.start();
    List<Future<NodeGroupDeleteNodesResponse>> calls = new ArrayList<>();
    for (String node : world.instances("p5")) {
      calls.add(world.impatient().nodeGroupDeleteNodes(deleting(group, node)));
    }
    while (!calls.stream().allMatch(Future::isDone)) {
      world.pass(Duration.ofMillis(50));
    }
    int refused = 0;
    for (Future<NodeGroupDeleteNodesResponse> call : calls) {
      try {
        assertThat(call.get()).isNotNull();
      } catch (ExecutionException atTheMinimum) {
        assertThat(atTheMinimum).hasMessageContaining("minimum of 4");
        refused++;
      }
    }
    assertThat(refused).isEqualTo(4);
    assertThat(world.instances("p5")).hasSize(4);
    assertThat(world.desired("p5")).isEqualTo(4);
    assertThat(world.endings()).isEqualTo(6);
  }

  @Test
  @Item(66)
  void aDeletedInstanceIsDeletingAtOnce() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    String node = world.instances("p5").get(0);
    writes.hold();
    Future<NodeGroupDeleteNodesResponse> call =
        world.impatient().nodeGroupDeleteNodes(deleting(group, node));
    while (world.target(group) == 2) {
      Thread.onSpinWait();
    }
    assertThat(world.state(group, node)).isEqualTo(InstanceState.instanceDeleting);
    assertThat(world.endings()).isZero();
    assertThat(call.isDone()).isFalse();
  }

  @Test
  @Item(67)
  void aDeletionThatFailsAfterwardsIsUndone() throws Exception {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    String node = world.instances("p5").get(0);
    writes.hold();
    Future<NodeGroupDeleteNodesResponse> call =
        world.impatient().nodeGroupDeleteNodes(deleting(group, node));
    while (!call.isDone()) {
      world.pass(Duration.ofMillis(100)); // until the server answers for the cloud
    }
    assertThat(call.get()).isNotNull();
    assertThat(world.target(group)).isEqualTo(1);
    world.failEnding(new Fault.Throttle());
    writes.runHeld();
    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.state(group, node)).isEqualTo(InstanceState.instanceRunning);
    assertThat(world.instances("p5")).hasSize(2);
  }
}
