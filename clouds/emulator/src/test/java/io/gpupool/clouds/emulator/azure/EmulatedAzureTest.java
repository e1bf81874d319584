package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.ID;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.RG;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.T4;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.flexible;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.ManualClock;
import io.gpupool.clouds.emulator.azure.model.AzureException;
import io.gpupool.clouds.emulator.azure.model.Behaviour;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import io.gpupool.clouds.emulator.azure.model.ProvisioningState;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmulatedAzureTest {

  private final AzureUnderTest test = new AzureUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void theSameStoryUnderTheSameSeedHasTheSameNames() {
    assertThat(story(7)).isEqualTo(story(7)).isNotEqualTo(story(8));
  }

  private static List<String> story(long seed) {
    try (EmulatedAzure azure =
        EmulatedAzure.builder().clock(new ManualClock()).seed(seed).start()) {
      azure.addMachineType(MachineType.x86(T4, 4, 28));
      azure.subscription("s").addGroup(flexible("flex").capacity(3));
      return azure.instances().stream().map(EmulatedInstance::id).toList();
    }
  }

  @Test
  void whatPeopleDoInThePortalHappensHereToo() {
    test.subscription.addGroup(uniform("t4").capacity(2));
    test.pass(80);

    test.subscription.setCapacity(RG, "t4", 3);
    test.subscription.tag(RG, "t4", "pool", "b");
    test.subscription.deleteInstance(RG, "t4", "0");
    test.subscription.deallocate(RG, "t4", "1");
    test.pass(80);

    EmulatedGroup group = test.subscription.group("ml-PROD", "T4").orElseThrow();
    assertThat(group.capacity()).isEqualTo(2);
    assertThat(group.tags()).containsEntry("pool", "b");
    assertThat(group.state()).isEqualTo(ProvisioningState.SUCCEEDED);
    assertThat(group.flexible()).isFalse();
    assertThat(group.zones()).containsExactly("eastus");
    assertThat(group.instances())
        .extracting(EmulatedInstance::instanceId, EmulatedInstance::state)
        .containsExactly(
            tuple("1", EmulatedInstance.State.DEALLOCATED),
            tuple("2", EmulatedInstance.State.RUNNING));

    test.subscription.deleteGroup(RG, "t4");
    test.pass(60);
    assertThat(test.subscription.groups()).isEmpty();
  }

  @Test
  void whatAzureWouldRefuseIsRefusedToTheHandToo() {
    test.subscription.addGroup(uniform("t4"));

    assertThatThrownBy(() -> test.subscription.setCapacity(RG, "nothing", 1))
        .isInstanceOf(AzureException.class)
        .hasMessageContaining("ResourceNotFound");
    assertThatThrownBy(() -> test.subscription.setCapacity(RG, "t4", 1_001))
        .hasMessageContaining("InvalidParameter");
    assertThatThrownBy(() -> test.subscription.deleteInstance(RG, "t4", "0"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> GroupDefinition.of(RG, "East US", "x", T4))
        .hasMessage("'East US' is no region");
    assertThatThrownBy(() -> test.azure.subscription("a/b"))
        .hasMessageContaining("is no subscription");
  }

  @Test
  void theLivesOfMachinesAreKnownAfterTheirEnd() {
    test.subscription.addGroup(uniform("t4").capacity(1));
    test.pass(80);
    test.delete("t4", "0");
    test.pass(60);

    EmulatedInstance machine = test.azure.instances().get(0);
    assertThat(machine.state()).isEqualTo(EmulatedInstance.State.GONE);
    assertThat(machine.launched()).isEqualTo("2026-01-01T10:00:00Z");
    assertThat(machine.running()).hasValue(machine.launched().plusSeconds(75));
    assertThat(machine.terminated()).hasValue(machine.launched().plusSeconds(140));
    assertThat(machine.subscription()).isEqualTo(ID);

    test.azure.forget(test.clock.instant());
    assertThat(test.azure.instances()).as("it was gone just now").hasSize(1);
    test.azure.forget(test.clock.instant().plusSeconds(1));
    assertThat(test.azure.instances()).isEmpty();
  }

  @Test
  void operationsThatHaveEndedCanBeForgotten() {
    test.subscription.addGroup(uniform("t4"));
    Reply accepted = test.resize("t4", 1);
    test.azure.forget(test.clock.instant().plusSeconds(1));
    assertThat(test.follow(accepted).status()).as("it goes on").isEqualTo(200);

    test.pass(80);
    test.azure.forget(test.clock.instant());
    assertThat(test.follow(accepted).status()).isEqualTo(404);
  }

  @Test
  void subscriptionsShareCapacityAndNothingElse() {
    EmulatedSubscription other = test.azure.subscription("other");
    test.azure.setCapacity(T4, "eastus", 1);
    test.subscription.addGroup(uniform("t4").capacity(1));

    other.addGroup(uniform("t4").capacity(1));

    assertThat(other.id()).isEqualTo("other");
    assertThat(other.groups()).hasSize(1);
    assertThat(other.instances()).isEmpty();
    assertThat(test.azure.groups()).hasSize(2);
  }

  @Test
  void severalCloudsCanShareAFaultPlanAndALog() {
    Faults faults = new Faults();
    CallLog calls = new CallLog();
    faults.next(1, Faults.any(), new Fault.Html(500));
    try (EmulatedAzure azure =
        EmulatedAzure.builder().open().faults(faults).calls(calls).port(0).start()) {
      assertThat(azure.faults()).isSameAs(faults);
      assertThat(azure.calls()).isSameAs(calls);
    }
  }

  @Test
  void nonsenseIsRefusedBeforeItStarts() {
    assertThatThrownBy(() -> EmulatedAzure.builder().pageSize(0)).hasMessage("pages of 0");
    assertThatThrownBy(() -> Behaviour.usual().withBoot(Duration.ofSeconds(-1)))
        .hasMessage("a duration of PT-1S");
    assertThatThrownBy(() -> test.subscription.setQuota("eastus", "cores", -1))
        .hasMessage("a quota of -1 cores");
  }

  /**
   * Whatever is asked in whatever order: at rest there are as many machines as the capacity says,
   * except for those that couldn't be had, and no place is lost or made.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void atRestThereAreAsManyMachinesAsTheCapacitySaysAndNoPlaceIsLost(long seed) {
    Random random = new Random(seed);
    int places = 6;
    test.azure.setCapacity(T4, "eastus", places);
    boolean flexible = random.nextBoolean();
    test.subscription.addGroup(flexible ? flexible("g") : uniform("g"));
    for (int step = 0; step < 60; step++) {
      List<EmulatedInstance> machines = test.subscription.group(RG, "g").orElseThrow().instances();
      switch (random.nextInt(4)) {
        case 0 -> test.resize("g", random.nextInt(9));
        case 1 -> test.pass(random.nextInt(90));
        case 2 -> {
          if (!machines.isEmpty()) {
            test.delete("g", machines.get(random.nextInt(machines.size())).instanceId());
          }
        }
        default -> {
          if (!machines.isEmpty()) {
            test.subscription.deallocate(
                RG, "g", machines.get(random.nextInt(machines.size())).instanceId());
          }
        }
      }
      EmulatedGroup now = test.subscription.group(RG, "g").orElseThrow();
      long counting =
          now.instances().stream()
              .filter(machine -> machine.state() != EmulatedInstance.State.ENDING)
              .count();
      assertThat(counting).isLessThanOrEqualTo(now.capacity());
      assertThat(now.instances().stream().filter(EmulatedAzureTest::holdsAPlace).count())
          .isLessThanOrEqualTo(places);
    }

    test.resize("g", 0);
    test.pass(200);
    assertThat(test.subscription.group(RG, "g").orElseThrow().instances()).isEmpty();
    test.resize("g", places + 2);
    test.pass(200);
    EmulatedGroup full = test.subscription.group(RG, "g").orElseThrow();
    assertThat(full.instances()).as("all places can be had again").hasSize(places);
    assertThat(full.state()).isEqualTo(ProvisioningState.FAILED);
  }

  private static boolean holdsAPlace(EmulatedInstance machine) {
    return machine.state() == EmulatedInstance.State.BOOTING
        || machine.state() == EmulatedInstance.State.RUNNING;
  }
}
