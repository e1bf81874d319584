package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Episode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessTest {

  private static final String US = "gpupool@ml-prod.iam.gserviceaccount.com";

  private final GcpUnderTest test = new GcpUnderTest();

  @BeforeEach
  void oneGroup() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void everyoneMayDoEverythingUnlessSomeoneSaysOtherwise() {
    assertThat(test.resize(A, "t4", 1).text("user")).isEqualTo("somebody@example.com");
    assertThat(
            test.post(
                    GcpUnderTest.path(A, "t4") + "/resize?size=2",
                    Map.of(),
                    "Authorization",
                    "Bearer " + US)
                .text("user"))
        .isEqualTo(US);
  }

  @Test
  void credentialsCanBeRequired() {
    Episode strict = test.gcp.access().requireCredentials();

    assertThat(test.group(A, "t4").error())
        .startsWith("401 authError: Request had invalid authentication credentials.");
    assertThat(test.get("zones", "Authorization", "Basic abc").status()).isEqualTo(401);
    assertThat(test.get("zones", "Authorization", "Bearer ya29.made-up").status()).isEqualTo(401);
    assertThat(test.get("zones", "Authorization", "Bearer anything").status()).isEqualTo(200);
    strict.close();
    assertThat(test.group(A, "t4").status()).isEqualTo(200);
  }

  @Test
  void credentialsCanBeRefusedForAWhile() {
    Episode outage = test.gcp.access().refuseAllCredentials();
    assertThat(test.group(A, "t4").status()).isEqualTo(401);
    outage.close();

    test.gcp.access().refuseCredentials(US);
    assertThat(test.get("zones", "Authorization", "Bearer " + US).status()).isEqualTo(401);
    assertThat(test.get("zones").status()).isEqualTo(200);
  }

  @Test
  void aRoleAllowsWhatItHasAndNothingElse() {
    test.gcp.access().role(US, Set.of("compute.instanceGroupManagers.get"));
    String[] us = {"Authorization", "Bearer " + US};

    assertThat(test.get(GcpUnderTest.path(A, "t4"), us).status()).isEqualTo(200);
    assertThat(test.post(GcpUnderTest.path(A, "t4") + "/resize?size=1", Map.of(), us).error())
        .isEqualTo(
            "403 forbidden: Required 'compute.instanceGroupManagers.update' permission for"
                + " 'projects/ml-prod/zones/us-central1-a/instanceGroupManagers/t4'");
    assertThat(test.get("aggregated/instanceGroupManagers", us).error())
        .isEqualTo(
            "403 forbidden: Required 'compute.instanceGroupManagers.list' permission for"
                + " 'projects/ml-prod'");
    assertThat(test.resize(A, "t4", 1).status()).as("for somebody without a role").isEqualTo(200);
  }

  @Test
  void permissionsCanBeTakenFromEveryoneForAWhile() {
    Episode denied = test.gcp.access().deny("compute.instanceGroupManagers.update");
    assertThat(test.resize(A, "t4", 1).status()).isEqualTo(403);
    assertThat(test.group(A, "t4").number("targetSize")).isZero();
    denied.close();
    assertThat(test.resize(A, "t4", 1).status()).isEqualTo(200);

    test.gcp.access().allowOnly(List.of("compute.zones.list"));
    assertThat(test.get("zones").status()).isEqualTo(200);
    assertThat(test.get("regions").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, zones/us-central1-a/instanceGroupManagers, compute.instanceGroupManagers.list",
    "GET, aggregated/instanceGroupManagers, compute.instanceGroupManagers.list",
    "GET, regions/us-central1/instanceGroupManagers, compute.instanceGroupManagers.list",
    "GET, zones/us-central1-a/instanceGroupManagers/t4, compute.instanceGroupManagers.get",
    "POST, zones/us-central1-a/instanceGroupManagers/t4/listManagedInstances,"
        + " compute.instanceGroupManagers.get",
    "GET, zones/us-central1-a/instanceGroupManagers/t4/listErrors,"
        + " compute.instanceGroupManagers.get",
    "POST, zones/us-central1-a/instanceGroupManagers/t4/resize,"
        + " compute.instanceGroupManagers.update",
    "POST, zones/us-central1-a/instanceGroupManagers/t4/createInstances,"
        + " compute.instanceGroupManagers.update",
    "POST, regions/us-central1/instanceGroupManagers/t4/deleteInstances,"
        + " compute.instanceGroupManagers.update",
    "GET, zones/us-central1-a/operations, compute.zoneOperations.list",
    "GET, zones/us-central1-a/operations/o, compute.zoneOperations.get",
    "POST, regions/us-central1/operations/o/wait, compute.regionOperations.get",
    "GET, global/operations, compute.globalOperations.list",
    "GET, aggregated/operations, compute.globalOperations.list",
    "GET, global/instanceTemplates, compute.instanceTemplates.list",
    "GET, global/instanceTemplates/t, compute.instanceTemplates.get",
    "GET, regions/us-central1/instanceTemplates/t, compute.instanceTemplates.get",
    "GET, aggregated/instances, compute.instances.list",
    "GET, zones/us-central1-a/instances/i, compute.instances.get",
    "GET, zones/us-central1-a/machineTypes/m, compute.machineTypes.get",
    "GET, aggregated/machineTypes, compute.machineTypes.list",
    "GET, zones/us-central1-a/acceleratorTypes, compute.acceleratorTypes.list",
    "GET, zones, compute.zones.list",
    "GET, regions/us-central1, compute.regions.get",
  })
  void everyMethodNeedsItsPermission(String verb, String path, String permission) {
    test.gcp.access().allowOnly(Set.of());

    Reply refused = verb.equals("GET") ? test.get(path) : test.post(path, Map.of());

    assertThat(refused.error())
        .startsWith(
            "403 forbidden: Required '" + permission + "' permission for 'projects/ml-prod");
  }

  @Test
  void aServiceAccountsKeyIsExchangedForAToken() {
    String claims =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("{\"iss\":\"" + US + "\"}").getBytes(StandardCharsets.UTF_8));
    Reply token = ask("/token", "grant_type=jwt-bearer&assertion=e30." + claims + ".c2ln");

    assertThat(token.text("token_type")).isEqualTo("Bearer");
    assertThat(token.number("expires_in")).isEqualTo(3_599);
    assertThat(userOf(token.text("access_token"))).isEqualTo(US);
    assertThat(userOf(ask("/token", "grant_type=refresh_token").text("access_token")))
        .isEqualTo("somebody@example.com");
    assertThat(userOf(ask("/v1/token", "subject_token=x").text("access_token")))
        .isEqualTo("somebody@example.com");
  }

  @Test
  void aMachineGetsATokenFromItsMetadata() {
    Reply token =
        test.send(
            HttpRequest.newBuilder(
                test.gcp
                    .endpoint()
                    .resolve("/computeMetadata/v1/instance/service-accounts/default/token")),
            "Metadata-Flavor",
            "Google");

    assertThat(userOf(token.text("access_token")))
        .isEqualTo("machine@emulated.iam.gserviceaccount.com");
    assertThat(test.gcp.calls().count("metadata")).isEqualTo(1);
  }

  @Test
  void aMachineKnowsItsProjectAndAccountAndNothingElse() {
    assertThat(metadata("project/project-id").text()).isEqualTo("ml-prod");
    assertThat(metadata("instance/service-accounts/default/").text("email"))
        .isEqualTo("machine@emulated.iam.gserviceaccount.com");
    assertThat(metadata("instance/service-accounts/default/email").text()).startsWith("machine@");
    assertThat(metadata("universe/universe-domain").text()).isEqualTo("googleapis.com");
    assertThat(metadata("instance/attributes/cluster-name").status()).isEqualTo(404);
  }

  private Reply metadata(String path) {
    return test.send(
        HttpRequest.newBuilder(test.gcp.endpoint().resolve("/computeMetadata/v1/" + path)),
        "Metadata-Flavor",
        "Google");
  }

  @Test
  void onePrincipalActsAsAnotherIfItMay() {
    test.clock.advance(Duration.ofMillis(250));
    String path = "/v1/projects/-/serviceAccounts/" + US + ":generateAccessToken";
    Reply token = ask(path, "{\"scope\":[\"https://www.googleapis.com/auth/cloud-platform\"]}");

    assertThat(userOf(token.text("accessToken"))).isEqualTo(US);
    assertThat(token.text("expireTime")).isEqualTo("2026-01-01T10:59:59Z");
    assertThat(test.gcp.calls().count("generateAccessToken")).isEqualTo(1);

    test.gcp.access().deny("iam.serviceAccounts.getAccessToken");
    assertThat(ask(path, "{}").error())
        .startsWith("403 forbidden: Permission 'iam.serviceAccounts.getAccessToken' denied");
    test.gcp.access().refuseAllCredentials();
    assertThat(ask(path, "{}").status()).isEqualTo(401);
  }

  private Reply ask(String path, String body) {
    return test.send(
        HttpRequest.newBuilder(test.gcp.endpoint().resolve(path))
            .POST(BodyPublishers.ofString(body)));
  }

  private String userOf(String token) {
    return test.post(
            GcpUnderTest.path(A, "t4") + "/resize?size=0",
            Map.of(),
            "Authorization",
            "Bearer " + token)
        .text("user");
  }
}
