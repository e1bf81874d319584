package io.gpupool.fleet;

import static io.gpupool.fleet.FleetWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud.Verb;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** More nodes: what is promised, what is asked of the cloud, and what becomes of both. */
class GrowingTest {

  private final FleetWorld world = new FleetWorld();

  @Test
  void theTargetRisesAtOnceAndPlaceholdersStandForWhatIsToCome() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 2);
    world.start();

    world.increase(id, 3).join();

    assertThat(world.target(id)).isEqualTo(5);
    assertThat(world.cloud.target(id)).isEqualTo(5);
    assertThat(world.placeholders(id))
        .hasSize(3)
        .allSatisfy(
            placeholder -> {
              assertThat(placeholder.state()).isEqualTo(InstanceState.CREATING);
              assertThat(placeholder.failure()).isEmpty();
            });
  }

  @Test
  void instancesTakeThePlaceOfPlaceholdersOldestFirst() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 0);
    world.start();
    world.increase(id, 2).join();
    List<String> older = world.placeholderIds(id);
    world.pass(Duration.ofSeconds(3));
    world.increase(id, 2).join();
    List<String> newer = world.placeholderIds(id).subList(2, 4);

    world.cloud.launch(id, 3);
    world.poll();

    assertThat(world.target(id)).isEqualTo(4);
    assertThat(world.view(id).members()).hasSize(4);
    assertThat(world.placeholderIds(id))
        .containsExactly(newer.get(1))
        .doesNotContainAnyElementsOf(older);
  }

  @Test
  void whatTheCloudAcceptedAndGaveUpByItselfHasFailedAndIsntForgotten() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.increase(id, 3).join();
    world.cloud.launch(id, 1);
    world.cloud.withdraw(id, 2, FailureCode.QUOTA_EXCEEDED);

    world.poll();
    world.poll();

    assertThat(world.target(id)).isEqualTo(4);
    assertThat(world.placeholders(id))
        .hasSize(2)
        .allSatisfy(
            placeholder ->
                assertThat(placeholder.failure().orElseThrow().code())
                    .isEqualTo(FailureCode.QUOTA_EXCEEDED));
    world.decrease(id, 2).join();
    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.placeholders(id)).isEmpty();
    assertThat(world.cloud.calls(Verb.RESIZE)).hasSize(1);
  }

  @Test
  void aPlaceholderKeepsItsIdWhileItWaits() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 0);
    world.start();
    world.increase(id, 2).join();
    List<String> before = world.placeholderIds(id);
    world.poll();
    world.poll();
    assertThat(world.placeholderIds(id)).isEqualTo(before);
  }

  @Test
  void noTwoAttemptsHaveAPlaceholderInCommonEvenInTheSameInstant() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 0);
    world.start();
    Set<String> seen = new HashSet<>();
    for (int k = 0; k < 5; k++) {
      world.increase(id, 2).join();
      assertThat(world.placeholderIds(id)).allMatch(seen::add);
      world.decrease(id, 2).join();
    }
  }

  @Test
  void aReadingThatBeganBeforeTheIncreaseCannotUndoIt() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    AtomicBoolean increased = new AtomicBoolean();
    world.cloud.afterNextObservation(
        () -> {
          world.increase(id, 4).join();
          increased.set(true);
        });

    world.poll();

    assertThat(increased).isTrue();
    assertThat(world.target(id)).isEqualTo(5);
    world.poll();
    assertThat(world.target(id)).isEqualTo(5);
  }

  @Test
  void deltasThatMakeNoSenseAreRefusedWithoutAskingTheCloud() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    for (int delta : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThat(failure(world.increase(id, delta)).reason()).isEqualTo(Reason.INVALID_REQUEST);
    }
    assertThat(world.cloud.calls(Verb.RESIZE)).isEmpty();
    assertThat(world.target(id)).isEqualTo(1);
  }

  @Test
  void theMaximumHoldsWithoutAskingTheCloud() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 4, 1);
    world.start();

    FleetException refusal = failure(world.increase(id, 4));

    assertThat(refusal.reason()).isEqualTo(Reason.ABOVE_MAXIMUM);
    assertThat(refusal).hasMessageContaining("4 more would make 5 and its maximum is 4");
    assertThat(failure(world.increase(id, Integer.MAX_VALUE)).reason())
        .isEqualTo(Reason.ABOVE_MAXIMUM);
    assertThat(world.cloud.calls(Verb.RESIZE)).isEmpty();
    world.increase(id, 3).join();
    assertThat(world.target(id)).isEqualTo(4);
  }

  @Test
  void aRefusalByTheCloudTakesThePromiseBack() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.cloud.failNext(CloudError.of(Kind.DENIED, "AccessDenied", "not allowed to scale"));

    FleetException refusal = failure(world.increase(id, 2));

    assertThat(refusal.reason()).isEqualTo(Reason.CLOUD_DENIED);
    assertThat(refusal).hasMessageContaining("AccessDenied: not allowed to scale");
    assertThat(world.target(id)).isEqualTo(1);
    assertThat(world.placeholders(id)).isEmpty();
  }

  @Test
  void aGroupThatIsNotThereIsUnknown() {
    world.start();
    FleetException refusal = failure(world.increase(NodeGroupId.of("fake", "x"), 1));
    assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_GROUP);
    assertThat(refusal).hasMessageContaining("fake/x");
  }

  @Test
  void aTargetThatSomebodyChangedInTheMeantimeIsBuiltUpon() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.cloud.setTargetByHand(id, 4);

    world.increase(id, 2).join();

    assertThat(world.cloud.target(id)).isEqualTo(6);
    assertThat(world.target(id)).isEqualTo(6);
  }

  @Test
  void aTargetThatIsChangedUnderUsMoreOftenThanWeLookIsGivenUp() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 50, 1);
    world.start();
    int[] edits = {2};
    world.cloud.always(
        call -> {
          if (call.verb() == Verb.RESIZE) {
            world.cloud.setTargetByHand(id, edits[0]++);
          }
        });

    assertThat(failure(world.increase(id, 2)).reason()).isEqualTo(Reason.CLOUD_CHANGED);

    world.poll();
    assertThat(world.target(id)).isEqualTo(world.cloud.target(id));
  }

  @Test
  void twoIncreasesAtTheSameTimeBothCount() {
    Queue<Runnable> pending = new ArrayDeque<>();
    FleetWorld slow = new FleetWorld(Runnable::run, pending::add);
    NodeGroupId id = slow.cloud.addGroup("gpu", 0, 10, 1);
    slow.start();

    CompletableFuture<Void> first = slow.increase(id, 1);
    CompletableFuture<Void> second = slow.increase(id, 1);
    assertThat(slow.target(id)).isEqualTo(3);
    pending.forEach(Runnable::run);

    first.join();
    second.join();
    assertThat(slow.cloud.target(id)).isEqualTo(3);
  }

  @Test
  void anIncreaseThatWouldPassTheMaximumTogetherWithOneUnderWayIsRefused() {
    Queue<Runnable> pending = new ArrayDeque<>();
    FleetWorld slow = new FleetWorld(Runnable::run, pending::add);
    NodeGroupId id = slow.cloud.addGroup("gpu", 0, 3, 1);
    slow.start();
    CompletableFuture<Void> first = slow.increase(id, 2);

    assertThat(failure(slow.increase(id, 1)).reason()).isEqualTo(Reason.ABOVE_MAXIMUM);

    pending.forEach(Runnable::run);
    first.join();
    assertThat(slow.cloud.target(id)).isEqualTo(3);
  }

  @Test
  void aSlowCloudIsNotWaitedForBeyondTheReplyBudget() {
    Queue<Runnable> pending = new ArrayDeque<>();
    FleetWorld slow = new FleetWorld(Runnable::run, pending::add);
    NodeGroupId id = slow.cloud.addGroup("gpu", 0, 10, 1);
    slow.start();

    CompletableFuture<Void> call = slow.increase(id, 2);
    slow.pass(Duration.ofMillis(2_900));
    assertThat(call).isNotDone();
    slow.pass(Duration.ofMillis(200));
    assertThat(call).isCompleted();
    assertThat(slow.target(id)).isEqualTo(3);

    pending.forEach(Runnable::run);
    assertThat(slow.cloud.target(id)).isEqualTo(3);
    assertThat(slow.target(id)).isEqualTo(3);
  }

  @Test
  void aRefusalAfterThePromiseWasMadeShowsInTheSlots() {
    Queue<Runnable> pending = new ArrayDeque<>();
    FleetWorld slow = new FleetWorld(Runnable::run, pending::add);
    NodeGroupId id = slow.cloud.addGroup("gpu", 0, 10, 1);
    slow.start();
    slow.increase(id, 2);
    slow.pass(Duration.ofSeconds(4));
    slow.cloud.failNext(CloudError.of(Kind.QUOTA, "VcpuLimitExceeded", "no more"));

    pending.forEach(Runnable::run);

    assertThat(slow.target(id)).isEqualTo(3);
    assertThat(slow.placeholders(id))
        .hasSize(2)
        .allSatisfy(
            placeholder ->
                assertThat(placeholder.failure().orElseThrow().code())
                    .isEqualTo(FailureCode.QUOTA_EXCEEDED));
    assertThat(slow.events(FleetEvent.BrokenPromise.class)).hasSize(1);

    slow.poll();
    assertThat(slow.target(id)).as("until the autoscaler has seen it").isEqualTo(3);
    slow.fleet.delete(id, slow.placeholderIds(id));
    pending.forEach(Runnable::run);
    assertThat(slow.target(id)).isEqualTo(1);
    assertThat(slow.cloud.target(id)).isEqualTo(1);
  }

  @Test
  void aCallerWhoHungUpBeforeTheCloudWasAskedChangesNothing() {
    Queue<Runnable> pending = new ArrayDeque<>();
    FleetWorld slow = new FleetWorld(Runnable::run, pending::add);
    NodeGroupId id = slow.cloud.addGroup("gpu", 0, 10, 1);
    slow.start();
    AtomicBoolean gone = new AtomicBoolean();
    CompletableFuture<Void> call = slow.fleet.increase(id, 2, gone::get).toCompletableFuture();

    gone.set(true);
    pending.forEach(Runnable::run);

    assertThat(failure(call).reason()).isEqualTo(Reason.CANCELLED);
    assertThat(slow.cloud.calls(Verb.RESIZE)).isEmpty();
    assertThat(slow.target(id)).isEqualTo(1);
  }

  @Test
  void aLostAnswerIsSettledByTheNextReadingWhenTheCloudDidIt() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.cloud.loseAnswersOfWrites(true);
    world.increase(id, 2).join();
    List<String> promised = world.placeholderIds(id);
    assertThat(world.target(id)).isEqualTo(3);

    world.poll();

    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.placeholderIds(id)).isEqualTo(promised);
    assertThat(world.placeholders(id)).allMatch(placeholder -> placeholder.failure().isEmpty());
    assertThat(world.cloud.calls(Verb.RESIZE)).as("never asked twice").hasSize(1);
  }

  @Test
  void aLostAnswerIsSettledByTheNextReadingWhenTheCloudDidNot() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.cloud.failNext(
        CloudError.of(Kind.UNAVAILABLE, "Timeout", "no answer in time").thatMayHaveHappened());
    world.increase(id, 2).join();
    assertThat(world.target(id)).isEqualTo(3);

    world.poll();

    assertThat(world.placeholders(id)).allMatch(placeholder -> placeholder.failure().isPresent());
    assertThat(world.target(id)).isEqualTo(3);
    world.fleet.delete(id, world.placeholderIds(id)).toCompletableFuture().join();
    assertThat(world.target(id)).isEqualTo(1);
    assertThat(world.cloud.target(id)).isEqualTo(1);
    assertThat(world.cloud.calls(Verb.RESIZE)).as("never asked twice").hasSize(1);
  }

  @Test
  void aDefectOfAnAdapterCountsAsALostAnswer() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 1);
    world.start();
    world.cloud.next(
        call -> {
          throw new IllegalStateException("a bug");
        });

    world.increase(id, 1).join();
    assertThat(world.target(id)).isEqualTo(2);
    world.poll();

    assertThat(world.placeholders(id)).allMatch(placeholder -> placeholder.failure().isPresent());
  }

  @Test
  void anIncreaseIsToldWhenItIsAcknowledgedAndNotWhenTheCloudHasRefusedItMeanwhile() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.cloud.failNext(CloudError.of(CloudError.Kind.DENIED, "AccessDenied", "no"));
    FleetWorld.failure(world.increase(id, 2));
    assertThat(world.events(FleetEvent.Increased.class)).isEmpty();
    assertThat(world.events(FleetEvent.Refused.class)).hasSize(1);

    world.increase(id, 2);
    assertThat(world.events(FleetEvent.Increased.class))
        .containsExactly(new FleetEvent.Increased(id, 2, 3));
  }
}
