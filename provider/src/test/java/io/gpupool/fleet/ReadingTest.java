package io.gpupool.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.clouds.contract.FakeCloud.Verb;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the clouds say, and what is made of it. */
class ReadingTest {

  private final FleetWorld world = new FleetWorld();

  @Test
  void beforeAnythingWasReadALoopCannotBegin() {
    assertThatThrownBy(world.fleet::beginLoop)
        .isInstanceOfSatisfying(
            FleetException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_READY));
    assertThat(world.fleet.snapshot().groups()).isEmpty();
  }

  @Test
  void aCloudThatHasNotSpokenYetIsWaitedForAWhileAndNotForEver() throws FleetException {
    FleetWorld silent = new FleetWorld(task -> {}, Runnable::run);
    FleetWorld half =
        new FleetWorld(
            new java.util.concurrent.Executor() {
              private int calls;

              @Override
              public void execute(Runnable task) {
                if (calls++ == 0) {
                  task.run(); // the first cloud answers, the second never does
                }
              }
            },
            Runnable::run);
    half.cloud.addGroup("gpu", 0, 5, 1);
    half.start();
    silent.start();

    assertThatThrownBy(half.fleet::beginLoop).hasMessageContaining("two");
    half.pass(Duration.ofSeconds(11));
    half.fleet.beginLoop();
    silent.pass(Duration.ofMinutes(5));
    assertThatThrownBy(silent.fleet::beginLoop).hasMessageContaining("[one, two]");
  }

  @Test
  void aCloudThatIsDarkAtTheStartHasNoGroupsAndTheOthersServe() throws FleetException {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 5, 1);
    NodeGroupId dark = world.other.addGroup("dark", 0, 5, 1);
    String darkNode = world.other.live(dark).get(0).value();
    world.other.failNext(CloudError.of(Kind.UNAVAILABLE, "Timeout", "nobody there"));
    world.start();

    world.fleet.beginLoop();
    assertThat(world.fleet.snapshot().groups()).extracting(GroupView::id).containsExactly(id);
    assertThat(world.fleet.snapshot().groupOf(darkNode)).isEmpty();

    world.poll();
    assertThat(world.fleet.snapshot().groupOf(darkNode).map(GroupView::id)).contains(dark);
  }

  @Test
  void instancesAndPlaceholdersLeadBackToTheirGroup() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 2);
    NodeGroupId neighbour = world.cloud.addGroup("neighbour", 0, 9, 2);
    world.start();
    world.increase(id, 3).join();
    world.increase(neighbour, 1).join();

    for (GroupView group : world.fleet.snapshot().groups()) {
      FleetWorld.ids(group)
          .forEach(
              node -> assertThat(world.fleet.snapshot().groupOf(node)).as(node).contains(group));
    }
    assertThat(List.of(id, neighbour)).allMatch(g -> !world.view(g).members().isEmpty());
  }

  @Test
  void anInstanceThatIsNotOursHasNoGroup() {
    world.cloud.addGroup("gpu", 0, 9, 2);
    world.start();
    for (String node : List.of("", "kind://docker/a/b", "fake:///zone/i-77", "gpupool://x", "%")) {
      assertThat(world.fleet.snapshot().groupOf(node)).as(node).isEmpty();
    }
  }

  @Test
  void anUnknownNodeOfOneOfOurCloudsIsAReasonToLookSoonAndOnlyOnce() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 0);
    world.start();
    world.cloud.setTargetByHand(id, 1);
    world.cloud.launch(id);
    String newborn = world.cloud.live(id).get(0).value();
    assertThat(world.fleet.snapshot().groupOf(newborn)).isEmpty();

    world.fleet.missed(newborn);
    world.pass(Duration.ofSeconds(2));
    assertThat(world.fleet.snapshot().groupOf(newborn)).isPresent();

    world.cloud.boot(id);
    world.poll();
    int readings = world.cloud.calls(Verb.OBSERVE).size();
    for (int k = 0; k < 100; k++) {
      world.fleet.missed("fake:///zone/foreign");
      world.fleet.missed("kind://foreign");
    }
    world.pass(Duration.ofSeconds(5));
    world.fleet.missed("fake:///zone/foreign");
    world.pass(Duration.ofSeconds(5));
    assertThat(world.cloud.calls(Verb.OBSERVE)).hasSize(readings + 1);
  }

  @Test
  void theStateOfAnInstanceIsTheClouds() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.cloud.setTargetByHand(id, 2);
    world.cloud.launch(id);
    world.poll();
    assertThat(world.view(id).members())
        .extracting(Member::state)
        .containsExactly(InstanceState.RUNNING, InstanceState.CREATING);
    world.cloud.setTargetByHand(id, 1);
    world.poll();
    assertThat(world.view(id).members()).extracting(Member::state).contains(InstanceState.DELETING);
    assertThat(world.target(id)).isEqualTo(1);
  }

  @Test
  void aLaunchThatFailsShowsInEverySlotThatWaitedForIt() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.increase(id, 2).join();
    List<String> before = world.placeholderIds(id);
    world.pass(Duration.ofSeconds(5));
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.poll();

    assertThat(world.placeholderIds(id)).isEqualTo(before);
    assertThat(world.placeholders(id))
        .allSatisfy(
            slot ->
                assertThat(slot.failure().orElseThrow().code())
                    .isEqualTo(FailureCode.INSUFFICIENT_CAPACITY));
    assertThat(world.target(id)).isEqualTo(3);
  }

  @Test
  void aFailureOfAnEarlierAttemptDoesNotTouchALaterOne() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.increase(id, 2).join();
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.poll();
    world.fleet.delete(id, world.placeholderIds(id)).toCompletableFuture().join();
    world.pass(Duration.ofMinutes(5));

    world.increase(id, 1).join();
    world.poll();

    assertThat(world.placeholders(id)).hasSize(1).allMatch(slot -> slot.failure().isEmpty());
  }

  @Test
  void aFailedSlotStaysUntilTheAutoscalerRemovesIt() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.increase(id, 2).join();
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.poll();
    List<Member> failed = world.placeholders(id);

    world.pass(Duration.ofHours(3));

    assertThat(world.placeholders(id)).isEqualTo(failed);
    assertThat(world.target(id)).isEqualTo(3);
  }

  @Test
  void aFailedSlotThatIsFilledAfterAllGoesLast() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 0);
    world.start();
    world.increase(id, 1).join();
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.poll();
    world.increase(id, 1).join();
    String hopeful = world.placeholderIds(id).get(1);

    world.cloud.launch(id, 1);
    world.poll();
    assertThat(world.placeholderIds(id)).hasSize(1).doesNotContain(hopeful);
    world.cloud.launch(id, 1);
    world.poll();
    assertThat(world.placeholderIds(id)).isEmpty();
    assertThat(world.target(id)).isEqualTo(2);
  }

  @Test
  void aFailureIsReadBackAfterARestart() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.increase(id, 2).join();
    world.pass(Duration.ofSeconds(5));
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.pass(Duration.ofMinutes(1));

    Fleet fresh = world.restarted();

    GroupView view = fresh.snapshot().group(id.value()).orElseThrow();
    assertThat(view.target()).isEqualTo(3);
    assertThat(view.members().stream().filter(Member::placeholder))
        .hasSize(2)
        .allMatch(slot -> slot.failure().isPresent());
  }

  @Test
  void aFailureOfAnEarlierAttemptIsNotReadBackAfterARestart() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.increase(id, 2).join();
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.poll();
    world.fleet.delete(id, world.placeholderIds(id)).toCompletableFuture().join();
    world.pass(Duration.ofMinutes(5));
    world.increase(id, 1).join();

    Fleet fresh = world.restarted();

    GroupView view = fresh.snapshot().group(id.value()).orElseThrow();
    assertThat(view.members().stream().filter(Member::placeholder))
        .hasSize(1)
        .allMatch(slot -> slot.failure().isEmpty());
  }

  @Test
  void aTargetRaisedByHandShowsAsPlaceholders() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.cloud.setTargetByHand(id, 4);
    world.poll();
    assertThat(world.target(id)).isEqualTo(4);
    assertThat(world.placeholders(id)).hasSize(3);
  }

  @Test
  void anInstanceTakenAwayIsReplacedByAPlaceholderAndItsFailureCounts() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 3);
    world.start();
    world.pass(Duration.ofHours(1));
    world.cloud.interrupt(id, 1);
    world.pass(Duration.ofSeconds(5));
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.poll();
    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.placeholders(id)).hasSize(1).allMatch(slot -> slot.failure().isPresent());
  }

  @Test
  void aTargetBelowTheInstancesIsReportedAsItIs() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 3);
    world.start();
    world.cloud.setTargetByHand(id, 1);
    world.poll();
    assertThat(world.target(id)).isEqualTo(1);
    assertThat(world.placeholders(id)).isEmpty();
  }

  @Test
  void aGroupThatIsDeletedInItsCloudStaysEmptyUntilTheNextLoop() throws FleetException {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 2);
    NodeGroupId kept = world.cloud.addGroup("kept", 0, 9, 1);
    world.start();
    world.cloud.removeGroup(id);
    world.poll();

    assertThat(world.view(id).target()).isZero();
    assertThat(world.view(id).members()).isEmpty();
    assertThat(FleetWorld.failure(world.increase(id, 1)).reason()).isEqualTo(Reason.UNKNOWN_GROUP);

    world.fleet.beginLoop();
    assertThat(world.fleet.snapshot().groups()).extracting(GroupView::id).containsExactly(kept);
  }

  @Test
  void aGroupThatComesBackIsAsNew() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 2);
    world.start();
    world.increase(id, 2).join();
    world.cloud.removeGroup(id);
    world.poll();
    world.cloud.addGroup("gpu", 0, 5, 1);
    world.poll();
    assertThat(world.target(id)).isEqualTo(1);
    assertThat(world.placeholders(id)).isEmpty();
    assertThat(world.view(id).limits().max()).isEqualTo(5);
  }

  @Test
  void aCloudThatFailsKeepsItsLastAnswer() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 2);
    world.start();
    FleetSnapshot before = world.fleet.snapshot();
    world.cloud.always(
        call -> {
          throw new CloudException(CloudError.of(Kind.UNAVAILABLE, "Timeout", "nobody there"));
        });
    world.pass(Duration.ofHours(1));

    assertThat(world.fleet.snapshot().groups()).containsExactlyElementsOf(before.groups());
    assertThat(world.view(id).target()).isEqualTo(2);
    assertThat(world.fleet.darkEntries()).containsExactly("one");
  }

  @Test
  void aReadingThatFailsByADefectIsAFailureAndReadingGoesOn() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 2);
    world.start();
    world.cloud.next(
        call -> {
          throw new IllegalStateException("a bug");
        });
    world.poll();
    assertThat(world.events(FleetEvent.ReadingFailed.class)).hasSize(1);
    world.cloud.setTargetByHand(id, 3);
    world.poll();
    assertThat(world.target(id)).isEqualTo(3);
  }

  @Test
  void theLastGoodShapeIsKeptForEver() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 0);
    world.start();
    world.cloud.setShape(id, Optional.empty());
    world.poll();
    assertThat(world.view(id).shape()).contains(FakeCloud.shape(8));
    world.cloud.setShape(id, Optional.of(FakeCloud.shape(4)));
    world.poll();
    assertThat(world.view(id).shape()).contains(FakeCloud.shape(4));
  }

  @Test
  void aGroupIsReadFasterWhileItChanges() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    int start = world.cloud.calls(Verb.OBSERVE).size();
    world.pass(Duration.ofMinutes(1));
    assertThat(world.cloud.calls(Verb.OBSERVE).size() - start).isEqualTo(2);

    world.increase(id, 1).join();
    int busy = world.cloud.calls(Verb.OBSERVE).size();
    world.pass(Duration.ofMinutes(1));
    assertThat(world.cloud.calls(Verb.OBSERVE).size() - busy).isEqualTo(6);
  }

  @Test
  void aGroupThatTwoEntriesFindBelongsToTheFirst() {
    FakeCloud twin = new FakeCloud(world.time, "fake");
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    twin.addGroup("gpu", 0, 9, 1);
    List<FleetEvent> events = new java.util.ArrayList<>();
    Fleet fleet =
        new Fleet(
            List.of(
                new CloudEntry("one", "fake", world.cloud, FleetWorld.REFRESH),
                new CloudEntry("twin", "fake", twin, FleetWorld.REFRESH)),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(
                world.time, world.time, world.time, Runnable::run, Runnable::run),
            events::add);
    fleet.start();
    world.pass(Duration.ZERO);

    assertThat(fleet.snapshot().groups())
        .singleElement()
        .satisfies(group -> assertThat(group.cloudEntry()).isEqualTo("one"));
    assertThat(events)
        .filteredOn(FleetEvent.ProblemSeen.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(event.toString()).contains(id.value()).contains("'one'"));
  }

  @Test
  void problemsAndAbsentGroupsAreTold() {
    world.cloud.addAbsent("p5-spot");
    world.cloud.addProblem(new ReadingProblem("fake/x", "has no launch template"));
    world.start();
    assertThat(world.events(FleetEvent.GroupAbsent.class))
        .containsExactly(new FleetEvent.GroupAbsent("one", "p5-spot"));
    assertThat(world.events(FleetEvent.ProblemSeen.class))
        .extracting(FleetEvent.ProblemSeen::entry)
        .containsExactly("one");
  }

  @Test
  void viewsThatDidNotChangeStayTheSameObjects() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    GroupView before = world.view(id);
    world.poll();
    world.poll();
    assertThat(world.view(id)).isSameAs(before);
  }
}
