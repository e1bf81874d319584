package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.H100;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.T4;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.all;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.encoded;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.azure.model.EvictionPolicy;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CatalogTest {

  private final AzureUnderTest test = new AzureUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  private Reply skus(String location) {
    return test.get(all("skus?$filter=") + encoded("location eq '" + location + "'"));
  }

  private List<String> capability(Reply skus, int number, String name) {
    return skus.texts("value." + number + ".capabilities.*").stream()
        .filter(each -> each.startsWith("{name=" + name + ","))
        .map(each -> each.replaceFirst(".*value=", "").replace("}", ""))
        .toList();
  }

  @Test
  void aSizeIsDescribedByItsCapabilities() {
    Reply skus = skus("westeurope");

    assertThat(skus.texts("value.*.name")).containsExactly("Standard_D4ps_v5", T4, H100);
    assertThat(skus.text("value.2.resourceType")).isEqualTo("virtualMachines");
    assertThat(skus.text("value.2.size")).isEqualTo("ND96isr_H100_v5");
    assertThat(skus.text("value.2.family")).isEqualTo("standardNDSH100v5Family");
    assertThat(skus.texts("value.2.locations.*")).containsExactly("westeurope");
    assertThat(skus.texts("value.2.locationInfo.0.zones.*")).containsExactly("1", "2", "3");
    assertThat(capability(skus, 2, "vCPUs")).containsExactly("96");
    assertThat(capability(skus, 2, "MemoryGB")).containsExactly("1900");
    assertThat(capability(skus, 2, "GPUs")).containsExactly("8");
    assertThat(capability(skus, 2, "MaxResourceVolumeMB")).containsExactly("1024000");
    assertThat(capability(skus, 2, "CpuArchitectureType")).containsExactly("x64");
    assertThat(skus.texts("value.2.restrictions.*")).isEmpty();
  }

  @Test
  void aSizeWithoutGpusHasNoSuchCapability() {
    Reply skus = skus("eastus");

    assertThat(capability(skus, 0, "GPUs")).isEmpty();
    assertThat(capability(skus, 0, "MemoryGB")).containsExactly("15.5");
    assertThat(capability(skus, 0, "CpuArchitectureType")).containsExactly("Arm64");
    assertThat(skus.text("value.0.family")).isEqualTo("standardDpsv5Family");
  }

  @Test
  void whereASizeIsWithheldIsSaid() {
    test.azure.withhold(H100, "eastus-2");
    test.azure.withhold(T4, "eastus");

    Reply skus = skus("eastus");
    assertThat(skus.text("value.2.restrictions.0.type")).isEqualTo("Zone");
    assertThat(skus.texts("value.2.restrictions.0.restrictionInfo.zones.*")).containsExactly("2");
    assertThat(skus.text("value.2.restrictions.0.reasonCode"))
        .isEqualTo("NotAvailableForSubscription");
    assertThat(skus.text("value.1.restrictions.0.type")).isEqualTo("Location");
    assertThat(skus.texts("value.1.restrictions.0.restrictionInfo.zones")).isEmpty();
    assertThat(skus("westeurope").texts("value.*.restrictions.*")).isEmpty();
  }

  @Test
  void sizesAreFilteredByTheirRegionAndNothingElse() {
    assertThat(test.get(all("skus?$filter=") + encoded("name eq 'x'")).text("error.code"))
        .isEqualTo("InvalidParameter");
    assertThat(test.get(all("skus")).texts("value.*.name")).hasSize(3);
  }

  @Test
  void whatIsUsedOfQuotasIsSaid() {
    test.subscription.addGroup(uniform("t4").capacity(3));
    test.subscription.addGroup(uniform("spot").spot(EvictionPolicy.DELETE).capacity(2));
    test.subscription.setQuota("eastus", "Standard NCASv3_T4 Family", 100);

    Reply usages = test.get(all("locations/eastus/usages"));

    assertThat(usages.texts("value.*.name.value"))
        .containsExactly(
            "virtualMachines",
            "cores",
            "lowPriorityCores",
            "Standard NCASv3_T4 Family",
            "standardDpsv5Family",
            "standardNDSH100v5Family");
    assertThat(usages.texts("value.*.currentValue"))
        .containsExactly("5", "12", "8", "12", "0", "0");
    assertThat(usages.number("value.3.limit")).isEqualTo(100);
    assertThat(test.get(all("locations/westeurope/usages")).texts("value.*.currentValue"))
        .containsOnly("0");
  }

  @Test
  void machinesThatAreGoneUseNothing() {
    test.subscription.addGroup(uniform("t4").capacity(1));
    test.pass(80);
    test.delete("t4", "0");
    test.pass(60);

    assertThat(test.get(all("locations/eastus/usages")).texts("value.*.currentValue"))
        .containsOnly("0");
  }

  @Test
  void aSizeThatCanNotBeIsRefused() {
    assertThatThrownBy(() -> MachineType.x86("Standard_X", 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 0 vCPUs");
    assertThatThrownBy(() -> test.subscription.addMachine("rg", "eastus", "vm", "Standard_X"))
        .hasMessageContaining("there is no size Standard_X");
  }
}
