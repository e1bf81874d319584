package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.ID;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.RG;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.all;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.path;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.azure.access.CustomRole;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessTest {

  private static final String US = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
  private static final String[] AS_US = {"Authorization", "Bearer " + US};
  private static final String SETS = "Microsoft.Compute/virtualMachineScaleSets/";

  private final AzureUnderTest test = new AzureUnderTest(builder -> builder);

  @BeforeEach
  void aScaleSet() {
    test.subscription.addGroup(uniform("t4"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void nobodyIsLetInWithoutAToken() {
    Reply refused = test.group("t4");

    assertThat(refused.error())
        .isEqualTo(
            "401 AuthenticationFailed: Authentication failed. The 'Authorization' header is"
                + " missing.");
    assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer authorization_uri=\"http://");
    assertThat(test.get(path("t4"), "Authorization", "Basic abc").error())
        .isEqualTo("401 InvalidAuthenticationToken: The access token is invalid.");
    assertThat(test.get(path("t4"), "Authorization", "Bearer eyJ0eXAiMADEUP").status())
        .isEqualTo(401);
    assertThat(test.get(path("t4"), "Authorization", "Bearer anything").status()).isEqualTo(200);
  }

  @Test
  void anEmulatorCanBeOpenToEveryone() {
    try (AzureUnderTest open = new AzureUnderTest()) {
      open.subscription.addGroup(uniform("t4"));

      assertThat(open.group("t4").status()).isEqualTo(200);
      assertThat(open.get(path("t4"), "Authorization", "Bearer eyJ0eXAiMADEUP").status())
          .as("with a token that isn't good")
          .isEqualTo(401);
    }
  }

  @Test
  void credentialsCanBeRefusedForAWhile() {
    Episode outage = test.azure.access().refuseAllCredentials();
    assertThat(test.get(path("t4"), AS_US).status()).isEqualTo(401);
    outage.close();
    assertThat(test.get(path("t4"), AS_US).status()).isEqualTo(200);

    test.azure.access().refuseCredentials(US);
    assertThat(test.get(path("t4"), AS_US).status()).isEqualTo(401);
    assertThat(test.get(path("t4"), "Authorization", "Bearer other").status()).isEqualTo(200);
  }

  @Test
  void aRoleAllowsWhatItHasAndNothingElse() {
    test.azure.access().role(US, CustomRole.of(SETS + "read"));

    assertThat(test.get(path("t4"), AS_US).status()).isEqualTo(200);
    assertThat(test.resize("t4", 1, AS_US).error())
        .isEqualTo(
            "403 AuthorizationFailed: The client '"
                + US
                + "' with object id '"
                + US
                + "' does not have authorization to perform action '"
                + SETS
                + "write' over scope '/subscriptions/"
                + ID
                + "/resourceGroups/"
                + RG
                + "/providers/Microsoft.Compute/virtualMachineScaleSets/t4' or the scope is"
                + " invalid. If access was recently granted, please refresh your credentials.");
    assertThat(test.get(all("virtualMachines"), AS_US).error())
        .contains("over scope '/subscriptions/" + ID + "' or");
    assertThat(test.resize("t4", 1, "Authorization", "Bearer other").status()).isEqualTo(200);
  }

  @Test
  void actionsCanBeTakenFromEveryoneForAWhile() {
    Episode denied = test.azure.access().deny(SETS + "write");
    assertThat(test.resize("t4", 1, AS_US).status()).isEqualTo(403);
    denied.close();
    assertThat(test.resize("t4", 1, AS_US).status()).isEqualTo(200);

    test.azure.access().allowOnly(CustomRole.of("Microsoft.Compute/*/read"));
    assertThat(test.get(path("t4"), AS_US).status()).isEqualTo(200);
    assertThat(test.resize("t4", 2, AS_US).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, A/virtualMachineScaleSets, virtualMachineScaleSets/read",
    "GET, R/virtualMachineScaleSets, virtualMachineScaleSets/read",
    "GET, R/virtualMachineScaleSets/t4, virtualMachineScaleSets/read",
    "PUT, R/virtualMachineScaleSets/t4, virtualMachineScaleSets/write",
    "PATCH, R/virtualMachineScaleSets/t4, virtualMachineScaleSets/write",
    "DELETE, R/virtualMachineScaleSets/t4, virtualMachineScaleSets/delete",
    "POST, R/virtualMachineScaleSets/t4/delete, virtualMachineScaleSets/delete/action",
    "POST, R/virtualMachineScaleSets/t4/deallocate, virtualMachineScaleSets/deallocate/action",
    "GET, R/virtualMachineScaleSets/t4/instanceView, virtualMachineScaleSets/instanceView/read",
    "GET, R/virtualMachineScaleSets/t4/virtualMachines,"
        + " virtualMachineScaleSets/virtualMachines/read",
    "GET, R/virtualMachineScaleSets/t4/virtualMachines/0,"
        + " virtualMachineScaleSets/virtualMachines/read",
    "GET, R/virtualMachineScaleSets/t4/virtualMachines/0/instanceView,"
        + " virtualMachineScaleSets/virtualMachines/instanceView/read",
    "DELETE, R/virtualMachineScaleSets/t4/virtualMachines/0,"
        + " virtualMachineScaleSets/virtualMachines/delete",
    "GET, A/virtualMachines, virtualMachines/read",
    "GET, R/virtualMachines, virtualMachines/read",
    "GET, R/virtualMachines/x, virtualMachines/read",
    "GET, R/virtualMachines/x/instanceView, virtualMachines/instanceView/read",
    "DELETE, R/virtualMachines/x, virtualMachines/delete",
    "GET, A/skus, skus/read",
    "GET, A/locations/eastus/usages, locations/usages/read",
    "GET, A/locations/eastus/operations/x, locations/operations/read",
  })
  void everyOperationNeedsItsAction(String verb, String path, String action) {
    String whole =
        path.startsWith("A/") ? all(path.substring(2)) : AzureUnderTest.here(path.substring(2));
    Episode denied = test.azure.access().deny("Microsoft.Compute/" + action);

    assertThat(test.send(verb, whole, Map.of(), AS_US).error())
        .startsWith("403 AuthorizationFailed")
        .contains("'Microsoft.Compute/" + action + "'");

    denied.close();
    test.azure.access().allowOnly(CustomRole.of("Microsoft.Compute/" + action));
    assertThat(test.send(verb, whole, Map.of(), AS_US).status()).isNotEqualTo(403);
  }
}
