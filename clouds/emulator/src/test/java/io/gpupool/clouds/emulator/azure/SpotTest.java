package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.RG;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.T4;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.flexible;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.azure.model.EvictionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SpotTest {

  private final AzureUnderTest test = new AzureUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aMachineIsEvictedHalfAMinuteAfterItsNoticeAndStaysSwitchedOff() {
    test.subscription.addGroup(uniform("spot").spot(EvictionPolicy.DEALLOCATE).capacity(2));
    test.pass(80);

    test.subscription.evict(RG, "spot", "0");

    test.pass(29);
    assertThat(test.machines("spot").text("value.0.properties.instanceView.statuses.1.code"))
        .isEqualTo("PowerState/running");
    test.pass(1);
    assertThat(test.machines("spot").texts("value.*.properties.instanceView.statuses.1.code"))
        .containsExactly("PowerState/deallocated", "PowerState/running");
    assertThat(test.states("spot")).containsExactly("Succeeded", "Succeeded");
    assertThat(test.group("spot").number("sku.capacity")).isEqualTo(2);
    assertThat(test.group("spot").text("etag")).as("nothing it is told changed").isEqualTo("\"1\"");
  }

  @Test
  void whereEvictionMeansDeletionTheCapacityFalls() {
    test.subscription.addGroup(flexible("spot").spot(EvictionPolicy.DELETE).capacity(2));
    test.pass(80);
    String victim = test.subscription.instances().get(0).instanceId();

    test.subscription.evict(RG, "spot", victim);

    test.pass(30);
    assertThat(test.group("spot").number("sku.capacity")).isEqualTo(1);
    test.pass(20);
    assertThat(test.members("spot").texts("value.*.name")).hasSize(1).doesNotContain(victim);
    assertThat(test.group("spot").text("etag")).isEqualTo("\"2\"");
  }

  @Test
  void thePlaceOfAnEvictedMachineIsGone() {
    test.subscription.addGroup(uniform("spot").spot(EvictionPolicy.DELETE).capacity(1));
    test.pass(80);
    test.azure.setCapacity(T4, "eastus", 0);

    test.subscription.evict(RG, "spot", "0");
    test.pass(60);
    test.resize("spot", 1);

    assertThat(test.states("spot")).isEmpty();
  }

  @Test
  void anEvictedMachineCanBeDeleted() {
    test.subscription.addGroup(uniform("spot").spot(EvictionPolicy.DEALLOCATE).capacity(1));
    test.pass(80);
    test.subscription.evict(RG, "spot", "0");
    test.pass(30);

    test.delete("spot", "0");

    test.pass(60);
    assertThat(test.states("spot")).isEmpty();
    assertThat(test.group("spot").number("sku.capacity")).isZero();
  }

  @Test
  void aMachineThatIsDeletedDuringItsNoticeIsNotEvictedToo() {
    test.subscription.addGroup(uniform("spot").spot(EvictionPolicy.DELETE).capacity(2));
    test.pass(80);
    test.subscription.evict(RG, "spot", "0");

    test.delete("spot", "0");

    test.pass(100);
    assertThat(test.group("spot").number("sku.capacity")).isEqualTo(1);
  }

  @Test
  void azureEvictsSpotMachinesOnly() {
    test.subscription.addGroup(uniform("regular").capacity(1));
    test.subscription.addGroup(uniform("spot").spot(EvictionPolicy.DELETE).capacity(1));

    assertThatThrownBy(() -> test.subscription.evict(RG, "spot", "0"))
        .as("it doesn't run yet")
        .isInstanceOf(IllegalArgumentException.class);
    test.pass(80);
    assertThatThrownBy(() -> test.subscription.evict(RG, "regular", "0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no spot machine");
    assertThatThrownBy(() -> test.subscription.evict(RG, "spot", "9"))
        .hasMessageContaining("no instance 9");
  }
}
