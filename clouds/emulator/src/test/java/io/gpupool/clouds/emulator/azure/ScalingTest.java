package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScalingTest {

  private final AzureUnderTest test = new AzureUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aScaleSetThatGrowsHasItsMachinesAtOnceAndTheyRunLater() {
    test.subscription.addGroup(uniform("t4"));

    Reply accepted = test.resize("t4", 2);

    assertThat(accepted.status()).isEqualTo(200);
    assertThat(accepted.number("sku.capacity")).isEqualTo(2);
    assertThat(accepted.text("properties.provisioningState")).isEqualTo("Creating");
    assertThat(test.states("t4")).containsExactly("Creating", "Creating");
    assertThat(test.follow(accepted).text("status")).isEqualTo("InProgress");

    test.pass(75);

    assertThat(test.states("t4")).containsExactly("Succeeded", "Succeeded");
    assertThat(test.machines("t4").texts("value.0.properties.instanceView.statuses.*.code"))
        .containsExactly("ProvisioningState/succeeded", "PowerState/running");
    assertThat(test.follow(accepted).text("status")).isEqualTo("Succeeded");
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Succeeded");
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
}
