package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.path;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.azure.access.CustomRole;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {

  private static final String METADATA = "/metadata/identity/oauth2/token?api-version=2018-02-01";

  private final AzureUnderTest test = new AzureUnderTest(builder -> builder);

  @BeforeEach
  void aScaleSet() {
    test.subscription.addGroup(uniform("t4"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  private Reply login(String form) {
    return test.send(
        HttpRequest.newBuilder(test.azure.endpoint().resolve("/tenant/oauth2/v2.0/token"))
            .POST(BodyPublishers.ofString(form)),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  private Reply read(String path, String... headers) {
    return test.send(HttpRequest.newBuilder(test.azure.endpoint().resolve(path)).GET(), headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_secret=hush",
        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            + "&client_assertion=a.b.c"
      })
  void aClientGetsATokenForItsSecretOrItsFederatedAssertion(String credential) {
    Reply token =
        login(
            "grant_type=client_credentials&client_id=our-client&scope=https%3A%2F%2Fx%2F.default&"
                + credential);

    assertThat(token.status()).isEqualTo(200);
    assertThat(token.text("token_type")).isEqualTo("Bearer");
    assertThat(token.number("expires_in")).isEqualTo(86_399);
    test.azure.access().role("our-client", CustomRole.of("Microsoft.Compute/skus/read"));
    String bearer = "Bearer " + token.text("access_token");
    assertThat(test.get("providers/Microsoft.Compute/skus", "Authorization", bearer).status())
        .isEqualTo(200);
    assertThat(test.get(path("t4"), "Authorization", bearer).error())
        .startsWith("403 AuthorizationFailed: The client 'our-client'");
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=password&client_id=a&scope=b, 400, unsupported_grant_type",
    "grant_type=client_credentials&scope=b&client_secret=c, 400, invalid_request",
    "grant_type=client_credentials&client_id=a&client_secret=c, 400, invalid_request",
    "grant_type=client_credentials&client_id=a&scope=b, 401, invalid_client",
  })
  void whoDoesNotSayEnoughGetsNone(String form, int status, String error) {
    Reply refused = login(form);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text("error")).isEqualTo(error);
    assertThat(refused.text("error_description")).startsWith("AADSTS");
  }

  @Test
  void aMachineGetsATokenForItsOwnIdentityOrOneThatItWasAssigned() {
    Reply own = read(METADATA + "&resource=https://management.azure.com/", "Metadata", "true");
    assertThat(own.text("resource")).isEqualTo("https://management.azure.com/");
    assertThat(own.text("expires_on")).isEqualTo("1767347999");
    assertThat(test.get(path("t4"), "Authorization", "Bearer " + own.text("access_token")).status())
        .isEqualTo(200);

    Reply assigned = read(METADATA + "&resource=r&client_id=assigned", "Metadata", "true");
    test.azure.access().refuseCredentials("assigned");
    assertThat(assigned.text("client_id")).isEqualTo("assigned");
    assertThat(
            test.get(path("t4"), "Authorization", "Bearer " + assigned.text("access_token"))
                .status())
        .isEqualTo(401);
  }

  @Test
  void theMetadataServiceAnswersOnlyThoseWhoMeanIt() {
    assertThat(read(METADATA + "&resource=r").text("error_description"))
        .isEqualTo("Required metadata header not specified");
    assertThat(read(METADATA, "Metadata", "true").text("error_description"))
        .contains("'resource' is missing");
  }

  @Test
  void librariesFindOutWhereTokensAreHandedOut() {
    String endpoint = test.azure.endpoint().toString();

    assertThat(read("/tenant/v2.0/.well-known/openid-configuration").text("token_endpoint"))
        .isEqualTo(endpoint + "/tenant/oauth2/v2.0/token");
    assertThat(read("/common/discovery/instance?api-version=1.1").text("tenant_discovery_endpoint"))
        .isEqualTo(endpoint + "/common/v2.0/.well-known/openid-configuration");
  }

  @Test
  void requestsForTokensAreInTheLog() {
    login("grant_type=client_credentials");
    read(METADATA);

    assertThat(test.azure.calls().count("token")).isEqualTo(1);
    assertThat(test.azure.calls().count("metadata")).isEqualTo(1);
  }
}
