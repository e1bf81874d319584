package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many calls a reading takes, and which permissions it needs. */
class AzureCallsTest {

  private static final int GROUPS = 500;

  @Test
  void aReadingAtRestIsOneCallAndOneMoreForEachGroupThatChanges() throws Exception {
    try (AzureWorld world = new AzureWorld(false)) {
      for (int k = 0; k < GROUPS; k++) {
        world.createGroup("g" + k, 0, 20, 10);
      }
      CloudReading first = world.cloud().observe(Optional.empty());
      assertThat(first.groups().stream().mapToInt(group -> group.instances().size()).sum())
          .isEqualTo(5_000);
      assertThat(calls(world)).isEqualTo(1 + GROUPS + 1); // sets, machines of each, types

      CloudReading second = world.cloud().observe(Optional.of(first));
      assertThat(calls(world)).isEqualTo(1);

      for (int k = 0; k < 20; k++) {
        world.setTargetByHand(world.id("g" + k), 11);
      }
      CloudReading third = world.cloud().observe(Optional.of(second));
      assertThat(calls(world)).isEqualTo(1 + 20);
      assertThat(third.group(world.id("g7")).orElseThrow().instances()).hasSize(11);
    }
  }

  @Test
  void flexibleScaleSetsTakeTwoListsMoreHoweverManyThereAre() throws Exception {
    try (AzureWorld world = new AzureWorld(true)) {
      for (int k = 0; k < 50; k++) {
        world.createGroup("g" + k, 0, 20, 2);
      }
      CloudReading first = world.cloud().observe(Optional.empty());
      assertThat(calls(world)).isEqualTo(4);
      CloudReading unused = world.cloud().observe(Optional.of(first));
      assertThat(calls(world)).isEqualTo(3);
      assertThat(unused).isEqualTo(first);
    }
  }

  @Test
  void anEvictionIsSeenAtOnceAndWhateverElseAfterFiveMinutes() throws Exception {
    try (AzureWorld world = new AzureWorld(false)) {
      world.createGroup("spot", 0, 5, 1);
      world.createGroup("usual", 0, 5, 1);
      world.set("spot").priority = "Spot";
      CloudReading first = world.cloud().observe(Optional.empty());
      world.set("spot").vms.get(0).power = "deallocated";
      world.set("usual").vms.get(0).power = "deallocated";

      CloudReading second = world.cloud().observe(Optional.of(first));
      assertThat(second.group(world.id("spot")).orElseThrow().liveInstances()).isZero();
      assertThat(second.group(world.id("usual")).orElseThrow().liveInstances()).isEqualTo(1);

      world.pass(Duration.ofMinutes(5));
      CloudReading third = world.cloud().observe(Optional.of(second));
      assertThat(third.group(world.id("usual")).orElseThrow().liveInstances()).isZero();
    }
  }

  @Test
  void groupsThatWereReadTogetherAreReadAgainOneAfterAnother() throws Exception {
    try (AzureWorld world = new AzureWorld(false)) {
      for (int k = 0; k < GROUPS; k++) {
        world.createGroup("g" + k, 0, 20, 1);
      }
      CloudReading reading = world.cloud().observe(Optional.empty());
      assertThat(calls(world)).isEqualTo(1 + GROUPS + 1);

      int total = 0;
      for (int loop = 0; loop < 30; loop++) {
        world.pass(Duration.ofSeconds(10));
        reading = world.cloud().observe(Optional.of(reading));
        int calls = calls(world);
        assertThat(calls).isLessThan(1 + 2 * GROUPS / 30);
        total += calls;
      }
      assertThat(total).isEqualTo(30 + GROUPS);
    }
  }

  static Set<String> actions() {
    return AzureWorld.role();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void eachActionOfTheRoleIsNeeded(String action) throws Exception {
    everything(true, "");
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> everything(false, action))
        .matches(failure -> failure.error().code().equals("AuthorizationFailed"));
  }

  private static void everything(boolean once, String withheld) throws Exception {
    try (AzureWorld world = new AzureWorld(false);
        AzureWorld flexible = new AzureWorld(true)) {
      world.arm.role.remove(withheld);
      flexible.arm.role.remove(withheld);
      assertThat(once).isEqualTo(withheld.isEmpty());
      flexible.createGroup("flexible", 0, 5, 1);
      flexible.read();
      NodeGroupId id = world.createGroup("uniform", 0, 5, 1);
      ProviderId instance = world.read("uniform").instances().get(0).id();
      world.runOutOfCapacity(id);
      world.cloud().resize(id, 1, 2);
      world.pass(FakeScaleSet.REFUSAL);
      world.read();
      world.anotherCloud().observe(Optional.empty());
      if (world.cloud().delete(id, Set.of(instance)).get(instance)
          instanceof io.gpupool.clouds.api.DeleteResult.Refused refused) {
        throw new CloudException(refused.error());
      }
    }
  }

  private static int calls(AzureWorld world) {
    int count = world.arm.calls().size();
    world.arm.calls.clear();
    return count;
  }
}
