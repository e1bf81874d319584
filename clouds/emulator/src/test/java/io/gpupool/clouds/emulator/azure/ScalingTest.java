package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.H100;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.RG;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.T4;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.path;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.azure.model.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalingTest {

  private final AzureUnderTest test =
      new AzureUnderTest(Behaviour.usual().withBoot(H100, Duration.ofMinutes(10)));

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aScaleSetThatGrowsHasItsMachinesAtOnceAndTheyRunLater() {
    test.subscription.addGroup(uniform("t4"));
    test.pass(5);

    Reply accepted = test.resize("t4", 2);

    assertThat(accepted.status()).isEqualTo(200);
    assertThat(accepted.number("sku.capacity")).isEqualTo(2);
    assertThat(accepted.text("properties.provisioningState")).isEqualTo("Updating");
    assertThat(test.states("t4")).containsExactly("Creating", "Creating");
    assertThat(test.machines("t4").texts("value.0.properties.instanceView.statuses.*.code"))
        .containsExactly("ProvisioningState/creating");
    assertThat(test.follow(accepted).text("status")).isEqualTo("InProgress");

    test.pass(75);

    assertThat(test.states("t4")).containsExactly("Succeeded", "Succeeded");
    assertThat(test.machines("t4").texts("value.0.properties.instanceView.statuses.*.code"))
        .containsExactly("ProvisioningState/succeeded", "PowerState/running");
    assertThat(test.follow(accepted).text("status")).isEqualTo("Succeeded");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Succeeded");
  }

  @Test
  void sizesTakeTheirOwnTimeToBoot() {
    test.subscription.addGroup(GroupDefinition.of(RG, "eastus", "h100", H100).capacity(1));

    test.pass(599);
    assertThat(test.states("h100")).containsExactly("Creating");
    test.pass(1);
    assertThat(test.states("h100")).containsExactly("Succeeded");
  }

  @Test
  void machinesThatAreThereStayUsableWhileTheScaleSetIsUpdating() {
    test.subscription.addGroup(uniform("t4").capacity(1));
    test.pass(80);

    test.resize("t4", 2);

    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Updating");
    assertThat(test.states("t4")).containsExactly("Succeeded", "Creating");
  }

  @Test
  void numbersOfMachinesAreNeverUsedAgain() {
    test.subscription.addGroup(uniform("t4").capacity(2));
    test.pass(80);
    test.delete("t4", "1");
    test.pass(60);

    test.resize("t4", 2);

    assertThat(test.machines("t4").texts("value.*.instanceId")).containsExactly("0", "2");
    assertThat(test.machines("t4").texts("value.*.name")).containsExactly("t4_0", "t4_2");
    assertThat(test.machines("t4").texts("value.*.properties.osProfile.computerName"))
        .containsExactly("t4000000", "t4000002");
  }

  @Test
  void machinesAreDeletedByTheirIdsAndTheCapacityFallsAtOnce() {
    test.subscription.addGroup(uniform("t4").capacity(3));
    test.pass(80);

    Reply accepted = test.delete("t4", "1");

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(2);
    assertThat(test.states("t4")).containsExactly("Succeeded", "Deleting", "Succeeded");
    test.pass(60);
    assertThat(test.machines("t4").texts("value.*.instanceId")).isEqualTo(List.of("0", "2"));
    assertThat(test.follow(accepted).text("status")).isEqualTo("Succeeded");
  }

  @Test
  void forceMakesDeletionQuick() {
    test.subscription.addGroup(uniform("t4").capacity(1));
    test.pass(80);

    test.send(
        "POST", path("t4") + "/delete?forceDeletion=true", Map.of("instanceIds", List.of("0")));

    test.pass(20);
    assertThat(test.states("t4")).isEmpty();
  }

  @Test
  void aStrangerAmongThoseToBeDeletedSavesThemAll() {
    test.subscription.addGroup(uniform("t4").capacity(2));
    test.pass(80);

    Reply refused = test.delete("t4", "0", "7");

    assertThat(refused.error())
        .isEqualTo(
            "400 InvalidParameter: The provided instanceId 7 is not an active Virtual Machine Scale"
                + " Set VM instanceId.");
    assertThat(test.states("t4")).containsExactly("Succeeded", "Succeeded");
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(2);
    assertThat(test.send("POST", path("t4") + "/delete", Map.of()).error())
        .startsWith("400 InvalidParameter: Required parameter 'instanceIds'");
  }

  @Test
  void whoIsOnTheWayOutIsNotDeletedTwice() {
    test.subscription.addGroup(uniform("t4").capacity(2));
    test.pass(80);
    test.delete("t4", "0");

    Reply again = test.delete("t4", "0");

    assertThat(again.status()).isEqualTo(202);
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(1);
    test.pass(2);
    assertThat(test.follow(again).text("status")).isEqualTo("Succeeded");
  }

  @Test
  void anAsteriskMeansAllOfThem() {
    test.subscription.addGroup(uniform("t4").capacity(3));
    test.pass(80);

    test.delete("t4", "*");

    assertThat(test.states("t4")).containsOnly("Deleting").hasSize(3);
    assertThat(test.group("t4").number("sku.capacity")).isZero();
  }

  @Test
  void aScaleSetThatIsToldASmallerCapacityDeletesSomeOfItsOwnChoice() {
    test.subscription.addGroup(uniform("t4").capacity(4));
    test.pass(80);

    Reply accepted = test.resize("t4", 1);

    assertThat(test.states("t4")).containsExactly("Succeeded", "Deleting", "Deleting", "Deleting");
    test.pass(60);
    assertThat(test.states("t4")).containsExactly("Succeeded");
    assertThat(test.follow(accepted).text("status")).isEqualTo("Succeeded");
  }

  @Test
  void whatDoesNotRunYetGoesFirst() {
    test.subscription.addGroup(uniform("t4").zones("1", "2").capacity(2));
    test.pass(80);
    test.resize("t4", 4);

    test.resize("t4", 2);

    assertThat(test.states("t4")).containsExactly("Succeeded", "Succeeded", "Deleting", "Deleting");
  }

  @Test
  void whatIsDeletedBeforeItRunsNeverRuns() {
    test.subscription.addGroup(uniform("t4").capacity(1));

    test.delete("t4", "0");

    test.pass(60);
    assertThat(test.states("t4")).isEmpty();
    test.pass(60);
    assertThat(test.subscription.instances().get(0).running()).isEmpty();
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Succeeded");
  }

  @Test
  void machinesSpreadOverTheZones() {
    test.subscription.addGroup(uniform("t4").zones("1", "2", "3").capacity(5));

    assertThat(test.machines("t4").texts("value.*.zones.0"))
        .containsExactly("1", "2", "3", "1", "2");
  }

  @Test
  void theSameCapacityAgainChangesNothing() {
    test.subscription.addGroup(uniform("t4").capacity(2));
    test.pass(80);

    Reply accepted = test.resize("t4", 2);

    test.pass(2);
    assertThat(test.states("t4")).containsExactly("Succeeded", "Succeeded");
    assertThat(test.follow(accepted).text("status")).isEqualTo("Succeeded");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1_001})
  void noScaleSetHasFewerThanNoneOrMoreThanAThousand(int capacity) {
    test.subscription.addGroup(uniform("t4"));

    assertThat(test.resize("t4", capacity).error())
        .startsWith("400 InvalidParameter: The value " + capacity + " of parameter 'sku.capacity'");
    assertThat(test.group("t4").text("etag")).isEqualTo("\"1\"");
  }

  @Test
  void whatMustBeNearEachOtherIsNotMoreThanAHundred() {
    test.subscription.addGroup(uniform("t4").singlePlacementGroup());

    assertThat(test.resize("t4", 101).error()).endsWith("0 to 100 with a single placement group.");
    assertThat(test.resize("t4", 100).status()).isEqualTo(200);
  }

  @Test
  void machinesCanBeSwitchedOffAndStillCount() {
    test.subscription.addGroup(uniform("t4").capacity(2));
    test.azure.setCapacity(T4, "eastus", 0);
    test.pass(80);

    Reply accepted =
        test.send("POST", path("t4") + "/deallocate", Map.of("instanceIds", List.of("1")));

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(test.machines("t4").texts("value.1.properties.instanceView.statuses.1.code"))
        .containsExactly("PowerState/deallocating");
    test.pass(60);
    assertThat(test.machines("t4").texts("value.1.properties.instanceView.statuses.*.code"))
        .containsExactly("ProvisioningState/succeeded", "PowerState/deallocated");
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(2);
    test.resize("t4", 3);
    assertThat(test.states("t4")).as("its place can be had again").hasSize(3);
  }

  @Test
  void aMachineCanBeLookedAtAndDeletedByItself() {
    test.subscription.addGroup(uniform("t4").zones("2").capacity(2));
    test.pass(80);
    String one = path("t4") + "/virtualMachines/1";

    Reply machine = test.get(one + "?$expand=instanceView");
    assertThat(machine.text("id")).endsWith("/virtualMachineScaleSets/t4/virtualMachines/1");
    assertThat(machine.text("type"))
        .isEqualTo("Microsoft.Compute/virtualMachineScaleSets/virtualMachines");
    assertThat(machine.text("sku.name")).isEqualTo(T4);
    assertThat(machine.texts("zones.*")).containsExactly("2");
    assertThat(machine.text("properties.timeCreated"))
        .isEqualTo("2026-01-01T10:00:00.0000000+00:00");
    assertThat(machine.header("ETag")).isEqualTo(machine.text("etag"));
    assertThat(test.get(one).texts("properties.instanceView")).isEmpty();
    assertThat(test.get(one + "/instanceView").texts("statuses.*.displayStatus"))
        .containsExactly("Provisioning succeeded", "VM running");

    assertThat(test.send("DELETE", one + "?forceDeletion=true", Map.of()).status()).isEqualTo(202);
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(1);
    test.pass(20);
    assertThat(test.get(one).error()).startsWith("404 NotFound: The entity was not found");
  }
}
