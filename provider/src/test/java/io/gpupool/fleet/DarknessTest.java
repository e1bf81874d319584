package io.gpupool.fleet;

import static io.gpupool.fleet.FleetWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud.Verb;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One cloud out of reach: what is refused, what is promised, and what the others notice. */
class DarknessTest {

  private final FleetWorld world = new FleetWorld();

  private void goDark() {
    world.cloud.always(
        call -> {
          throw new CloudException(CloudError.of(Kind.UNAVAILABLE, "Timeout", "nobody there"));
        });
    world.poll();
  }

  private void comeBack() {
    world.cloud.always(call -> {});
    world.poll();
  }

  @Test
  void increasesAndDeletionsAreRefusedAtOnceWithTheReason() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 3);
    world.start();
    goDark();
    int calls = world.cloud.calls().size();

    FleetException increase = failure(world.increase(id, 1));
    FleetException deletion = failure(world.deleteNow(id, world.instances(id, 1)));

    for (FleetException refusal : List.of(increase, deletion)) {
      assertThat(refusal.reason()).isEqualTo(Reason.CLOUD_UNAVAILABLE);
      assertThat(refusal).hasMessageContaining("'one'").hasMessageContaining("nobody there");
    }
    assertThat(world.cloud.calls())
        .as("nobody asks a cloud that is known to be dark")
        .hasSize(calls);
    assertThat(world.target(id)).isEqualTo(3);
  }

  @Test
  void theOtherCloudsGrowAndShrinkMeanwhile() {
    NodeGroupId dark = world.cloud.addGroup("gpu", 0, 9, 3);
    NodeGroupId light = world.other.addGroup("gpu", 0, 9, 3);
    world.start();
    goDark();

    world.increase(light, 2).join();
    String node = world.other.live(light).get(0).value();
    world.deleteNow(light, List.of(node)).join();

    assertThat(world.other.target(light)).isEqualTo(4);
    assertThat(world.target(light)).isEqualTo(4);
    assertThat(world.target(dark)).isEqualTo(3);
  }

  @Test
  void placeholdersAreNeverRefusedButLiveOnUntilTheCloudCanBeTold() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.increase(id, 2).join();
    world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
    world.poll();
    List<String> failed = world.placeholderIds(id);
    goDark();

    world.fleet.delete(id, failed).toCompletableFuture().join();

    assertThat(world.target(id)).isEqualTo(3);
    assertThat(world.placeholders(id)).hasSize(2).allMatch(slot -> slot.failure().isEmpty());
    assertThat(world.placeholderIds(id)).doesNotContainAnyElementsOf(failed);

    comeBack();

    assertThat(world.target(id)).isEqualTo(1);
    assertThat(world.cloud.target(id)).isEqualTo(1);
  }

  @Test
  void inAMixedListThePlaceholdersAreTakenAndTheInstancesRefused() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 2);
    world.start();
    world.increase(id, 1).join();
    goDark();
    List<String> before = world.placeholderIds(id);
    List<String> nodes = new ArrayList<>(before);
    nodes.addAll(world.instances(id, 1));

    assertThat(failure(world.deleteNow(id, nodes)).reason()).isEqualTo(Reason.CLOUD_UNAVAILABLE);

    assertThat(world.placeholderIds(id)).doesNotContainAnyElementsOf(before);
    comeBack();
    assertThat(world.cloud.live(id)).hasSize(2);
    assertThat(world.target(id)).isEqualTo(2);
  }

  @Test
  void aDecreaseIsAnsweredWithYesAndReconciledLater() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.increase(id, 3).join();
    goDark();

    world.decrease(id, 2).join();
    assertThat(world.target(id)).isEqualTo(4);
    comeBack();

    assertThat(world.target(id)).isEqualTo(2);
    assertThat(world.cloud.target(id)).isEqualTo(2);
  }

  @Test
  void whatWasRefusedAfterAPromiseCanBeGivenBackInTheDark() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.cloud.failNext(
        CloudError.of(Kind.UNAVAILABLE, "Timeout", "no answer").thatMayHaveHappened());
    world.increase(id, 2).join();
    world.poll();
    assertThat(world.placeholders(id)).hasSize(2).allMatch(slot -> slot.failure().isPresent());
    goDark();

    world.fleet.delete(id, world.placeholderIds(id)).toCompletableFuture().join();

    assertThat(world.target(id)).isEqualTo(1);
  }

  @Test
  void aReadingThatIsTooOldIsNotActedUpon() {
    List<Runnable> never = new ArrayList<>();
    boolean[] hang = {false};
    FleetWorld hanging =
        new FleetWorld(
            task -> {
              if (hang[0]) {
                never.add(task);
              } else {
                task.run();
              }
            },
            Runnable::run);
    NodeGroupId id = hanging.cloud.addGroup("gpu", 0, 9, 1);
    hanging.start();
    hang[0] = true;
    hanging.pass(Duration.ofSeconds(100));
    hanging.increase(id, 1).join();
    hanging.pass(Duration.ofSeconds(60));

    FleetException refusal = failure(hanging.increase(id, 1));

    assertThat(refusal.reason()).isEqualTo(Reason.CLOUD_UNAVAILABLE);
    assertThat(refusal).hasMessageContaining("last success 2026-03-01T08:00:00Z");
    assertThat(never).isNotEmpty();
  }

  @Test
  void aThrottledReadingIsNoReasonToRefuse() {
    NodeGroupId id = world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    world.cloud.failNext(CloudError.of(Kind.THROTTLED, "Throttling", "slow down"));
    world.poll();
    world.increase(id, 1).join();
    assertThat(world.cloud.target(id)).isEqualTo(2);
  }

  @Test
  void aDarkCloudIsTriedAgainSoon() {
    world.cloud.addGroup("gpu", 0, 9, 1);
    world.start();
    goDark();
    int before = world.cloud.calls(Verb.OBSERVE).size();
    // after 10 s, then 20, then 30
    world.pass(Duration.ofMinutes(1));
    assertThat(world.cloud.calls(Verb.OBSERVE).size() - before).isEqualTo(3);
    comeBack();
    assertThat(world.fleet.darkEntries()).isEmpty();
  }

  @Test
  void aNodeThatWasAskedForAndGivenUpBeforeTheCloudWentDarkLeavesNothingBehind() {
    List<Runnable> shelf = new ArrayList<>();
    FleetWorld slow = new FleetWorld(Runnable::run, shelf::add);
    NodeGroupId id = slow.cloud.addGroup("gpu", 1, 9, 1);
    slow.cloud.launch(id);
    slow.start();
    slow.increase(id, 2);
    slow.cloud.always(
        call -> {
          throw new CloudException(CloudError.of(Kind.UNAVAILABLE, "Timeout", "nobody there"));
        });
    slow.poll();
    slow.delete(id, slow.placeholderIds(id).toArray(String[]::new));
    slow.cloud.always(call -> {});
    while (!shelf.isEmpty()) {
      shelf.remove(0).run();
    }
    slow.poll();
    assertThat(slow.placeholders(id)).isEmpty();
    assertThat(slow.target(id)).isEqualTo(1);
    assertThat(slow.cloud.target(id)).isEqualTo(1);
  }
}
