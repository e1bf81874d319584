package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.T4;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.azure.model.Behaviour;
import io.gpupool.clouds.emulator.azure.model.ProvisioningError;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OperationsTest {

  private final AzureUnderTest test =
      new AzureUnderTest(Behaviour.usual().keepingOperations(Duration.ofMinutes(30)));

  @BeforeEach
  void aScaleSetOfTwo() {
    test.subscription.addGroup(uniform("t4").capacity(2));
    test.pass(80);
  }

  @AfterEach
  void close() {
    test.close();
  }

  private Reply monitor(Reply accepted) {
    return test.send(HttpRequest.newBuilder(URI.create(accepted.header("Location"))).GET());
  }

  @Test
  void whatIsAcceptedCanBeFollowed() {
    Reply accepted = test.delete("t4", "0");

    assertThat(accepted.text()).isEmpty();
    assertThat(accepted.header("Azure-AsyncOperation"))
        .matches(
            test.azure.endpoint()
                + "/subscriptions/[0-9-]+/providers/Microsoft.Compute/locations/eastus/operations/"
                + "[0-9a-f-]{36}\\?api-version=2025-04-01");
    assertThat(accepted.header("Retry-After")).isEqualTo("10");
    Reply running = test.follow(accepted);
    assertThat(running.text("status")).isEqualTo("InProgress");
    assertThat(running.header("Retry-After")).isEqualTo("10");
    assertThat(running.texts("endTime")).isEmpty();
    assertThat(running.text("startTime")).isEqualTo("2026-01-01T10:01:20.0000000+00:00");

    test.pass(60);

    Reply ended = test.follow(accepted);
    assertThat(ended.text("status")).isEqualTo("Succeeded");
    assertThat(ended.text("endTime")).isEqualTo("2026-01-01T10:02:20.0000000+00:00");
    assertThat(ended.headers().firstValue("Retry-After")).isEmpty();
    assertThat(accepted.header("Azure-AsyncOperation")).contains(ended.text("name"));
  }

  @Test
  void theOtherAddressAnswersLikeTheRequestHadItWaited() {
    Reply accepted = test.delete("t4", "0");

    assertThat(monitor(accepted).status()).isEqualTo(202);
    test.pass(60);
    assertThat(monitor(accepted).status()).isEqualTo(200);

    test.azure.setCapacity(T4, "eastus", 0);
    Reply failing = test.resize("t4", 5);
    test.pass(20);
    assertThat(monitor(failing).error()).startsWith("409 AllocationFailed: Allocation failed.");
  }

  @Test
  void resultsAreForgottenAfterAWhile() {
    Reply accepted = test.delete("t4", "0");

    test.pass(60 + 29 * 60);
    assertThat(test.follow(accepted).status()).isEqualTo(200);
    test.pass(60);
    assertThat(test.follow(accepted).error()).startsWith("404 NotFound: The operation");
  }

  @Test
  void operationsAreKnownInTheirRegionOnly() {
    Reply accepted = test.delete("t4", "0");
    String elsewhere = accepted.header("Azure-AsyncOperation").replace("/eastus/", "/westeurope/");

    assertThat(test.send(HttpRequest.newBuilder(URI.create(elsewhere)).GET()).status())
        .isEqualTo(404);
  }

  @Test
  void aLaterUpdateIsTheEndOfAnEarlierOneWhoseMachinesItWaitsFor() {
    Reply first = test.resize("t4", 3);
    test.pass(30);

    Reply second = test.resize("t4", 4);

    Reply preempted = test.follow(first);
    assertThat(preempted.text("status")).isEqualTo("Canceled");
    assertThat(preempted.text("error.code")).isEqualTo("OperationPreempted");
    assertThat(preempted.text("error.message")).contains("preempted by a more recent operation");
    assertThat(test.states("t4")).containsExactly("Succeeded", "Succeeded", "Creating", "Creating");
    test.pass(45);
    assertThat(test.states("t4"))
        .containsExactly("Succeeded", "Succeeded", "Succeeded", "Creating");
    assertThat(test.follow(second).text("status")).isEqualTo("InProgress");
    test.pass(30);
    assertThat(test.follow(second).text("status")).isEqualTo("Succeeded");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Succeeded");
  }

  @Test
  void deletionsAndUpdatesGoOnBesideEachOther() {
    Reply update = test.resize("t4", 3);
    Reply deletion = test.delete("t4", "0");

    test.pass(60);
    assertThat(test.follow(deletion).text("status")).isEqualTo("Succeeded");
    assertThat(test.follow(update).text("status")).isEqualTo("InProgress");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Updating");
    test.pass(20);
    assertThat(test.follow(update).text("status")).isEqualTo("Succeeded");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Succeeded");
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(2);
  }

  @Test
  void aDeletionThatFailsAfterwardsBringsTheMachinesAndTheCapacityBack() {
    Episode trouble =
        test.azure.failOperations(
            attempt -> attempt.type().equals("VirtualMachineScaleSets_DeleteInstances"),
            ProvisioningError.internal());

    Reply accepted = test.delete("t4", "0");

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(test.states("t4")).containsExactly("Deleting", "Succeeded");
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(1);
    test.pass(10);
    assertThat(test.follow(accepted).text("status")).isEqualTo("Failed");
    assertThat(test.follow(accepted).text("error.code")).isEqualTo("InternalOperationError");
    assertThat(test.states("t4")).containsExactly("Succeeded", "Succeeded");
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(2);

    trouble.close();
    test.delete("t4", "0");
    test.pass(60);
    assertThat(test.states("t4")).containsExactly("Succeeded");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Succeeded");
  }

  @Test
  void aDeletionCanBePreemptedWithNothingDone() {
    test.azure.failOperations(
        attempt -> attempt.type().endsWith("_DeleteInstances"), ProvisioningError.preempted());

    Reply accepted = test.delete("t4", "0");

    test.pass(10);
    assertThat(test.follow(accepted).text("status")).isEqualTo("Canceled");
    assertThat(test.follow(accepted).text("error.code")).isEqualTo("OperationPreempted");
    assertThat(test.states("t4")).containsExactly("Succeeded", "Succeeded");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Succeeded");
  }

  @Test
  void anUpdateThatFailsAsAWholeLeavesTheCapacityAsItWasTold() {
    test.azure.failOperations(
        attempt ->
            attempt.type().equals("VirtualMachineScaleSets_Update") && attempt.group().equals("t4"),
        ProvisioningError.overconstrainedAllocation());

    Reply accepted = test.resize("t4", 5);

    test.pass(10);
    assertThat(test.follow(accepted).text("error.code"))
        .isEqualTo("OverconstrainedAllocationRequest");
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(5);
    assertThat(test.states("t4")).containsExactly("Succeeded", "Succeeded");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Failed");
  }

  @Test
  void aClientThatAskedForTheOutcomeTooLateFindsItInTheStateOfTheScaleSet() {
    test.azure.setCapacity(T4, "eastus", 0);
    Reply accepted = test.resize("t4", 5);

    test.pass(3_600);

    assertThat(test.follow(accepted).status()).isEqualTo(404);
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Failed");
  }
}
