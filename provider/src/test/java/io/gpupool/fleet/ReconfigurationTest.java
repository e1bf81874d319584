package io.gpupool.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.FleetException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other entries while the server runs: nobody who calls notices, and nothing is lost. */
class ReconfigurationTest {

  private final FleetWorld world = new FleetWorld();
  private final CloudEntry one = new CloudEntry("one", "fake", world.cloud, FleetWorld.REFRESH);
  private final CloudEntry two = new CloudEntry("two", "other", world.other, FleetWorld.REFRESH);
  private NodeGroupId here;
  private NodeGroupId there;

  @BeforeEach
  void start() throws FleetException {
    here = world.cloud.addGroup("here", 0, 10, 2);
    there = world.other.addGroup("there", 0, 10, 1);
    world.start();
    world.fleet.beginLoop();
  }

  @Test
  void anEntryThatComesIsReadAtOnceAndNoLoopWaitsForIt() throws FleetException {
    FakeCloud third = new FakeCloud(world.time, "third");
    NodeGroupId group = third.addGroup("new", 0, 5, 0);
    world.fleet.reconfigure(
        List.of(one, two, new CloudEntry("three", "third", third, FleetWorld.REFRESH)));
    world.fleet.beginLoop();
    assertThat(world.fleet.entries()).containsExactly("one", "two", "three");
    world.pass(Duration.ZERO);
    assertThat(world.fleet.snapshot().group(group.value())).isPresent();
  }

  @Test
  void anEntryThatGoesTakesItsGroupsAlongAndTheOthersStay() throws FleetException {
    world.fleet.reconfigure(List.of(one));
    assertThat(world.events(FleetEvent.GroupVanished.class))
        .extracting(FleetEvent.GroupVanished::group)
        .containsExactly(there);
    world.fleet.beginLoop();
    assertThat(world.fleet.snapshot().group(there.value())).isEmpty();
    assertThat(world.target(here)).isEqualTo(2);
    assertThat(world.other.isClosed()).isTrue();
    assertThat(world.cloud.isClosed()).isFalse();
  }

  @Test
  void anEntryThatGoesIsReadNoMore() {
    world.fleet.reconfigure(List.of(one));
    int readings = readings(world.other);
    world.pass(Duration.ofMinutes(10));
    assertThat(readings(world.other)).isEqualTo(readings);
  }

  @Test
  void aRenamedEntryKeepsItsGroupsAndTheirPlaceholders() throws FleetException {
    world.increase(here, 3);
    List<String> before = world.placeholderIds(here);
    CloudEntry renamed =
        new CloudEntry("uno", "fake", new SameCloud(world.cloud), FleetWorld.REFRESH);
    world.fleet.reconfigure(List.of(renamed, two));
    world.fleet.beginLoop();
    assertThat(world.target(here)).as("until the new name was read").isEqualTo(5);

    world.pass(Duration.ZERO);
    world.fleet.beginLoop();
    assertThat(world.view(here).cloudEntry()).isEqualTo("uno");
    assertThat(world.placeholderIds(here)).isEqualTo(before);
    assertThat(world.events(FleetEvent.GroupVanished.class)).isEmpty();
    world.deleteNow(here, before);
    assertThat(world.cloud.target(here)).isEqualTo(2);
  }

  @Test
  void whatTheOldEntryHadAndTheNewOnesLackGoesWhenTheyHaveSpoken() throws FleetException {
    FakeCloud third = new FakeCloud(world.time, "third");
    world.fleet.reconfigure(
        List.of(one, new CloudEntry("three", "third", third, FleetWorld.REFRESH)));
    world.fleet.beginLoop();
    assertThat(world.fleet.snapshot().group(there.value())).as("not yet").isPresent();
    world.pass(Duration.ZERO);
    world.fleet.beginLoop();
    assertThat(world.fleet.snapshot().group(there.value())).isEmpty();
  }

  @Test
  void otherSettingsOfAnEntryHoldFromItsNextReadingOn() {
    FakeCloud narrower = new FakeCloud(world.time);
    world.fleet.reconfigure(
        List.of(new CloudEntry("one", "fake", narrower, FleetWorld.REFRESH), two));
    assertThat(world.cloud.isClosed()).isTrue();
    assertThat(world.target(here)).as("until it was read").isEqualTo(2);
    world.pass(Duration.ZERO);
    assertThat(world.events(FleetEvent.GroupVanished.class))
        .extracting(FleetEvent.GroupVanished::group)
        .containsExactly(here);
  }

  @Test
  void settingsWithWhichTheCloudCannotBeReadChangeNothingAndNothingIsChangedThere() {
    FakeCloud denied = new FakeCloud(world.time);
    denied.always(
        call -> {
          throw new CloudException(
              CloudError.of(CloudError.Kind.DENIED, "AccessDenied", "not with this role"));
        });
    world.fleet.reconfigure(
        List.of(new CloudEntry("one", "fake", denied, FleetWorld.REFRESH), two));
    world.pass(Duration.ofMinutes(1));
    assertThat(world.target(here)).isEqualTo(2);
    assertThat(FleetWorld.failure(world.increase(here, 1)).reason())
        .isEqualTo(Reason.CLOUD_UNAVAILABLE);

    world.fleet.reconfigure(
        List.of(
            new CloudEntry("one", "fake", new SameCloud(world.cloud), FleetWorld.REFRESH), two));
    world.pass(Duration.ZERO);
    world.increase(here, 1);
    assertThat(world.target(here)).isEqualTo(3);
  }

  @Test
  void aPaceOfItsOwnNeedsNoOtherConnection() {
    world.fleet.reconfigure(
        List.of(new CloudEntry("one", "fake", world.cloud, Duration.ofSeconds(5)), two));
    assertThat(world.cloud.isClosed()).isFalse();
    int before = readings(world.cloud);
    world.pass(Duration.ofSeconds(30));
    assertThat(readings(world.cloud)).isGreaterThanOrEqualTo(before + 6);
  }

  @Test
  void theSameEntriesAgainChangeNothing() {
    int before = readings(world.cloud);
    world.fleet.reconfigure(List.of(one, two));
    world.pass(Duration.ZERO);
    assertThat(readings(world.cloud)).isEqualTo(before);
    assertThat(world.cloud.isClosed()).isFalse();
  }

  @Test
  void aCallUnderWayEndsBeforeItsCloudIsClosed() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    world.cloud.always(
        call -> {
          asked.countDown();
          await(answer);
        });
    DrainingCloud draining = new DrainingCloud(world.cloud);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      var call = caller.submit(() -> draining.observe(Optional.empty()));
      asked.await();
      draining.close();
      assertThat(world.cloud.isClosed()).isFalse();
      answer.countDown();
      assertThat(call.get().groups()).hasSize(1);
      assertThat(world.cloud.isClosed()).isTrue();
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void whatWasPromisedIsCarriedOutBeforeTheCloudsAreClosed() throws Exception {
    ExecutorService writing = Executors.newSingleThreadExecutor();
    try {
      FleetWorld slow = new FleetWorld(Runnable::run, writing);
      NodeGroupId id = slow.cloud.addGroup("gpu", 0, 9, 0);
      slow.start();
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch answer = new CountDownLatch(1);
      slow.cloud.always(
          call -> {
            asked.countDown();
            await(answer);
          });
      slow.increase(id, 2);
      asked.await();
      slow.increase(id, 3);
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(() -> slow.fleet.close(Duration.ofMinutes(1)));
      assertThat(slow.cloud.isClosed()).isFalse();
      answer.countDown();
      closed.get();
      assertThat(slow.cloud.target(id)).isEqualTo(5);
      assertThat(slow.cloud.isClosed()).isTrue();
    } finally {
      writing.shutdownNow();
    }
  }

  @Test
  void aCloudThatNeverAnswersDoesNotKeepTheServerFromStopping() throws Exception {
    ExecutorService writing = Executors.newSingleThreadExecutor();
    CountDownLatch never = new CountDownLatch(1);
    try {
      FleetWorld stuck = new FleetWorld(Runnable::run, writing);
      NodeGroupId id = stuck.cloud.addGroup("gpu", 0, 9, 0);
      stuck.start();
      stuck.cloud.always(call -> await(never));
      stuck.increase(id, 2);
      stuck.fleet.close(Duration.ofMillis(50));
      assertThat(stuck.cloud.isClosed()).isTrue();
    } finally {
      never.countDown();
      writing.shutdownNow();
    }
  }

  @Test
  void aCloudThatIsClosedIsCalledNoMore() {
    DrainingCloud draining = new DrainingCloud(world.cloud);
    draining.close();
    draining.close();
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    CloudException.class, () -> draining.resize(here, 2, 3))
                .error())
        .extracting(CloudError::kind, CloudError::mayHaveHappened)
        .containsExactly(CloudError.Kind.UNAVAILABLE, false);
    assertThat(world.cloud.target(here)).isEqualTo(2);
  }

  private static int readings(FakeCloud cloud) {
    return cloud.calls(FakeCloud.Verb.OBSERVE).size();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Another way to the same cloud. Closing it leaves the cloud as it is. */
  private record SameCloud(Cloud cloud) implements Cloud {
    @Override
    public CloudReading observe(Optional<CloudReading> previous) throws CloudException {
      return cloud.observe(previous);
    }

    @Override
    public void resize(NodeGroupId group, int from, int to) throws CloudException {
      cloud.resize(group, from, to);
    }

    @Override
    public Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
        throws CloudException {
      return cloud.delete(group, instances);
    }

    @Override
    public List<Offer> offers(Set<String> machineTypes) throws CloudException {
      return cloud.offers(machineTypes);
    }

    @Override
    public void close() {}
  }
}
