package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.ID;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.RG;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.T4;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.all;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.flexible;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.here;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.path;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.azure.model.EvictionPolicy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupsTest {

  private final AzureUnderTest test = new AzureUnderTest(builder -> builder.open().pageSize(2));

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aScaleSetIsShownAsAzureShowsIt() {
    test.subscription.addGroup(
        uniform("t4").zones("1", "3").tag("pool", "t4").osDiskGb(256).ephemeralOsDisk());
    test.pass(5);

    Reply set = test.group("t4");

    assertThat(set.status()).isEqualTo(200);
    assertThat(set.text("id")).isEqualTo("/subscriptions/" + ID + "/" + path("t4"));
    assertThat(set.text("name")).isEqualTo("t4");
    assertThat(set.text("type")).isEqualTo("Microsoft.Compute/virtualMachineScaleSets");
    assertThat(set.text("location")).isEqualTo("eastus");
    assertThat(set.texts("zones.*")).containsExactly("1", "3");
    assertThat(set.text("tags.pool")).isEqualTo("t4");
    assertThat(set.text("sku.name")).isEqualTo(T4);
    assertThat(set.text("sku.tier")).isEqualTo("Standard");
    assertThat(set.number("sku.capacity")).isZero();
    assertThat(set.text("etag")).isEqualTo("\"1\"").isEqualTo(set.header("ETag"));
    assertThat(set.text("properties.orchestrationMode")).isEqualTo("Uniform");
    assertThat(set.text("properties.provisioningState")).isEqualTo("Succeeded");
    assertThat(set.text("properties.uniqueId"))
        .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(set.text("properties.timeCreated")).isEqualTo("2026-01-01T10:00:00.0000000+00:00");
    String disk = "properties.virtualMachineProfile.storageProfile.osDisk.";
    assertThat(set.text(disk + "osType")).isEqualTo("Linux");
    assertThat(set.number(disk + "diskSizeGB")).isEqualTo(256);
    assertThat(set.text(disk + "diffDiskSettings.option")).isEqualTo("Local");
  }

  @Test
  void aScaleSetWithoutZonesHasNoFieldForThem() {
    test.subscription.addGroup(uniform("t4"));

    assertThat(test.group("t4").texts("zones")).isEmpty();
  }

  @Test
  void whatASpotScaleSetIsStandsInItsProfile() {
    test.subscription.addGroup(
        flexible("t4").spot(EvictionPolicy.DELETE).capacityReservation("/subscriptions/x/crg"));

    Reply set = test.group("t4");
    String profile = "properties.virtualMachineProfile.";
    assertThat(set.text("properties.orchestrationMode")).isEqualTo("Flexible");
    assertThat(set.text(profile + "priority")).isEqualTo("Spot");
    assertThat(set.text(profile + "evictionPolicy")).isEqualTo("Delete");
    assertThat(set.text(profile + "capacityReservation.capacityReservationGroup.id"))
        .isEqualTo("/subscriptions/x/crg");
  }

  @Test
  void listsComeInPagesAndNoneIsLeftOutOrRepeated() {
    for (String name : List.of("e", "a", "d", "b", "c")) {
      test.subscription.addGroup(uniform(name));
    }

    Reply page = test.get(all("virtualMachineScaleSets"));
    List<String> names = new ArrayList<>(page.texts("value.*.name"));
    int pages = 1;
    while (!page.texts("nextLink").isEmpty()) {
      page = test.send(HttpRequest.newBuilder(URI.create(page.text("nextLink"))).GET());
      names.addAll(page.texts("value.*.name"));
      pages++;
    }

    assertThat(names).containsExactly("a", "b", "c", "d", "e");
    assertThat(pages).isEqualTo(3);
    assertThat(test.get(all("virtualMachineScaleSets?$skiptoken=nonsense")).error())
        .isEqualTo("400 InvalidParameter: The value of '$skiptoken' is invalid.");
  }

  @Test
  void aResourceGroupListsItsOwnScaleSetsOnly() {
    test.subscription.addGroup(uniform("here"));
    test.subscription.addGroup(GroupDefinition.of("other", "westeurope", "there", T4));

    assertThat(test.get(here("virtualMachineScaleSets")).texts("value.*.name"))
        .containsExactly("here");
    assertThat(
            test.get("resourceGroups/other/providers/Microsoft.Compute/virtualMachineScaleSets")
                .texts("value.*.name"))
        .containsExactly("there");
    assertThat(test.get(all("virtualMachineScaleSets")).texts("value.*.name"))
        .containsExactly("here", "there");
  }

  @Test
  void azureDoesNotCareForTheCaseOfAnyPartOfAPath() {
    test.subscription.addGroup(uniform("Pool"));

    Reply set =
        test.get("resourcegroups/ml-PROD/PROVIDERS/microsoft.compute/VIRTUALMACHINESCALESETS/pOOL");

    assertThat(set.text("id"))
        .as("as it was made")
        .endsWith(RG + "/providers/Microsoft.Compute/virtualMachineScaleSets/Pool");
  }

  @ParameterizedTest
  @CsvSource({
    "resourceGroups/Ml-Prod/providers/Microsoft.Compute/virtualMachineScaleSets/x, ResourceNotFound",
    "resourceGroups/nowhere/providers/Microsoft.Compute/virtualMachineScaleSets/x,"
        + " ResourceGroupNotFound",
    "resourceGroups/nowhere/providers/Microsoft.Compute/virtualMachineScaleSets,"
        + " ResourceGroupNotFound",
    "providers/Microsoft.Compute/nothing, InvalidResourceType",
    "providers/Microsoft.Compute/locations/eastus/operations/x, NotFound",
  })
  void whatIsNotThereIsNotFound(String path, String code) {
    test.subscription.addResourceGroup(RG);

    Reply reply = test.get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("error.code")).isEqualTo(code);
  }

  @Test
  void aSubscriptionThatNobodyMadeIsNotFound() {
    Reply reply =
        test.send(
            HttpRequest.newBuilder(
                    test.azure
                        .endpoint()
                        .resolve(
                            "/subscriptions/none/providers/Microsoft.Compute/virtualMachineScaleSets?api-version=2025-04-01"))
                .GET());

    assertThat(reply.error())
        .isEqualTo("404 SubscriptionNotFound: The subscription 'none' could not be found.");
  }

  @Test
  void everyRequestNamesAVersionOfTheApi() {
    String path = "/subscriptions/" + ID + "/providers/Microsoft.Compute/virtualMachineScaleSets";

    assertThat(test.send(HttpRequest.newBuilder(test.azure.endpoint().resolve(path)).GET()).error())
        .startsWith("400 MissingApiVersionParameter: The api-version query parameter");
    assertThat(
            test.send(
                    HttpRequest.newBuilder(
                            test.azure.endpoint().resolve(path + "?api-version=latest"))
                        .GET())
                .text("error.code"))
        .isEqualTo("InvalidApiVersionParameter");
  }

  @Test
  void parametersThatDoNothingAreRefusedRatherThanIgnored() {
    test.subscription.addGroup(uniform("t4"));

    assertThat(test.get(all("virtualMachineScaleSets?$top=1")).error())
        .isEqualTo("400 InvalidParameter: The parameter '$top' isn't known to the emulator.");
    assertThat(test.get(path("t4") + "?$expand=everything").status()).isEqualTo(400);
    assertThat(test.send("PATCH", path("t4"), Map.of("capacity", 3)).error())
        .startsWith("400 InvalidRequestContent: Could not find member 'capacity'");
    assertThat(test.send("PATCH", path("t4"), Map.of("sku", 3)).text("error.code"))
        .isEqualTo("InvalidRequestContent");
  }

  @Test
  void aBodyThatIsNoObjectIsRefused() {
    test.subscription.addGroup(uniform("t4"));

    Reply reply =
        test.send(
            HttpRequest.newBuilder(
                    test.azure
                        .endpoint()
                        .resolve(
                            "/subscriptions/" + ID + "/" + path("t4") + "?api-version=2025-04-01"))
                .method("PATCH", HttpRequest.BodyPublishers.ofString("[1]")));

    assertThat(reply.text("error.code")).isEqualTo("InvalidRequestContent");
  }

  @Test
  void tagsAreReplacedAsAWholeAndNothingElseChanges() {
    test.subscription.addGroup(uniform("t4").tag("a", "1").tag("b", "2").capacity(1));
    test.pass(80);

    Reply patched = test.send("PATCH", path("t4"), Map.of("tags", Map.of("c", "3")));

    assertThat(patched.status()).isEqualTo(200);
    assertThat(test.group("t4").texts("tags")).containsExactly("{c=3}");
    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(1);
    assertThat(test.states("t4")).containsExactly("Succeeded");
  }

  @Test
  void aScaleSetCanBeMadeOverHttp() {
    test.subscription.addResourceGroup(RG);

    Reply made =
        test.send(
            "PUT",
            path("new"),
            Map.of(
                "location",
                "East US",
                "zones",
                List.of("1"),
                "sku",
                Map.of("name", T4, "capacity", 2),
                "properties",
                Map.of(
                    "orchestrationMode",
                    "Flexible",
                    "virtualMachineProfile",
                    Map.of("priority", "Spot", "licenseType", "kept"))));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("properties.provisioningState")).isEqualTo("Creating");
    test.pass(80);
    Reply set = test.group("new");
    assertThat(set.text("location")).isEqualTo("eastus");
    assertThat(set.text("properties.provisioningState")).isEqualTo("Succeeded");
    assertThat(set.text("properties.virtualMachineProfile.licenseType")).isEqualTo("kept");
    assertThat(test.members("new").texts("value.*.zones.0")).containsExactly("1", "1");
    assertThat(test.follow(made).text("status")).isEqualTo("Succeeded");
  }

  @Test
  void aSparsePutOfAScaleSetThatIsThereChangesWhatItSaysOnly() {
    test.subscription.addGroup(uniform("t4").tag("a", "1").osDiskGb(300));
    test.pass(5);

    Reply put =
        test.send(
            "PUT",
            path("t4"),
            Map.of("location", "eastus", "sku", Map.of("name", T4, "capacity", 1)));

    assertThat(put.status()).isEqualTo(200);
    assertThat(put.number("sku.capacity")).isEqualTo(1);
    assertThat(put.text("tags.a")).isEqualTo("1");
    assertThat(put.number("properties.virtualMachineProfile.storageProfile.osDisk.diskSizeGB"))
        .isEqualTo(300);
  }

  @Test
  void aScaleSetThatIsMadeNeedsAPlaceAndASizeThatThereIs() {
    test.subscription.addResourceGroup(RG);

    assertThat(test.send("PUT", path("new"), Map.of("sku", Map.of("name", T4))).text("error.code"))
        .isEqualTo("LocationRequired");
    assertThat(test.send("PUT", path("new"), Map.of("location", "eastus")).error())
        .isEqualTo("400 InvalidParameter: Required parameter 'sku.name' is missing (null).");
    assertThat(
            test.send(
                    "PUT",
                    path("new"),
                    Map.of("location", "eastus", "sku", Map.of("name", "Standard_X1")))
                .error())
        .startsWith("400 InvalidParameter: The value Standard_X1 provided for the VM size");
    assertThat(test.group("new").status()).isEqualTo(404);
  }

  @Test
  void theWayAScaleSetKeepsItsMachinesIsForEver() {
    test.subscription.addGroup(uniform("t4"));

    assertThat(
            test.send(
                    "PATCH",
                    path("t4"),
                    Map.of("properties", Map.of("orchestrationMode", "Flexible")))
                .text("error.code"))
        .isEqualTo("PropertyChangeNotAllowed");
  }

  @Test
  void aScaleSetThatIsDeletedIsThereUntilItsMachinesAreGone() {
    test.subscription.addGroup(uniform("t4").capacity(2));
    test.pass(80);

    Reply deleted = test.send("DELETE", path("t4"), Map.of());

    assertThat(deleted.status()).isEqualTo(202);
    assertThat(test.group("t4").text("properties.provisioningState")).isEqualTo("Deleting");
    assertThat(test.states("t4")).containsOnly("Deleting");
    assertThat(test.resize("t4", 5).error())
        .startsWith("409 OperationNotAllowed: The scale set 't4' is being deleted");
    test.pass(60);
    assertThat(test.group("t4").status()).isEqualTo(404);
    assertThat(test.follow(deleted).text("status")).isEqualTo("Succeeded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "1", "*", "\"9\", \"1\""})
  void aChangeIsMadeIfTheVersionIsTheOneThatWasSeen(String etag) {
    test.subscription.addGroup(uniform("t4"));

    Reply changed = test.resize("t4", 1, "If-Match", etag);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("etag")).isEqualTo("\"2\"");
  }

  @Test
  void aChangeIsRefusedIfSomebodyElseWasFaster() {
    test.subscription.addGroup(uniform("t4"));
    String seen = test.group("t4").header("ETag");
    test.subscription.tag(RG, "t4", "a", "1");

    Reply refused = test.resize("t4", 3, "If-Match", seen);

    assertThat(refused.error())
        .isEqualTo(
            "412 PreconditionFailed: The condition of the header 'If-Match' isn't met: the"
                + " resource's ETag is \"2\".");
    assertThat(test.group("t4").number("sku.capacity")).isZero();
  }

  @Test
  void aScaleSetCanBeMadeOnlyIfThereIsNone() {
    test.subscription.addGroup(uniform("t4"));
    Map<String, Object> body = Map.of("location", "eastus", "sku", Map.of("name", T4));

    assertThat(test.send("PUT", path("t4"), body, "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(test.send("PUT", path("new"), body, "If-None-Match", "*").status()).isEqualTo(201);
    assertThat(test.send("PUT", path("newer"), body, "If-Match", "*").status()).isEqualTo(412);
  }

  @Test
  void theVersionChangesWithTheCapacityWhoeverChangesIt() {
    test.subscription.addGroup(uniform("t4").capacity(3));
    test.pass(80);
    assertThat(test.group("t4").text("etag")).as("after its machines ran").isEqualTo("\"1\"");

    test.delete("t4", "0");
    assertThat(test.group("t4").text("etag")).isEqualTo("\"2\"");
    test.subscription.setCapacity(RG, "t4", 5);
    assertThat(test.group("t4").text("etag")).isEqualTo("\"3\"");
  }

  @Test
  void theViewOfAScaleSetCountsItsMachines() {
    test.subscription.addGroup(uniform("t4").capacity(3));
    test.pass(80);
    test.delete("t4", "1");

    Reply view = test.get(path("t4") + "/instanceView");

    assertThat(view.texts("virtualMachine.statusesSummary.*"))
        .containsExactly(
            "{code=ProvisioningState/deleting, count=1}",
            "{code=ProvisioningState/succeeded, count=2}");
    assertThat(view.texts("statuses.*.code")).containsExactly("ProvisioningState/updating");
    test.pass(60);
    assertThat(test.get(path("t4") + "/instanceView").texts("statuses.*.displayStatus"))
        .containsExactly("Provisioning succeeded");
  }
}
