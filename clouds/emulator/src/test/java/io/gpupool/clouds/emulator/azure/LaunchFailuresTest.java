package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.H100;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.ID;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.RG;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.T4;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.path;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.azure.model.Behaviour;
import io.gpupool.clouds.emulator.azure.model.EvictionPolicy;
import io.gpupool.clouds.emulator.azure.model.ProvisioningError;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LaunchFailuresTest {

  private AzureUnderTest test = new AzureUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  private void leavingFailedMachines() {
    test.close();
    test = new AzureUnderTest(Behaviour.usual().leavingFailedMachines());
  }

  @Test
  void withoutCapacityTheOperationFailsTheCapacityStaysRaisedAndMachinesAreMissing() {
    test.subscription.addGroup(uniform("t4"));
    test.azure.setCapacity(T4, "eastus", 1);
    test.pass(5);

    Reply accepted = test.resize("t4", 3);

    assertThat(accepted.status()).as("nothing is known yet").isEqualTo(200);
    assertThat(test.states("t4")).containsExactly("Creating");
    test.pass(80);
    Reply operation = test.follow(accepted);
    assertThat(operation.text("status")).isEqualTo("Failed");
    assertThat(operation.text("error.code")).isEqualTo("AllocationFailed");
    assertThat(operation.text("error.message")).startsWith("Allocation failed. We do not have");
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(3);
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Failed");
    assertThat(test.states("t4")).containsExactly("Succeeded");
    Reply view = test.get(path("t4") + "/instanceView");
    assertThat(view.text("statuses.0.code")).isEqualTo("ProvisioningState/failed/AllocationFailed");
    assertThat(view.text("statuses.0.level")).isEqualTo("Error");
    assertThat(view.text("statuses.0.message")).startsWith("Allocation failed.");
  }

  @Test
  void whereFailedMachinesStayTheyAreListedAsFailedAndWereNeverOn() {
    leavingFailedMachines();
    test.subscription.addGroup(uniform("t4"));
    test.azure.setCapacity(T4, "eastus", 1);

    test.resize("t4", 2);

    assertThat(test.states("t4")).containsExactly("Creating", "Creating");
    test.pass(10);
    assertThat(test.states("t4")).containsExactly("Creating", "Failed");
    assertThat(test.machines("t4").texts("value.1.properties.instanceView.statuses.*.code"))
        .containsExactly("ProvisioningState/failed/AllocationFailed");
    test.pass(70);
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Failed");
    test.resize("t4", 1);
    assertThat(test.states("t4")).as("they go first").containsExactly("Succeeded", "Deleting");
  }

  @Test
  void whatCouldNotBeHadIsNotTriedAgainBeforeTheNextRequest() {
    test.subscription.addGroup(uniform("t4"));
    test.azure.setCapacity(T4, "eastus", 0);
    test.resize("t4", 1);
    test.pass(20);
    test.azure.setUnlimitedCapacity(T4, "eastus");

    test.pass(3_600);
    assertThat(test.states("t4")).isEmpty();

    test.resize("t4", 1);
    test.pass(80);
    assertThat(test.states("t4")).containsExactly("Succeeded");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Succeeded");
  }

  @Test
  void whatIsNotWantedAnyMoreWhenItFailsIsNoFailure() {
    test.subscription.addGroup(uniform("t4"));
    test.azure.setCapacity(T4, "eastus", 0);
    test.resize("t4", 1);

    Reply lowered = test.resize("t4", 0);

    test.pass(20);
    assertThat(test.follow(lowered).text("status")).isEqualTo("Succeeded");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Succeeded");
  }

  @Test
  void aZoneThatHasNoneIsPassedOver() {
    test.subscription.addGroup(uniform("t4").zones("1", "2"));
    test.azure.setCapacity(T4, "eastus-1", 0);

    test.resize("t4", 2);

    assertThat(test.machines("t4").texts("value.*.zones.0")).containsExactly("2", "2");
  }

  @Test
  void zonesThatMustBeInBalanceAreNotPassedOver() {
    test.subscription.addGroup(uniform("t4").zones("1", "2").zoneBalance());
    test.azure.setCapacity(T4, "eastus-1", 0);

    Reply accepted = test.resize("t4", 1);

    test.pass(10);
    assertThat(test.follow(accepted).text("error.code")).isEqualTo("ZonalAllocationFailed");
    assertThat(test.states("t4")).isEmpty();
  }

  @Test
  void spotMachinesCanBeShorterThanOthers() {
    test.subscription.addGroup(uniform("spot").spot(EvictionPolicy.DELETE));
    test.subscription.addGroup(uniform("regular"));
    test.azure.setSpotCapacity(T4, "eastus", 0);

    test.resize("spot", 1);
    test.resize("regular", 1);

    test.pass(80);
    assertThat(test.states("spot")).isEmpty();
    assertThat(test.states("regular")).containsExactly("Succeeded");
  }

  @Test
  void placesThatAreGivenBackCanBeTakenAgain() {
    test.subscription.addGroup(uniform("t4"));
    test.azure.setCapacity(T4, "eastus", 1);
    test.resize("t4", 1);
    test.pass(80);
    test.delete("t4", "0");
    test.pass(60);

    test.resize("t4", 1);

    assertThat(test.states("t4")).containsExactly("Creating");
  }

  static Stream<ProvisioningError> whatIsToldOfAllocation() {
    return Stream.of(
        ProvisioningError.allocationFailed(),
        ProvisioningError.zonalAllocationFailed(),
        ProvisioningError.overconstrainedAllocation(),
        ProvisioningError.overconstrainedZonalAllocation(),
        ProvisioningError.skuNotAvailable(T4, "eastus"),
        ProvisioningError.spotPreempted(),
        ProvisioningError.reservationUsedUp(),
        ProvisioningError.subnetIsFull("nodes"),
        ProvisioningError.internal());
  }

  @ParameterizedTest
  @MethodSource("whatIsToldOfAllocation")
  void machinesCanBeRefusedInAllOfAzuresWords(ProvisioningError error) {
    leavingFailedMachines();
    test.subscription.addGroup(uniform("t4"));
    test.subscription.addGroup(uniform("other"));
    test.azure.refuseLaunches(
        attempt ->
            attempt.subscription().equals(ID)
                && attempt.resourceGroup().equals(RG)
                && attempt.group().equals("t4")
                && attempt.vmSize().equals(T4)
                && attempt.zone().equals("eastus")
                && !attempt.spot(),
        error);

    Reply accepted = test.resize("t4", 1);
    test.resize("other", 1);

    test.pass(80);
    assertThat(test.follow(accepted).text("error.code")).isEqualTo(error.code());
    assertThat(test.machines("t4").text("value.0.properties.instanceView.statuses.0.code"))
        .isEqualTo("ProvisioningState/failed/" + error.code());
    assertThat(test.machines("t4").text("value.0.properties.instanceView.statuses.0.message"))
        .isEqualTo(error.message());
    assertThat(test.states("other")).containsExactly("Succeeded");
  }

  @Test
  void refusalsEndWithTheirEpisode() {
    test.subscription.addGroup(uniform("t4"));
    Episode refusals =
        test.azure.refuseLaunches(attempt -> true, ProvisioningError.overconstrainedAllocation());
    refusals.close();

    test.resize("t4", 1);

    assertThat(test.states("t4")).containsExactly("Creating");
  }

  @Test
  void aMachineCanRunAndHaveFailedAllTheSame() {
    test.subscription.addGroup(uniform("t4"));
    test.azure.failBoots(
        attempt -> attempt.group().equals("t4"), ProvisioningError.extensionFailed("vmssCSE"));

    Reply accepted = test.resize("t4", 1);

    test.pass(75);
    assertThat(test.machines("t4").texts("value.0.properties.instanceView.statuses.*.code"))
        .containsExactly(
            "ProvisioningState/failed/VMExtensionProvisioningError", "PowerState/running");
    assertThat(test.follow(accepted).text("error.message")).contains("'vmssCSE'", "exit status=50");
    assertThat(test.subscription.instances().get(0).state())
        .isEqualTo(EmulatedInstance.State.RUNNING);
  }

  @Test
  void severalReasonsAreAllInTheDetails() {
    test.subscription.addGroup(uniform("t4"));
    test.azure.setCapacity(T4, "eastus", 1);
    test.azure.failBoots(attempt -> true, ProvisioningError.osProvisioningTimedOut("t4_0"));

    Reply accepted = test.resize("t4", 3);

    test.pass(80);
    assertThat(test.follow(accepted).text("error.code")).isEqualTo("AllocationFailed");
    assertThat(test.follow(accepted).texts("error.details.*.code"))
        .containsExactly("AllocationFailed", "OSProvisioningTimedOut");
  }

  /** Asks for a capacity and for nothing else. */
  private Reply capacity(String group, int capacity) {
    return test.send("PATCH", path(group), Map.of("sku", Map.of("capacity", capacity)));
  }

  @Test
  void aSizeThatIsWithheldIsRefusedAtOnce() {
    test.subscription.addGroup(GroupDefinition.of(RG, "eastus", "h100", H100));
    test.subscription.addGroup(GroupDefinition.of(RG, "eastus", "zonal", H100).zones("1", "2"));
    test.azure.withhold(H100, "eastus-1");
    assertThat(capacity("zonal", 1).status()).as("one zone has it").isEqualTo(200);
    assertThat(test.machines("zonal").texts("value.*.zones.0")).containsExactly("2");

    test.azure.withhold(H100, "eastus");

    assertThat(capacity("h100", 1).error())
        .startsWith("409 SkuNotAvailable: The requested VM size for resource 'Following SKUs");
    assertThat(test.group("h100").number("sku.capacity")).isZero();
  }

  @Test
  void aQuotaThatWouldBeExceededRefusesTheWholeRequest() {
    test.subscription.addGroup(uniform("t4").capacity(2));
    test.subscription.setQuota("eastus", "Standard NCASv3_T4 Family", 16);

    Reply refused = test.resize("t4", 5);

    assertThat(refused.error())
        .isEqualTo(
            "409 OperationNotAllowed: Operation could not be completed as it results in exceeding"
                + " approved Standard NCASv3_T4 Family Cores quota. Additional details - Deployment"
                + " Model: Resource Manager, Location: eastus, Current Limit: 16, Current Usage: 8,"
                + " Additional Required: 12, (Minimum) New Limit Required: 20.");
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(2);
    assertThat(test.resize("t4", 4).status()).isEqualTo(200);
    assertThat(test.resize("t4", 1).status()).as("less is always allowed").isEqualTo(200);
  }

  @Test
  void spotMachinesHaveAQuotaOfTheirOwn() {
    test.subscription.addGroup(uniform("spot").spot(EvictionPolicy.DELETE));
    test.subscription.setQuota("eastus", "Standard NCASv3_T4 Family", 0);
    test.subscription.setQuota("eastus", "lowPriorityCores", 4);

    assertThat(test.resize("spot", 1).status()).isEqualTo(200);
    assertThat(test.resize("spot", 2).error()).contains("exceeding approved lowPriorityCores");
  }

  @Test
  void theQuotaOfAllCoresHoldsBesideThatOfTheFamily() {
    test.subscription.addGroup(uniform("t4"));
    test.subscription.setQuota("eastus", "cores", 7);

    assertThat(test.resize("t4", 2).error()).contains("exceeding approved cores Cores quota");
  }
}
