package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.ReadingProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Others change scale sets too, and Azure changes its mind. */
class ConcurrentChangesTest {

  private final AzureWorld world = new AzureWorld(false);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aCapacityThatIsSetBetweenOurLookAndOurChangeStands() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 20, 2);
    world.arm.meanwhile = () -> world.setTargetByHand(id, 7);

    CloudError error = refusal(() -> world.cloud().resize(id, 2, 3));

    assertThat(error.kind()).isEqualTo(Kind.CHANGED);
    assertThat(error.code()).isEqualTo("PreconditionFailed");
    assertThat(error.mayHaveHappened()).isFalse();
    assertThat(world.writes()).as("it isn't tried again without a look").isEqualTo(1);
    assertThat(world.read("h100").target()).isEqualTo(7);

    world.cloud().resize(id, 7, 8);
    assertThat(world.read("h100").target()).isEqualTo(8);
  }

  @Test
  void whatElseIsChangedMeanwhileIsLookedAtAgainAsWell() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 20, 2);
    world.arm.meanwhile =
        () -> {
          world.set("h100").tags.put(AzureSettings.MAX_TAG, "2");
          world.set("h100").version++;
        };

    assertThat(refusal(() -> world.cloud().resize(id, 2, 3)).kind()).isEqualTo(Kind.CHANGED);

    CloudError again = refusal(() -> world.cloud().resize(id, 2, 3));
    assertThat(again.kind()).isEqualTo(Kind.INVALID);
    assertThat(again.code()).isEqualTo("OutsideLimits");
    assertThat(world.set("h100").capacity).isEqualTo(2);
  }

  @Test
  void machinesThatComeMeanwhileAreNotLostToALowerTarget() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 20, 2);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 2, 4);
    world.settle();
    world.arm.meanwhile =
        () -> {
          world.set("h100").soldOut = false;
          world.setTargetByHand(id, 4);
        };

    assertThat(refusal(() -> world.cloud().resize(id, 4, 2)).kind()).isEqualTo(Kind.CHANGED);

    assertThat(world.read("h100").liveInstances()).isEqualTo(4);
  }

  @Test
  void aDeletionThatALaterOperationPreemptsIsToldAndTheMachineIsThereAgain() throws Exception {
    NodeGroupId id = world.createGroup("H100", 0, 20, 2);
    ProviderId victim = world.read("H100").instances().get(0).id();
    world.arm.deletionsEndWith = "OperationPreempted";
    assertThat(world.cloud().delete(id, Set.of(victim)))
        .containsEntry(victim, new DeleteResult.Terminating());

    CloudReading reading = world.read();

    assertThat(reading.group(id).orElseThrow().instances())
        .extracting(Instance::state)
        .containsOnly(InstanceState.RUNNING);
    assertThat(failedDeletions(reading))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.subject()).isEqualTo(id.value());
              assertThat(problem.text()).contains("OperationPreempted: no luck");
            });

    world.arm.deletionsEndWith = "";
    assertThat(world.cloud().delete(id, Set.of(victim)))
        .as("asked for again it is asked for again")
        .containsEntry(victim, new DeleteResult.Terminating());
    assertThat(world.read("H100").target()).isEqualTo(1);
  }

  @Test
  void untilAnAcceptedDeletionHasFailedTheMachineIsDeletingAndIsNotDeletedTwice() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 20, 2);
    ProviderId victim = world.read("h100").instances().get(0).id();
    world.arm.deletionsEndWith = "InternalOperationError";
    world.cloud().delete(id, Set.of(victim));

    assertThat(world.cloud().delete(id, Set.of(victim)))
        .containsEntry(victim, new DeleteResult.Terminating());
    assertThat(world.writes()).isEqualTo(1);
  }

  @Test
  void aFailedDeletionIsToldForAQuarterOfAnHour() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 20, 2);
    ProviderId victim = world.read("h100").instances().get(0).id();
    world.arm.deletionsEndWith = "InternalOperationError";
    world.cloud().delete(id, Set.of(victim));

    assertThat(failedDeletions(world.read())).hasSize(1);
    world.pass(Duration.ofMinutes(10));
    assertThat(failedDeletions(world.read())).hasSize(1);
    world.pass(Duration.ofMinutes(6));
    assertThat(failedDeletions(world.read())).isEmpty();
  }

  @Test
  void aDeletionThatIsPreemptedAtOnceIsRefusedAsChanged() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 20, 2);
    ProviderId victim = world.read("h100").instances().get(0).id();
    world.arm.refusesDeletions = "OperationPreempted";

    Map<ProviderId, DeleteResult> results = world.cloud().delete(id, Set.of(victim));

    assertThat(results.get(victim))
        .isInstanceOfSatisfying(
            DeleteResult.Refused.class,
            refused -> {
              assertThat(refused.error().kind()).isEqualTo(Kind.CHANGED);
              assertThat(refused.error().mayHaveHappened()).isFalse();
            });
    assertThat(world.read("h100").liveInstances()).isEqualTo(2);
    assertThat(failedDeletions(world.read())).isEmpty();
  }

  private static List<ReadingProblem> failedDeletions(CloudReading reading) {
    return reading.problems().stream()
        .filter(problem -> problem.text().contains("accepted to delete"))
        .toList();
  }

  private interface Change {
    void make() throws CloudException;
  }

  private static CloudError refusal(Change change) {
    return catchThrowableOfType(CloudException.class, change::make).error();
  }
}
