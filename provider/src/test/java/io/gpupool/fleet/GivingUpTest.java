package io.gpupool.fleet;

import static io.gpupool.fleet.FleetWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud.Verb;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Lower targets: unfilled slots are given up, instances never. */
class GivingUpTest {

  private final FleetWorld world = new FleetWorld();

  @Test
  void unfilledSlotsAreGivenUpAndTheCloudIsTold() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 2);
    world.start();
    world.increase(id, 4).join();

    world.decrease(id, 3).join();

    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.cloud.target(id)).isEqualTo(3);
    assertThat(world.placeholders(id)).hasSize(1);
  }

  @Test
  void whatHasArrivedIsKeptWhenTheWholeIncreaseIsGivenUp() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 0);
    world.start();
    world.increase(id, 4).join();
    world.cloud.launch(id, 2);
    world.poll();

    world.decrease(id, 4).join();

    assertThat(world.cloud.live(id)).hasSize(2);
    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.target(id)).isEqualTo(2);
  }

  @Test
  void whatHasArrivedSinceTheLastReadingIsKeptToo() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 0);
    world.start();
    world.increase(id, 4).join();
    world.cloud.launch(id, 3);

    world.decrease(id, 4).join();

    assertThat(world.cloud.live(id)).hasSize(3);
    assertThat(world.target(id)).isEqualTo(3);
  }

  @Test
  void withNothingToGiveUpTheAnswerIsStillYes() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();

    world.decrease(id, 2).join();

    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.cloud.calls(Verb.RESIZE)).isEmpty();
    assertThat(world.events(FleetEvent.Decreased.class))
        .containsExactly(new FleetEvent.Decreased(id, 2, 0, 3));
  }

  @Test
  void theMinimumHolds() {
    NodeGroupId id = world.cloud.addGroup("gpu", 2, 10, 2);
    world.cloud.interrupt(id, 2);
    world.start();
    world.increase(id, 1).join();

    world.decrease(id, 3).join();

    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.target(id)).isEqualTo(2);
  }

  @Test
  void hopefulSlotsGoBeforeFailedOnesWhichTheAutoscalerHasYetToSee() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 0);
    world.start();
    world.increase(id, 2).join();
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.poll();
    List<String> failed = world.placeholderIds(id);
    world.increase(id, 1).join();

    world.decrease(id, 1).join();

    assertThat(world.placeholderIds(id)).isEqualTo(failed);
  }

  @Test
  void aDecreaseThatMakesNoSenseIsTheOneThatIsRefused() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    assertThat(failure(world.decrease(id, 0)).reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(failure(world.decrease(id, -2)).reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(failure(world.decrease(NodeGroupId.of("fake", "x"), 1)).reason())
        .isEqualTo(Reason.UNKNOWN_GROUP);
  }

  @Test
  void aRequestThatTheCloudHasNotHeardOfYetIsSimplyForgotten() {
    Queue<Runnable> pending = new ArrayDeque<>();
    FleetWorld slow = new FleetWorld(Runnable::run, pending::add);
    NodeGroupId id = slow.cloud.addGroup("gpu", 0, 10, 1);
    slow.start();
    slow.increase(id, 3);
    slow.decrease(id, 2);
    assertThat(slow.target(id)).isEqualTo(2);

    while (!pending.isEmpty()) {
      pending.remove().run();
    }

    assertThat(slow.cloud.target(id)).isEqualTo(2);
    assertThat(slow.target(id)).isEqualTo(2);
    assertThat(slow.cloud.calls(Verb.RESIZE)).hasSize(1);
  }

  @Test
  void aCloudThatRefusesLeavesFreshPlaceholdersAndIsAskedAgainAfterItsNextReading() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.increase(id, 2).join();
    List<String> given = world.placeholderIds(id);
    world.cloud.failNext(CloudError.of(Kind.THROTTLED, "Throttling", "slow down"));

    world.decrease(id, 2).join();

    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.placeholderIds(id)).hasSize(2).doesNotContainAnyElementsOf(given);
    assertThat(world.events(FleetEvent.SlotsKept.class))
        .singleElement()
        .satisfies(kept -> assertThat(kept.why()).contains("Throttling"));

    world.poll();

    assertThat(world.target(id)).isEqualTo(1);
    assertThat(world.cloud.target(id)).isEqualTo(1);
    assertThat(world.placeholders(id)).isEmpty();
  }

  @Test
  void whatArrivesBeforeADebtIsPaidStays() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.increase(id, 2).join();
    world.cloud.failNext(CloudError.of(Kind.THROTTLED, "Throttling", "slow down"));
    world.decrease(id, 2).join();
    world.cloud.launch(id, 1);

    world.poll();

    assertThat(world.cloud.live(id)).hasSize(2);
    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.target(id)).isEqualTo(2);
  }

  @Test
  void aReleaseWhoseAnswerIsLostIsNotDoneTwice() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.increase(id, 4).join();
    world.cloud.loseAnswersOfWrites(true);
    world.decrease(id, 2).join();
    world.cloud.loseAnswersOfWrites(false);
    assertThat(world.cloud.target(id)).isEqualTo(3);

    world.pass(Duration.ofMinutes(2));

    assertThat(world.cloud.target(id)).isEqualTo(3);
    assertThat(world.target(id)).isEqualTo(3);
  }

  @Test
  void whatTheCloudWillNeverAllowIsNotAskedForForEver() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.increase(id, 2).join();
    world.cloud.failNext(CloudError.of(Kind.INVALID, "ValidationError", "below min"));
    world.decrease(id, 2).join();
    int before = world.cloud.calls(Verb.RESIZE).size();

    world.pass(Duration.ofMinutes(5));

    assertThat(world.cloud.calls(Verb.RESIZE)).hasSize(before);
    assertThat(world.target(id)).isEqualTo(3);
  }
}
