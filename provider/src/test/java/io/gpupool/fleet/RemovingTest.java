package io.gpupool.fleet;

import static io.gpupool.fleet.FleetWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.contract.FakeCloud.Verb;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nodes that go: by name, never below the minimum, once. */
class RemovingTest {

  private final FleetWorld world = new FleetWorld();

  @Test
  void exactlyTheNamedNodesGoAndTheTargetFollows() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 5);
    world.start();
    List<String> chosen = world.instances(id, 2);

    world.deleteNow(id, chosen).join();

    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.cloud.target(id)).isEqualTo(3);
    assertThat(world.cloud.live(id))
        .hasSize(3)
        .doesNotContainAnyElementsOf(chosen.stream().map(ProviderId::new).toList());
  }

  @Test
  void aNodeIsDeletingFromTheMomentItWasAskedFor() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 2);
    world.start();
    String victim = world.instances(id, 1).get(0);

    world.delete(id, victim);

    assertThat(world.cloud.calls(Verb.DELETE)).isEmpty();
    assertThat(world.target(id)).isEqualTo(1);
    assertThat(
            world.view(id).members().stream()
                .filter(member -> member.providerId().equals(victim))
                .map(Member::state))
        .containsExactly(InstanceState.DELETING);
  }

  @Test
  void tenDeletionsAtATimeBecomeOneCallToTheCloud() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 20, 15);
    world.start();

    List<CompletableFuture<Void>> calls =
        world.instances(id, 10).stream().map(node -> world.delete(id, node)).toList();
    world.pass(Duration.ofMillis(200));

    assertThat(calls).allMatch(CompletableFuture::isDone);
    assertThat(world.cloud.calls(Verb.DELETE)).hasSize(1);
    assertThat(world.cloud.target(id)).isEqualTo(5);
  }

  @Test
  void deletionsDuringACallWaitForItAndGoTogether() {
    Queue<Runnable> pending = new ArrayDeque<>();
    FleetWorld slow = new FleetWorld(Runnable::run, pending::add);
    NodeGroupId id = slow.cloud.addGroup("gpu", 0, 20, 6);
    slow.start();
    List<String> nodes = slow.instances(id, 5);
    List<CompletableFuture<Void>> later = new ArrayList<>();
    slow.cloud.next(call -> nodes.subList(1, 5).forEach(node -> later.add(slow.delete(id, node))));

    CompletableFuture<Void> first = slow.delete(id, nodes.get(0));
    slow.pass(Duration.ofMillis(200));
    while (!pending.isEmpty()) {
      pending.remove().run();
    }

    assertThat(first).isCompleted();
    assertThat(later).hasSize(4).allMatch(CompletableFuture::isDone);
    assertThat(slow.cloud.calls(Verb.DELETE)).hasSize(2);
    assertThat(slow.cloud.target(id)).isEqualTo(1);
  }

  @Test
  void theMinimumHoldsUnderTenDeletionsAtATime() {
    NodeGroupId id = world.cloud.addGroup("gpu", 4, 20, 10);
    world.start();

    List<CompletableFuture<Void>> calls =
        world.instances(id, 10).stream().map(node -> world.delete(id, node)).toList();
    world.pass(Duration.ofSeconds(1));

    assertThat(calls.stream().filter(call -> !call.isCompletedExceptionally())).hasSize(6);
    assertThat(calls.stream().filter(CompletableFuture::isCompletedExceptionally))
        .hasSize(4)
        .allSatisfy(call -> assertThat(failure(call).reason()).isEqualTo(Reason.BELOW_MINIMUM));
    assertThat(world.cloud.live(id)).hasSize(4);
    assertThat(world.target(id)).isEqualTo(4);
  }

  @Test
  void moreThanTheMinimumAllowsInOneCallDeletesNoneOfThem() {
    NodeGroupId id = world.cloud.addGroup("gpu", 3, 10, 5);
    world.start();

    FleetException refusal = failure(world.deleteNow(id, world.instances(id, 3)));

    assertThat(refusal.reason()).isEqualTo(Reason.BELOW_MINIMUM);
    assertThat(refusal)
        .hasMessageContaining("deleting 3 of 5")
        .hasMessageContaining("minimum of 3");
    assertThat(world.cloud.calls(Verb.DELETE)).isEmpty();
    assertThat(world.target(id)).isEqualTo(5);
  }

  @Test
  void slotsThatNothingFillsDoNotCountForTheMinimum() {
    NodeGroupId id = world.cloud.addGroup("gpu", 2, 10, 2);
    world.start();
    world.increase(id, 3).join();

    FleetException refusal = failure(world.deleteNow(id, world.instances(id, 1)));

    assertThat(refusal.reason()).isEqualTo(Reason.BELOW_MINIMUM);
  }

  @Test
  void deletingAgainIsASuccessAndCountsOnce() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    List<String> victim = world.instances(id, 1);

    world.deleteNow(id, victim).join();
    world.deleteNow(id, victim).join();
    world.cloud.reap(id);
    world.poll();
    world.deleteNow(id, victim).join();

    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.target(id)).isEqualTo(2);
    assertThat(world.cloud.calls(Verb.DELETE)).hasSize(1);
  }

  @Test
  void aNodeOfAnotherGroupSpoilsTheWholeCall() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    NodeGroupId neighbour = world.cloud.addGroup("neighbour", 0, 10, 1);
    world.start();
    String own = world.instances(id, 1).get(0);
    String foreign = world.instances(neighbour, 1).get(0);

    FleetException refusal = failure(world.delete(id, own, foreign));

    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(refusal)
        .hasMessageContaining(foreign)
        .hasMessageContaining("belongs to " + neighbour);
    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.cloud.calls(Verb.DELETE)).isEmpty();
  }

  @Test
  void nodesThatAreNobodysAreRefused() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    for (String node :
        List.of("", " ", "kind://x", "fake:///zone/i-999", "gpupool://", "gpupool://a/b", "\0")) {
      FleetException refusal = failure(world.delete(id, node));
      assertThat(refusal.reason()).as(node).isEqualTo(Reason.INVALID_REQUEST);
    }
    assertThat(world.target(id)).isEqualTo(3);
  }

  @Test
  void aPlaceholderOfAnotherGroupIsRefused() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    NodeGroupId neighbour = world.cloud.addGroup("neighbour", 0, 10, 1);
    world.start();
    world.increase(neighbour, 1).join();
    String foreign = world.placeholderIds(neighbour).get(0);
    assertThat(failure(world.delete(id, foreign)).reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(world.target(neighbour)).isEqualTo(2);
  }

  @Test
  void anEmptyListDoesNothing() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    world.delete(id).join();
    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.events(FleetEvent.Deleted.class)).isEmpty();
  }

  @Test
  void aListThatNamesANodeTwiceDeletesItOnce() {
    NodeGroupId id = world.cloud.addGroup("gpu", 2, 10, 3);
    world.start();
    String node = world.instances(id, 1).get(0);
    world.deleteNow(id, List.of(node, node)).join();
    assertThat(world.target(id)).isEqualTo(2);
  }

  @Test
  void tenThousandNodesAreDeletedInOneCall() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10_000, 10_000);
    world.start();
    world.deleteNow(id, world.instances(id, 10_000)).join();
    assertThat(world.target(id)).isZero();
    assertThat(world.cloud.calls(Verb.DELETE)).hasSize(1);
  }

  @Test
  void aPlaceholderIsGivenBackWithoutTerminatingAnything() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 2);
    world.start();
    world.increase(id, 2).join();

    world.fleet.delete(id, world.placeholderIds(id)).toCompletableFuture().join();

    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.target(id)).isEqualTo(2);
    assertThat(world.cloud.live(id)).hasSize(2);
    assertThat(world.cloud.calls(Verb.DELETE)).isEmpty();
  }

  @Test
  void aPlaceholderThatHasBecomeAnInstanceInTheMeantimeKeepsTheInstance() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 2);
    world.start();
    world.increase(id, 2).join();
    List<String> stale = world.placeholderIds(id);
    world.cloud.launch(id, 1);

    world.fleet.delete(id, stale).toCompletableFuture().join();

    assertThat(world.cloud.live(id)).hasSize(3);
    assertThat(world.cloud.target(id)).isEqualTo(3);
    assertThat(world.target(id)).isEqualTo(3);
  }

  @Test
  void aPlaceholderThatIsNotKnownAnyMoreIsDone() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 2);
    world.start();
    world.increase(id, 1).join();
    List<String> placeholder = world.placeholderIds(id);
    world.fleet.delete(id, placeholder).toCompletableFuture().join();

    world.fleet.delete(id, placeholder).toCompletableFuture().join();

    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.calls(Verb.RESIZE)).hasSize(2);
  }

  @Test
  void instancesAndPlaceholdersGoInOneCall() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    world.increase(id, 2).join();
    List<String> nodes = new ArrayList<>(world.placeholderIds(id));
    nodes.addAll(world.instances(id, 1));

    world.deleteNow(id, nodes).join();

    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.target(id)).isEqualTo(2);
    assertThat(world.cloud.live(id)).hasSize(2);
  }

  @Test
  void aFailedSlotAtTheMinimumBecomesAFreshPlaceholder() {
    NodeGroupId id = world.cloud.addGroup("gpu", 2, 10, 2);
    world.cloud.interrupt(id, 1);
    world.start();
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.poll();
    List<String> failed = world.placeholderIds(id);
    assertThat(world.placeholders(id)).allMatch(slot -> slot.failure().isPresent());

    world.fleet.delete(id, failed).toCompletableFuture().join();

    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.placeholders(id)).hasSize(1).allMatch(slot -> slot.failure().isEmpty());
    assertThat(world.placeholderIds(id)).doesNotContainAnyElementsOf(failed);
    assertThat(world.events(FleetEvent.SlotsKept.class))
        .singleElement()
        .satisfies(kept -> assertThat(kept.why()).contains("minimum of 2"));
  }

  @Test
  void anInstanceThatFailedToBootIsDeletedEvenAtTheMinimum() {
    NodeGroupId id = world.cloud.addGroup("gpu", 2, 10, 2);
    world.start();
    world.increase(id, 1).join();
    world.cloud.launch(id);
    world.cloud.failBooting(id, FailureCode.OTHER);
    world.poll();
    String failed =
        world.view(id).members().stream()
            .filter(member -> member.failure().isPresent())
            .map(Member::providerId)
            .findFirst()
            .orElseThrow();

    world.deleteNow(id, List.of(failed)).join();

    assertThat(world.cloud.live(id)).hasSize(2);
    assertThat(world.target(id)).isEqualTo(2);
  }

  @Test
  void aNodeThatTheCloudRefusesToDeleteIsRestored() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    world.cloud.failNext(CloudError.of(Kind.DENIED, "AccessDenied", "not allowed to terminate"));

    FleetException refusal = failure(world.deleteNow(id, world.instances(id, 1)));

    assertThat(refusal.reason()).isEqualTo(Reason.CLOUD_DENIED);
    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.view(id).members()).allMatch(m -> m.state() == InstanceState.RUNNING);
  }

  @Test
  void aDeletionThatFailsAfterItWasPromisedIsUndoneAndTold() {
    Queue<Runnable> pending = new ArrayDeque<>();
    FleetWorld slow = new FleetWorld(Runnable::run, pending::add);
    NodeGroupId id = slow.cloud.addGroup("gpu", 0, 10, 3);
    slow.start();
    CompletableFuture<Void> call = slow.delete(id, slow.instances(id, 1).get(0));
    slow.pass(Duration.ofSeconds(4));
    assertThat(call).isCompleted();
    assertThat(slow.target(id)).isEqualTo(2);
    slow.cloud.failNext(CloudError.of(Kind.THROTTLED, "Throttling", "slow down"));

    pending.forEach(Runnable::run);

    assertThat(slow.target(id)).isEqualTo(3);
    assertThat(slow.events(FleetEvent.BrokenPromise.class)).hasSize(1);
  }

  @Test
  void aDeletionWhoseAnswerIsLostIsSettledByTheNextReading() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    world.cloud.loseAnswersOfWrites(true);
    world.deleteNow(id, world.instances(id, 1)).join();
    assertThat(world.target(id)).isEqualTo(2);

    world.poll();

    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.target(id)).isEqualTo(2);
  }

  @Test
  void aDeletionWhoseRequestWasLostIsTakenBackByTheNextReading() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    world.cloud.failNext(
        CloudError.of(Kind.UNAVAILABLE, "Timeout", "no answer").thatMayHaveHappened());
    world.deleteNow(id, world.instances(id, 1)).join();
    assertThat(world.target(id)).isEqualTo(2);

    world.poll();

    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.view(id).members()).allMatch(m -> m.state() == InstanceState.RUNNING);
  }

  @Test
  void aReadingThatBeganBeforeTheDeletionCannotBringTheNodeBack() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    List<String> victim = world.instances(id, 1);
    world.cloud.afterNextObservation(
        () -> {
          world.delete(id, victim.get(0));
          world.pass(Duration.ofSeconds(1));
        });
    world.poll();
    assertThat(world.target(id)).isEqualTo(2);
  }

  @Test
  void aNodeThatIsGoneAlreadyIsNotReplacedEither() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 10, 3);
    world.start();
    List<String> victim = world.instances(id, 1);
    world.cloud.interrupt(id, 1); // the very same, and the cloud wants another in its place

    world.deleteNow(id, victim).join();

    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.target(id)).isEqualTo(2);
    assertThat(world.cloud.live(id)).hasSize(2);
  }

  @Test
  void nodesOfManyGroupsAreDeletedIndependently() {
    List<NodeGroupId> groups =
        IntStream.range(0, 5).mapToObj(k -> world.cloud.addGroup("g" + k, 0, 5, 2)).toList();
    world.start();
    List<CompletableFuture<Void>> calls =
        groups.stream().map(id -> world.delete(id, world.instances(id, 1).get(0))).toList();
    world.pass(Duration.ofMillis(200));
    assertThat(calls).allMatch(call -> call.isDone() && !call.isCompletedExceptionally());
    assertThat(groups).allMatch(id -> world.cloud.target(id) == 1);
  }
}
