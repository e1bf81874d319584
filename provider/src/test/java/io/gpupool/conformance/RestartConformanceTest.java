package io.gpupool.conformance;

import static io.gpupool.conformance.ConformanceWorld.deleting;
import static io.gpupool.conformance.ConformanceWorld.increasing;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Member;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Killed at any instant and started again: nothing is lost and nothing is done twice. Nothing is
 * kept on disk; the cloud is the only memory. A killed server is one whose changes aren't run any
 * further, beside which another is started.
 */
class RestartConformanceTest {

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
  void killedBeforeTheCloudWasAskedNothingIsAskedAfterwards() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    writes.hold();
    var unused = world.impatient().nodeGroupIncreaseSize(increasing(group, 3));
    while (writes.isEmpty()) {
      Thread.onSpinWait();
    }

    GroupView restarted = restart(group);

    assertThat(restarted.target()).isEqualTo(2);
    assertThat(placeholders(restarted)).isEmpty();
    world.pass(Duration.ofMinutes(5));
    assertThat(world.desired("p5")).isEqualTo(2);
    assertThat(world.resizes()).isZero();
  }

  @Test
  void killedAfterTheCloudHasAcceptedTheNodesAreExpectedAndNotAskedForAgain() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    world.increase(group, 3);

    GroupView restarted = restart(group);

    assertThat(restarted.target()).isEqualTo(5);
    // some clouds have machines at once, for the others placeholders stand
    assertThat(restarted.members())
        .filteredOn(member -> member.state() == InstanceState.CREATING)
        .hasSize(3)
        .noneMatch(RestartConformanceTest::hasFailed);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.instances("p5")).hasSize(5);
    assertThat(world.resizes()).isEqualTo(1);
  }

  @Test
  void killedWhileTheAnswerWasOnItsWayTheCloudsWordCounts() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    world.failResizing(new Fault.LostAnswer());
    world.increase(group, 3);

    assertThat(restart(group).target()).isEqualTo(5);
    assertThat(world.resizes()).isEqualTo(1);
  }

  @Test
  void launchFailuresAreReadBackSoThatTheAutoscalerStillSeesThem() {
    String group = world.group("p5", 0, 9, 1);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, 2);
    world.pass(Duration.ofSeconds(90));

    GroupView restarted = restart(group);

    assertThat(restarted.target()).isEqualTo(3);
    assertThat(placeholders(restarted)).hasSize(2).allMatch(RestartConformanceTest::hasFailed);
  }

  @Test
  void killedBeforeADeletionWasOrderedTheNodeIsAsItWas() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    writes.hold();
    String node = world.instances("p5").get(0);
    var unused = world.impatient().nodeGroupDeleteNodes(deleting(group, node));
    while (world.target(group) == 2) {
      Thread.onSpinWait();
    }

    GroupView restarted = restart(group);

    assertThat(restarted.target()).isEqualTo(2);
    assertThat(restarted.members()).extracting(Member::state).containsOnly(InstanceState.RUNNING);
    assertThat(world.endings()).isZero();
  }

  @Test
  void killedAfterADeletionWasOrderedItGoesOnAndIsNotOrderedAgain() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    String node = world.instances("p5").get(0);
    world.delete(group, node);

    GroupView restarted = restart(group);

    assertThat(restarted.target()).isEqualTo(1);
    assertThat(restarted.members())
        .filteredOn(member -> member.providerId().equals(node))
        .extracting(Member::state)
        .containsExactly(InstanceState.DELETING);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.instances("p5")).hasSize(1);
    assertThat(world.endings()).isEqualTo(1);
  }

  @Test
  void aPlaceholderOfTheServerThatWasKilledStillLeadsToItsGroupAndCanBeGivenBack() {
    String group = world.group("p5", 0, 9, 0);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, 1);
    String old = world.placeholderIds(group).get(0);

    var fresh = world.restarted();

    assertThat(fresh.snapshot().groupOf(old).map(GroupView::id).orElseThrow()).hasToString(group);
    fresh
        .delete(fresh.snapshot().groupOf(old).orElseThrow().id(), List.of(old))
        .toCompletableFuture()
        .join();
  }

  private GroupView restart(String group) {
    return world.restarted().snapshot().group(group).orElseThrow();
  }

  private static List<Member> placeholders(GroupView view) {
    return view.members().stream().filter(Member::placeholder).toList();
  }

  private static boolean hasFailed(Member member) {
    return member.failure().isPresent();
  }
}
