package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.ID;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.RG;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.T4;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.all;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.encoded;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.flexible;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.here;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.path;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FlexibleTest {

  private final AzureUnderTest test = new AzureUnderTest();

  @BeforeEach
  void aScaleSetOfTwo() {
    test.subscription.addGroup(flexible("flex").zones("1", "2").tag("pool", "a").capacity(2));
    test.pass(80);
  }

  @AfterEach
  void close() {
    test.close();
  }

  private String name(int number) {
    return test.members("flex").texts("value.*.name").get(number);
  }

  @Test
  void itsMachinesAreVirtualMachinesThatSayWhoseTheyAre() {
    Reply machine = test.get(here("virtualMachines/" + name(0)) + "?$expand=instanceView");

    assertThat(machine.text("name")).matches("flex_[0-9a-f]{8}");
    assertThat(machine.text("id"))
        .isEqualTo("/subscriptions/" + ID + "/" + here("virtualMachines/" + name(0)));
    assertThat(machine.text("type")).isEqualTo("Microsoft.Compute/virtualMachines");
    assertThat(machine.text("properties.virtualMachineScaleSet.id"))
        .isEqualTo("/subscriptions/" + ID + "/" + path("flex"));
    assertThat(machine.text("properties.hardwareProfile.vmSize")).isEqualTo(T4);
    assertThat(machine.text("properties.provisioningState")).isEqualTo("Succeeded");
    assertThat(machine.text("tags.pool")).isEqualTo("a");
    assertThat(machine.text("zones.0")).isIn("1", "2");
    assertThat(machine.texts("properties.instanceView.statuses.*.code"))
        .containsExactly("ProvisioningState/succeeded", "PowerState/running");
    assertThat(test.get(here("virtualMachines/" + name(0) + "/instanceView")).texts("statuses.*"))
        .hasSize(2);
  }

  @Test
  void listsWriteTheResourceGroupInCapitals() {
    assertThat(test.members("flex").texts("value.*.id"))
        .hasSize(2)
        .allMatch(id -> id.contains("/resourceGroups/ML-PROD/"));
  }

  @Test
  void onlyAListOfOneScaleSetHasViews() {
    String ours = "'virtualMachineScaleSet/id' eq '/subscriptions/" + ID + "/" + path("flex") + "'";
    test.subscription.addGroup(flexible("other").capacity(1));
    test.subscription.addMachine(RG, "eastus", "jumphost", T4);
    String list = here("virtualMachines");

    assertThat(test.get(list).texts("value.*.name")).hasSize(4).contains("jumphost");
    assertThat(test.get(list).texts("value.*.properties.instanceView")).isEmpty();
    assertThat(test.get(list + "?$filter=" + encoded(ours)).texts("value.*.name")).hasSize(2);
    assertThat(
            test.get(list + "?$expand=instanceView&$filter=" + encoded(ours))
                .texts("value.*.properties.instanceView"))
        .hasSize(2);
    assertThat(test.get(list + "?$expand=instanceView").error())
        .isEqualTo(
            "400 InvalidParameter: The parameter '$expand' can only be given with a valid"
                + " '$filter'.");
    assertThat(test.get(list + "?$filter=" + encoded("name eq 'jumphost'")).error())
        .startsWith("400 InvalidParameter: The value name eq 'jumphost' of parameter '$filter'");
  }

  @Test
  void aListOfStatusesSaysHowMachinesAreAndNotWhoseTheyAre() {
    Reply list = test.get(all("virtualMachines?statusOnly=true"));

    assertThat(list.texts("value.*.properties.instanceView.statuses.1.code"))
        .containsExactly("PowerState/running", "PowerState/running");
    assertThat(list.texts("value.*.properties.virtualMachineScaleSet")).isEmpty();
    assertThat(list.texts("value.*.properties.hardwareProfile")).isEmpty();
  }

  @Test
  void theSubscriptionListsMachinesOfAllResourceGroups() {
    test.subscription.addMachine("elsewhere", "eastus", "jumphost", T4);

    assertThat(test.get(all("virtualMachines")).texts("value.*.name"))
        .hasSize(3)
        .contains("jumphost");
    assertThat(
            test.get("resourceGroups/elsewhere/providers/Microsoft.Compute/virtualMachines")
                .texts("value.*.name"))
        .containsExactly("jumphost");
    assertThat(test.get(here("virtualMachines/jumphost")).status()).isEqualTo(404);
  }

  @Test
  void machinesOfUniformScaleSetsAreNoVirtualMachines() {
    test.subscription.addGroup(uniform("t4").capacity(2));

    assertThat(test.get(all("virtualMachines")).texts("value.*.name")).hasSize(2);
    assertThat(test.get(path("flex") + "/virtualMachines").error())
        .startsWith("409 OperationNotAllowed: The scale set 'flex' has flexible orchestration");
  }

  @Test
  void aMachineThatIsDeletedLowersTheCapacityOfItsScaleSet() {
    String victim = name(0);
    String kept = name(1);

    Reply accepted =
        test.send("DELETE", here("virtualMachines/" + victim) + "?forceDeletion=true", Map.of());

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(test.group("flex").number("sku.capacity")).isEqualTo(1);
    test.pass(20);
    assertThat(test.members("flex").texts("value.*.name")).containsExactly(kept);
    assertThat(test.follow(accepted).text("status")).isEqualTo("Succeeded");
    assertThat(test.send("DELETE", here("virtualMachines/" + victim), Map.of()).status())
        .as("it is gone already")
        .isEqualTo(204);
  }

  @Test
  void theScaleSetDeletesMachinesByTheirNames() {
    String victim = name(1);

    Reply accepted = test.delete("flex", victim.toUpperCase(Locale.ROOT));

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(test.members("flex").texts("value.*.properties.provisioningState"))
        .containsExactlyInAnyOrder("Succeeded", "Deleting");
    assertThat(test.group("flex").number("sku.capacity")).isEqualTo(1);
  }

  @Test
  void aMachineOfNoScaleSetCanBeDeletedToo() {
    EmulatedInstance machine = test.subscription.addMachine(RG, "eastus", "jumphost", T4);
    assertThat(machine.group()).isEmpty();

    Reply accepted = test.send("DELETE", here("virtualMachines/JUMPHOST"), Map.of());

    test.pass(60);
    assertThat(test.follow(accepted).text("status")).isEqualTo("Succeeded");
    assertThat(test.get(here("virtualMachines/jumphost")).error())
        .startsWith(
            "404 ResourceNotFound: The Resource 'Microsoft.Compute/virtualMachines/jumphost'");
  }

  @Test
  void kubernetesKnowsTheMachinesBySmallLettersOfTheResourceGroup() {
    test.subscription.addGroup(uniform("t4").capacity(1));
    List<EmulatedInstance> machines = test.subscription.instances();

    assertThat(machines.get(0).providerId())
        .isEqualTo(
            "azure:///subscriptions/"
                + ID
                + "/resourceGroups/ml-prod/providers/Microsoft.Compute/virtualMachines/"
                + machines.get(0).name());
    assertThat(machines.get(2).providerId())
        .isEqualTo(
            "azure:///subscriptions/"
                + ID
                + "/resourceGroups/ml-prod/providers/Microsoft.Compute/virtualMachineScaleSets/t4/virtualMachines/0");
    assertThat(machines.get(2).computerName()).isEqualTo("t4000000");
  }
}
