package io.gpupool.clouds.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.clouds.contract.ContractWorld.Illness;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of {@link Cloud}, as tests. A cloud is tested by a subclass that brings a {@link
 * ContractWorld}; whatever is specific to it is tested elsewhere.
 */
public abstract class CloudContract {

  @SuppressWarnings("NullAway.Init") // by createWorld, before each test
  private ContractWorld world;

  /** A fresh, empty world. */
  protected abstract ContractWorld newWorld() throws Exception;

  @BeforeEach
  final void createWorld() throws Exception {
    world = newWorld();
  }

  @AfterEach
  final void closeWorld() {
    world.close();
  }

  // ---- observe

  @Test
  void anEmptyCloudHasNoGroups() throws CloudException {
    assertThat(world.cloud().observe(Optional.empty()).groups()).isEmpty();
  }

  @Test
  void aGroupIsReadWithItsLimitsTargetAndRunningInstances() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 1, 7, 3);

    GroupReading group = read(id);

    assertThat(group.limits()).isEqualTo(new SizeLimits(1, 7));
    assertThat(group.target()).isEqualTo(3);
    assertThat(group.instances()).hasSize(3);
    assertThat(group.instances()).extracting(Instance::state).containsOnly(InstanceState.RUNNING);
    assertThat(group.launchFailures()).isEmpty();
  }

  @Test
  void aGroupSaysWhatItsNodesWillBe() throws CloudException {
    NodeShape shape = read(world.createGroup("workers", 0, 3, 0)).shape().orElseThrow();

    assertThat(shape.machine().vcpu()).isPositive();
    assertThat(shape.machine().memoryBytes()).isGreaterThan(1L << 30);
    assertThat(shape.accelerator()).isPresent();
    assertThat(shape.zones()).isNotEmpty();
  }

  @Test
  void everyGroupIsReadHoweverManyThereAre() throws CloudException {
    Set<NodeGroupId> created =
        IntStream.range(0, 120)
            .mapToObj(k -> world.createGroup("group-" + k, 0, 2, k % 2))
            .collect(Collectors.toSet());

    CloudReading reading = world.cloud().observe(Optional.empty());

    assertThat(reading.groups())
        .extracting(GroupReading::id)
        .containsExactlyInAnyOrderElementsOf(created);
    assertThat(reading.groups().stream().mapToInt(g -> g.instances().size()).sum()).isEqualTo(60);
  }

  @Test
  void aReadingDoesNotDependOnThePreviousOne() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 5, 2);
    CloudReading previous = world.cloud().observe(Optional.empty());
    world.setTargetByHand(id, 4);
    world.settle();

    CloudReading informed = world.cloud().observe(Optional.of(previous));
    CloudReading naive = world.anotherCloud().observe(Optional.empty());

    assertThat(informed).isEqualTo(naive);
    assertThat(informed.group(id).orElseThrow().target()).isEqualTo(4);
  }

  @Test
  void anInstanceKeepsItsIdWhileItLives() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 5, 2);
    Set<ProviderId> before = ids(read(id));
    world.settle();
    assertThat(ids(read(id))).isEqualTo(before);
  }

  @Test
  void aGroupThatWasDeletedIsNotReadAnyMore() throws CloudException {
    NodeGroupId kept = world.createGroup("kept", 0, 5, 1);
    NodeGroupId deleted = world.createGroup("deleted", 0, 5, 1);
    world.deleteGroup(deleted);

    assertThat(world.cloud().observe(Optional.empty()).groups())
        .extracting(GroupReading::id)
        .containsExactly(kept);
  }

  // ---- resize

  @Test
  void aHigherTargetIsAcceptedAtOnceAndMachinesComeCreatingFirst() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 5, 1);

    world.cloud().resize(id, 1, 3);

    assertThat(read(id).target()).isEqualTo(3);
    world.pass(Duration.ofSeconds(15));
    assertThat(read(id).instances())
        .extracting(Instance::state)
        .containsExactlyInAnyOrder(
            InstanceState.RUNNING, InstanceState.CREATING, InstanceState.CREATING);
    world.settle();
    assertThat(read(id).instances())
        .hasSize(3)
        .extracting(Instance::state)
        .containsOnly(InstanceState.RUNNING);
  }

  @Test
  void theTargetThatIsThereAlreadyIsAccepted() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 5, 2);
    world.cloud().resize(id, 2, 2);
    assertThat(read(id).target()).isEqualTo(2);
  }

  @Test
  void aTargetThatSomebodyElseHasChangedIsLeftAlone() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    world.setTargetByHand(id, 5);

    assertFails(Kind.CHANGED, () -> world.cloud().resize(id, 2, 3));

    assertThat(read(id).target()).isEqualTo(5);
  }

  @Test
  void aLowerTargetNeverCostsAnInstance() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 4);

    assertFails(Kind.CHANGED, () -> world.cloud().resize(id, 4, 3));

    world.settle();
    assertThat(read(id).target()).isEqualTo(4);
    assertThat(read(id).liveInstances()).isEqualTo(4);
  }

  @Test
  void slotsThatNothingFillsCanBeGivenBack() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 2, 6);
    world.pass(Duration.ofSeconds(30));

    world.cloud().resize(id, 6, 2);

    world.settle();
    assertThat(read(id).target()).isEqualTo(2);
    assertThat(read(id).liveInstances()).isEqualTo(2);
  }

  @Test
  void aTargetAboveTheCloudsMaximumIsInvalidAndChangesNothing() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 4, 2);
    assertFails(Kind.INVALID, () -> world.cloud().resize(id, 2, 5));
    assertThat(read(id).target()).isEqualTo(2);
  }

  @Test
  void aTargetBelowTheCloudsMinimumIsInvalidAndChangesNothing() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 2, 4, 2);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 2, 3);
    Set<ProviderId> instances = ids(read(id));
    world.cloud().delete(id, Set.of(instances.iterator().next()));
    world.settle();
    assertThat(read(id).liveInstances()).isEqualTo(1);

    assertFails(Kind.INVALID, () -> world.cloud().resize(id, 2, 1));

    assertThat(read(id).target()).isEqualTo(2);
  }

  @Test
  void anUnknownGroupIsNotFound() {
    assertFails(Kind.NOT_FOUND, () -> world.cloud().resize(world.unknownGroup(), 0, 1));
  }

  // ---- launch failures

  @Test
  void aLaunchThatFailsIsReportedWithItsCauseAndTime() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    world.runOutOfCapacity(id);
    Instant asked = world.now();
    world.cloud().resize(id, 1, 3);
    world.pass(Duration.ofSeconds(60));

    GroupReading group = read(id);

    assertThat(group.target()).isEqualTo(3);
    assertThat(group.liveInstances()).isEqualTo(1);
    LaunchFailure newest = group.launchFailures().get(0);
    assertThat(newest.code()).isEqualTo(FailureCode.INSUFFICIENT_CAPACITY);
    assertThat(newest.at()).isBetween(asked, world.now());
    assertThat(newest.text()).isNotBlank();
  }

  @Test
  void aFailureOfAnEarlierAttemptIsNotTakenForOneOfTheTarget() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 1, 2);
    world.pass(Duration.ofSeconds(30));
    Instant failed = read(id).launchFailures().get(0).at();
    world.cloud().resize(id, 2, 1);
    world.pass(Duration.ofMinutes(10));

    world.cloud().resize(id, 1, 2);

    GroupReading afresh = world.anotherCloud().observe(Optional.empty()).group(id).orElseThrow();
    assertThat(afresh.targetSince())
        .satisfiesAnyOf(
            since -> assertThat(since).isEmpty(),
            since -> assertThat(since.orElseThrow()).isAfter(failed));
  }

  @Test
  void aFailureIsStillThereAfterARestartAndBelongsToTheTarget() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 1, 3);
    world.pass(Duration.ofSeconds(60));

    GroupReading afresh = world.anotherCloud().observe(Optional.empty()).group(id).orElseThrow();

    assertThat(afresh.launchFailures()).isNotEmpty();
    assertThat(afresh.targetSince().orElseThrow())
        .isBeforeOrEqualTo(afresh.launchFailures().get(0).at());
  }

  @Test
  void aGroupThatHasWhatItWantsReportsNoFailures() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 1, 3);
    world.pass(Duration.ofSeconds(60));
    world.cloud().resize(id, 3, 1);

    assertThat(read(id).launchFailures()).isEmpty();
  }

  // ---- delete

  @Test
  void exactlyTheNamedInstancesGoAndTheTargetFollows() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 5);
    List<ProviderId> instances = List.copyOf(ids(read(id)));
    Set<ProviderId> chosen = Set.of(instances.get(1), instances.get(3));

    Map<ProviderId, DeleteResult> results = world.cloud().delete(id, chosen);

    assertThat(results).containsOnlyKeys(chosen);
    assertThat(results.values()).containsOnly(new DeleteResult.Terminating());
    assertThat(read(id).target()).isEqualTo(3);
    world.settle();
    assertThat(live(read(id)))
        .containsExactlyInAnyOrder(instances.get(0), instances.get(2), instances.get(4));
  }

  @Test
  void anInstanceOnItsWayOutIsDeleting() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    ProviderId victim = ids(read(id)).iterator().next();

    world.cloud().delete(id, Set.of(victim));

    assertThat(live(read(id))).hasSize(1).doesNotContain(victim);
    assertThat(
            read(id).instances().stream()
                .filter(instance -> instance.id().equals(victim))
                .map(Instance::state))
        .allMatch(state -> state == InstanceState.DELETING);
  }

  @Test
  void deletingTwiceCountsOnce() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 3);
    ProviderId victim = ids(read(id)).iterator().next();
    world.cloud().delete(id, Set.of(victim));

    assertThat(world.cloud().delete(id, Set.of(victim)))
        .containsEntry(victim, new DeleteResult.Terminating());
    world.settle();
    assertThat(world.cloud().delete(id, Set.of(victim)))
        .containsEntry(victim, new DeleteResult.Gone());

    assertThat(read(id).target()).isEqualTo(2);
    assertThat(read(id).liveInstances()).isEqualTo(2);
  }

  @Test
  void manyInstancesAreDeletedInOneCall() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 60, 60);
    Set<ProviderId> all = ids(read(id));

    Map<ProviderId, DeleteResult> results = world.cloud().delete(id, all);

    assertThat(results).containsOnlyKeys(all);
    assertThat(results.values()).containsOnly(new DeleteResult.Terminating());
    assertThat(read(id).target()).isZero();
  }

  @Test
  void deletingNothingDoesNothing() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    int before = world.writes();
    assertThat(world.cloud().delete(id, Set.of())).isEmpty();
    assertThat(world.writes()).isEqualTo(before);
  }

  @Test
  void whatTheCloudsMinimumForbidsIsRefusedOneByOne() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 2, 9, 3);
    Set<ProviderId> two =
        ids(read(id)).stream().limit(2).collect(Collectors.toCollection(LinkedHashSet::new));

    Map<ProviderId, DeleteResult> results = world.cloud().delete(id, two);

    assertThat(results.values()).filteredOn(DeleteResult.Terminating.class::isInstance).hasSize(1);
    assertThat(results.values())
        .filteredOn(DeleteResult.Refused.class::isInstance)
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(((DeleteResult.Refused) refused).error().kind()).isEqualTo(Kind.INVALID);
              assertThat(((DeleteResult.Refused) refused).error().mayHaveHappened()).isFalse();
            });
    world.settle();
    assertThat(read(id).liveInstances()).isEqualTo(2);
  }

  // ---- offers

  @Test
  void nothingIsOfferedWhereNothingIsAsked() throws CloudException {
    assertThat(world.cloud().offers(Set.of())).isEmpty();
  }

  // ---- illness

  @ParameterizedTest
  @CsvSource({
    "THROTTLING,THROTTLED",
    "CREDENTIALS_REFUSED,DENIED",
    "RESETS,UNAVAILABLE",
    "HANGS,UNAVAILABLE",
    "SPEAKS_HTML,UNAVAILABLE",
    "INTERNAL_ERRORS,UNAVAILABLE",
    "UNREACHABLE,UNAVAILABLE"
  })
  void anIllCloudFailsReadingsInOurWords(Illness illness, Kind expected) {
    world.createGroup("workers", 0, 9, 2);
    world.ail(illness);
    assertFails(expected, () -> world.cloud().observe(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLING,THROTTLED",
    "CREDENTIALS_REFUSED,DENIED",
    "WRITES_DENIED,DENIED",
    "RESETS,UNAVAILABLE",
    "HANGS,UNAVAILABLE",
    "SPEAKS_HTML,UNAVAILABLE",
    "INTERNAL_ERRORS,UNAVAILABLE",
    "UNREACHABLE,UNAVAILABLE"
  })
  void anIllCloudFailsChangesInOurWordsAndChangesNothing(Illness illness, Kind expected)
      throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    Set<ProviderId> instances = ids(read(id));
    world.ail(illness);

    assertFails(expected, () -> world.cloud().resize(id, 2, 3));
    assertDeletesFail(expected, id, instances);

    world.heal();
    assertThat(read(id).target()).isEqualTo(2);
    assertThat(live(read(id))).isEqualTo(instances);
  }

  @ParameterizedTest
  @EnumSource(
      value = Illness.class,
      names = {"THROTTLING", "WRITES_DENIED"})
  void aRefusedChangeDidNotHappenForSure(Illness illness) {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    world.ail(illness);
    try {
      world.cloud().resize(id, 2, 3);
      fail("the resize was accepted");
    } catch (CloudException e) {
      assertThat(e.error().mayHaveHappened()).isFalse();
    }
  }

  @Test
  void aResizeWhoseAnswerIsLostMayHaveHappenedAndIsNotRepeated() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    world.ail(Illness.LOSES_ANSWERS_OF_WRITES);
    int before = world.writes();
    try {
      world.cloud().resize(id, 2, 3);
      fail("the resize was answered");
    } catch (CloudException e) {
      assertThat(e.error().kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(e.error().mayHaveHappened()).isTrue();
    }
    world.heal();
    assertThat(read(id).target()).isEqualTo(3);
    assertThat(world.writes() - before).isEqualTo(1);
  }

  @Test
  void aDeletionWhoseAnswerIsLostMayHaveHappenedAndIsNotRepeated() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    ProviderId victim = ids(read(id)).iterator().next();
    world.ail(Illness.LOSES_ANSWERS_OF_WRITES);
    int before = world.writes();

    DeleteResult result = world.cloud().delete(id, Set.of(victim)).get(victim);

    assertThat(result).isInstanceOf(DeleteResult.Refused.class);
    assertThat(((DeleteResult.Refused) result).error().mayHaveHappened()).isTrue();
    assertThat(world.writes() - before).isEqualTo(1);
    world.heal();
    assertThat(read(id).target()).isEqualTo(1);
    assertThat(live(read(id))).doesNotContain(victim);
  }

  @Test
  void aThrottledChangeIsNotRepeated() {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    int before = world.writes();
    world.ail(Illness.THROTTLING);
    assertFails(Kind.THROTTLED, () -> world.cloud().resize(id, 2, 3));
    assertThat(world.writes() - before).isLessThanOrEqualTo(1);
  }

  @Test
  void aCloudThatRecoversIsReadAgain() throws CloudException {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    world.ail(Illness.RESETS);
    assertFails(Kind.UNAVAILABLE, () -> world.cloud().observe(Optional.empty()));
    world.heal();
    assertThat(read(id).instances()).hasSize(2);
  }

  @Test
  void readingsAndChangesOfDifferentGroupsMayRunAtTheSameTime() throws Exception {
    List<NodeGroupId> groups =
        IntStream.range(0, 8).mapToObj(k -> world.createGroup("g" + k, 0, 9, 1)).toList();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<CompletableFuture<Void>> changes =
          groups.stream().map(id -> CompletableFuture.runAsync(() -> grow(id), pool)).toList();
      for (int k = 0; k < 5; k++) {
        assertThat(world.cloud().observe(Optional.empty()).groups()).hasSize(8);
      }
      CompletableFuture.allOf(changes.toArray(CompletableFuture<?>[]::new)).join();
    } finally {
      pool.shutdownNow();
    }
    assertThat(world.cloud().observe(Optional.empty()).groups())
        .extracting(GroupReading::target)
        .containsOnly(2);
  }

  private void grow(NodeGroupId id) {
    try {
      world.cloud().resize(id, 1, 2);
    } catch (CloudException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- small parts

  private GroupReading read(NodeGroupId id) throws CloudException {
    return world.cloud().observe(Optional.empty()).group(id).orElseThrow();
  }

  private static Set<ProviderId> ids(GroupReading group) {
    return group.instances().stream()
        .map(Instance::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<ProviderId> live(GroupReading group) {
    return group.instances().stream()
        .filter(Instance::isLive)
        .map(Instance::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void assertFails(Kind kind, ThrowingCallable call) {
    try {
      call.call();
    } catch (CloudException e) {
      assertThat(e.error().kind()).as(e.error().toString()).isEqualTo(kind);
      return;
    } catch (Throwable other) {
      throw new AssertionError("expected a CloudException of kind " + kind, other);
    }
    fail("expected a CloudException of kind " + kind);
  }

  /** A deletion may fail as a whole or one by one. */
  private void assertDeletesFail(Kind kind, NodeGroupId id, Set<ProviderId> instances) {
    try {
      Map<ProviderId, DeleteResult> results = world.cloud().delete(id, instances);
      assertThat(results).containsOnlyKeys(instances);
      assertThat(results.values())
          .allSatisfy(
              result -> {
                assertThat(result).isInstanceOf(DeleteResult.Refused.class);
                assertThat(((DeleteResult.Refused) result).error().kind()).isEqualTo(kind);
              });
    } catch (CloudException e) {
      assertThat(e.error().kind()).isEqualTo(kind);
    }
  }
}
