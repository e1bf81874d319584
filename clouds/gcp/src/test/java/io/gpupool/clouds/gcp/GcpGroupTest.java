package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.gcp.EmulatedGroup;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to managed instance groups, beside what every cloud's groups do. */
class GcpGroupTest {

  private final GcpWorld world = new GcpWorld();

  @AfterEach
  void close() {
    world.close();
  }

  // ---- identity

  @Test
  void idsAreThoseThatTheNodeControllerWrites() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    Set<String> written =
        world.gcp.instances().stream()
            .map(EmulatedInstance::providerId)
            .collect(Collectors.toSet());

    assertThat(id.value()).isEqualTo("gcp/ml-prod/us-central1-a/workers");
    assertThat(world.read("workers").instances())
        .extracting(instance -> instance.id().value())
        .allMatch(value -> value.matches("gce://ml-prod/us-central1-a/workers-[a-z0-9]{4}"))
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void instancesOfARegionalGroupAreInItsZones() throws Exception {
    try (GcpWorld regional = new GcpWorld(GcpWorld.REGION)) {
      regional.project.addGroup(
          regional.labelled("workers").zones("us-central1-a", "us-central1-f").size(4));
      regional.settle();
      assertThat(regional.read("workers").instances())
          .extracting(instance -> instance.id().value().split("/", -1)[3])
          .containsOnly("us-central1-a", "us-central1-f");
      assertThat(regional.read("workers").shape().orElseThrow().zones())
          .containsExactly("us-central1-a", "us-central1-f");
    }
  }

  // ---- states

  @Test
  void aPreemptedMachineIsCreatingUntilItIsBack() throws Exception {
    world.project.addGroup(world.labelled("workers").spot().size(1));
    world.settle();
    EmulatedInstance machine = world.gcp.instances().get(0);
    CloudReading before = world.read();

    world.project.preempt(machine.zone(), machine.name());
    world.pass(Duration.ofSeconds(35));
    Instance recreated = world.read("workers").instances().get(0);
    assertThat(recreated.id().value()).isEqualTo(machine.providerId());
    assertThat(recreated.state()).isEqualTo(InstanceState.CREATING);
    assertThat(world.read("workers").target()).isEqualTo(1);

    world.settle();
    assertThat(world.cloud().observe(Optional.of(before))).isEqualTo(before);
  }

  @Test
  void aPreemptedMachineThatCantBeHadAgainIsASlotThatFailed() throws Exception {
    world.project.addGroup(world.labelled("workers").spot().size(2));
    world.settle();
    EmulatedInstance machine = world.gcp.instances().get(0);
    world.runOutOfCapacity(world.id("workers"));
    world.project.preempt(machine.zone(), machine.name());
    world.pass(Duration.ofMinutes(2));

    GroupReading group = world.read("workers");

    assertThat(group.target()).isEqualTo(2);
    assertThat(group.liveInstances()).isEqualTo(1);
    assertThat(group.launchFailures().get(0).code()).isEqualTo(FailureCode.INSUFFICIENT_CAPACITY);
  }

  @Test
  void aSuspendedMachineIsPartOfTheSize() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    String name = world.gcp.instances().get(0).name();
    world.project.suspend(GcpWorld.ZONE, "workers", name);
    world.settle();

    assertThat(world.read("workers").target()).isEqualTo(2);
    assertThat(world.read("workers").liveInstances()).isEqualTo(2);

    world.cloud().resize(id, 2, 3);
    world.settle();
    assertThat(world.read("workers").target()).isEqualTo(3);
    assertThat(world.read("workers").liveInstances()).isEqualTo(3);
  }

  @Test
  void aGroupThatIsBeingDeletedEndsWithItsLastMachine() throws Exception {
    world.createGroup("workers", 0, 9, 2);
    world.project.deleteGroup(GcpWorld.ZONE, "workers");
    assertThat(world.read("workers").liveInstances()).isZero();
    world.settle();
    assertThat(world.read().groups()).isEmpty();
  }

  // ---- growing

  @Test
  void aGrowingGroupGoesOnTryingAndItsTargetStays() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 1, 3);
    world.pass(Duration.ofMinutes(30));
    assertThat(world.read("workers").target()).isEqualTo(3);

    world.restock();
    world.settle();

    assertThat(world.read("workers").liveInstances()).isEqualTo(3);
    assertThat(world.read("workers").launchFailures()).isEmpty();
  }

  @Test
  void aThousandAndMoreCanBeAskedForAtOnce() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 3_000, 0);
    world.cloud().resize(id, 0, 2_500);
    world.settle();
    GroupReading group = world.read("workers");
    assertThat(group.target()).isEqualTo(2_500);
    assertThat(group.instances()).extracting(Instance::id).doesNotHaveDuplicates().hasSize(2_500);
  }

  @Test
  void aGroupMayGrowShrinkAndGrowAgainWithinTheHour() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    for (int k = 0; k < 3; k++) {
      world.cloud().resize(id, 2, 3);
      world.settle();
      ProviderId any = world.read("workers").instances().get(0).id();
      world.cloud().delete(id, Set.of(any));
      world.settle();
      assertThat(world.read("workers").liveInstances()).isEqualTo(2);
    }
    assertThat(requestIds("instanceGroupManagers.resize")).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void aGrowthThatIsRefusedAfterItWasAcceptedIsAFailure() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    try (Episode refusal =
        world.gcp.failOperations(
            attempt -> attempt.type().endsWith(".resize"),
            CreationError.quotaExceeded("NVIDIA_H100_GPUS", 8, GcpWorld.REGION))) {
      assertThat(refusal).isNotNull();
      world.cloud().resize(id, 1, 3);
    }
    // it was accepted, and counts until it is known to have come to nothing
    assertThat(world.read("workers").launchFailures()).isEmpty();
    assertThat(world.read("workers").target()).isEqualTo(3);
    world.pass(Duration.ofSeconds(10));

    LaunchFailure failure = world.read("workers").launchFailures().get(0);
    assertThat(failure.code()).isEqualTo(FailureCode.QUOTA_EXCEEDED);
    assertThat(failure.text()).contains("NVIDIA_H100_GPUS");
    assertThat(world.read("workers").target()).isEqualTo(1);

    world.cloud().resize(id, 1, 2);
    assertThat(world.read("workers").launchFailures()).doesNotContain(failure);
  }

  @Test
  void aRefusedGrowthIsForgottenAfterAWhile() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    try (Episode refusal =
        world.gcp.failOperations(
            attempt -> true, new CreationError("SOMETHING_NEW", "never heard of"))) {
      assertThat(refusal).isNotNull();
      world.cloud().resize(id, 1, 3);
    }
    world.pass(Duration.ofSeconds(10));
    assertThat(world.read("workers").launchFailures().get(0).code())
        .isEqualTo(FailureCode.REQUEST_REFUSED);
    world.pass(Duration.ofMinutes(20));
    assertThat(world.read("workers").launchFailures()).isEmpty();
  }

  @Test
  void whereOperationsCannotBeFilteredAllOfThePlaceAreAskedFor() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 1, 3);
    world.pass(Duration.ofSeconds(10));
    Optional<Instant> since = world.read("workers").targetSince();
    assertThat(since).isPresent();
    world.gcp.calls().clear();
    world
        .gcp
        .faults()
        .next(
            1,
            Faults.action("zoneOperations.list"),
            new Fault.ErrorAnswer(400, "invalid", "Invalid value for field 'filter'"));

    assertThat(world.read("workers").targetSince()).isEqualTo(since);
    assertThat(world.gcp.calls().count("zoneOperations.list")).isEqualTo(2);
  }

  // ---- failures

  @Test
  void failuresSurviveARestartWithTheirTimes() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 1, 3);
    Instant asked = world.now();
    world.pass(Duration.ofMinutes(5));

    GroupReading before = world.read("workers");
    GroupReading afresh = world.anotherCloud().observe(Optional.empty()).group(id).orElseThrow();

    assertThat(afresh).isEqualTo(before);
    assertThat(afresh.targetSince()).contains(asked);
    assertThat(afresh.launchFailures().get(0).at()).isAfter(asked).isBefore(world.now());
    assertThat(afresh.launchFailures().get(0).text())
        .startsWith("ZONE_RESOURCE_POOL_EXHAUSTED: The zone");
  }

  @Test
  void givingSlotsBackNamesThoseWithoutAMachine() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 2, 6);
    world.pass(Duration.ofSeconds(30));
    Set<String> running =
        world.gcp.instances().stream().map(EmulatedInstance::name).collect(Collectors.toSet());

    world.cloud().resize(id, 6, 3);
    world.settle();

    List<EmulatedGroup.ManagedInstance> left =
        world.project.group(GcpWorld.ZONE, "workers").orElseThrow().members();
    assertThat(left).extracting(EmulatedGroup.ManagedInstance::name).containsAll(running);
    assertThat(left).hasSize(3);
    assertThat(calls("instanceGroupManagers.deleteInstances")).hasSize(1);
    assertThat(calls("instanceGroupManagers.resize")).hasSize(1);
  }

  // ---- deleting

  @Test
  void moreThanAThousandAreDeletedInBatches() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 3_000, 2_100);
    Set<ProviderId> all = ids(world.read("workers"));

    Map<ProviderId, DeleteResult> results = world.cloud().delete(id, all);

    assertThat(results).containsOnlyKeys(all);
    assertThat(results.values()).containsOnly(new DeleteResult.Terminating());
    assertThat(calls("instanceGroupManagers.deleteInstances")).hasSize(3);
    assertThat(world.read("workers").target()).isZero();
  }

  @Test
  void ofSeveralBatchesOneMayFail() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 3_000, 1_500);
    world
        .gcp
        .faults()
        .next(
            1,
            operation -> operation.action().endsWith(".deleteInstances"),
            new Fault.ErrorAnswer(403, "forbidden", "not today"));

    Map<ProviderId, DeleteResult> results = world.cloud().delete(id, ids(world.read("workers")));

    assertThat(results.values().stream().filter(DeleteResult.Refused.class::isInstance))
        .hasSize(1_000);
    assertThat(results.values().stream().filter(DeleteResult.Terminating.class::isInstance))
        .hasSize(500);
    assertThat(world.read("workers").target()).isEqualTo(1_000);
  }

  @Test
  void anInstanceOfAnotherGroupIsRefusedAndLives() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    world.createGroup("others", 0, 9, 1);
    ProviderId stranger = world.read("others").instances().get(0).id();
    ProviderId own = world.read("workers").instances().get(0).id();

    Map<ProviderId, DeleteResult> results = world.cloud().delete(id, Set.of(stranger, own));

    assertThat(results.get(own)).isEqualTo(new DeleteResult.Terminating());
    assertThat(results.get(stranger))
        .isInstanceOfSatisfying(
            DeleteResult.Refused.class,
            refused -> assertThat(refused.error().kind()).isEqualTo(Kind.INVALID));
    assertThat(world.read("others").liveInstances()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:///us-east-1a/i-0123456789abcdef0",
        "gce://",
        "gce://ml-prod/us-central1-a",
        "gce://another-project/us-central1-a/workers-1234",
        "gce://ml-prod/us-central1-a/workers/1234",
        "gce://ml-prod//",
        "nonsense"
      })
  void foreignAndMalformedIdsAreRefusedOneByOneAndNeverErrors(String value) throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 1);
    ProviderId foreign = new ProviderId(value);
    ProviderId own = world.read("workers").instances().get(0).id();

    Map<ProviderId, DeleteResult> results = world.cloud().delete(id, Set.of(foreign, own));

    assertThat(results.get(foreign)).isInstanceOf(DeleteResult.Refused.class);
    assertThat(results.get(own)).isEqualTo(new DeleteResult.Terminating());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcp/another-project/us-central1-a/workers",
        "gcp/ml-prod/us-central1-b/workers",
        "gcp/ml-prod/workers",
        "aws/111122223333/us-east-1/workers",
        "gcp/ml-prod/us-central1-a/more/workers"
      })
  void groupsOfOtherPlacesAreNotFound(String value) {
    world.createGroup("workers", 0, 9, 1);
    assertThatThrownBy(() -> world.cloud().resize(new NodeGroupId(value), 1, 2))
        .isInstanceOfSatisfying(
            CloudException.class,
            refused -> assertThat(refused.error().kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void aDeletionThatIsRefusedAfterItWasAcceptedIsTold() throws Exception {
    NodeGroupId id = world.createGroup("workers", 0, 9, 2);
    ProviderId victim = world.read("workers").instances().get(0).id();
    try (Episode refusal =
        world.gcp.failOperations(
            attempt -> attempt.type().endsWith(".deleteInstances"),
            CreationError.permissions("compute.instances.delete", "it"))) {
      assertThat(refusal).isNotNull();
      assertThat(world.cloud().delete(id, Set.of(victim)))
          .containsEntry(victim, new DeleteResult.Terminating());
    }
    assertThat(world.read("workers").liveInstances()).isEqualTo(1);
    assertThat(world.read("workers").target()).isEqualTo(1);
    assertThat(world.cloud().delete(id, Set.of(victim)))
        .containsEntry(victim, new DeleteResult.Terminating());
    world.pass(Duration.ofSeconds(10));

    CloudReading reading = world.read();

    assertThat(reading.group(id).orElseThrow().liveInstances()).isEqualTo(2);
    assertThat(reading.problems())
        .extracting(ReadingProblem::text)
        .anyMatch(text -> text.contains("compute.instances.delete"));
  }

  // ---- pages, and places that can't be seen

  @Test
  void instancesThatAreListedInPagesAreAllThere() throws Exception {
    world.project.addGroup(world.labelled("workers").paginated().size(1_201));
    world.settle();
    assertThat(world.read("workers").instances()).hasSize(1_201);
  }

  @Test
  void aPlaceThatCantBeReadFailsTheWholeReading() throws Exception {
    world.createGroup("workers", 0, 9, 1);
    world.project.addGroup(
        GroupDefinition.of("europe-west4-b", "others", GcpWorld.TYPE)
            .label(GcpWorld.LABEL, "true"));
    assertThat(world.read().groups()).hasSize(2);
    try (Episode dark = world.gcp.unreachable("europe-west4-b")) {
      assertThat(dark).isNotNull();
      assertThatThrownBy(world::read)
          .isInstanceOfSatisfying(
              CloudException.class,
              refused -> {
                assertThat(refused.error().kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(refused.error().text()).contains("europe-west4-b");
              });
    }
    assertThat(world.read().groups()).hasSize(2);
  }

  @Test
  void zonalAndRegionalGroupsOfOneNameAreTwoGroups() throws Exception {
    for (String place : List.of("us-central1-a", "us-central1", "europe-west4-b")) {
      world.project.addGroup(
          GroupDefinition.of(place, "workers", GcpWorld.TYPE)
              .label(GcpWorld.LABEL, "true")
              .size(1));
    }
    world.settle();
    assertThat(world.read().groups())
        .extracting(group -> group.id().value())
        .containsExactlyInAnyOrder(
            "gcp/ml-prod/us-central1-a/workers",
            "gcp/ml-prod/us-central1/workers",
            "gcp/ml-prod/europe-west4-b/workers");
    assertThat(new HashSet<>(allIds())).hasSize(3);
  }

  private List<ProviderId> allIds() throws Exception {
    return world.read().groups().stream()
        .flatMap(group -> group.instances().stream())
        .map(Instance::id)
        .toList();
  }

  private List<Call> calls(String action) {
    return world.gcp.calls().calls(action);
  }

  private List<String> requestIds(String action) {
    return calls(action).stream().map(call -> call.parameters().get("requestId")).toList();
  }

  private static Set<ProviderId> ids(GroupReading group) {
    return group.instances().stream()
        .map(Instance::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
