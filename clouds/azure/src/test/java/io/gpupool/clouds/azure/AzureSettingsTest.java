package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpupool.clouds.azure.AzureSettings.Credentials;
import io.gpupool.clouds.azure.AzureSettings.Environment;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AzureSettingsTest {

  @Test
  void tokensAreNotSentWhereOthersCanReadThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("http://arm.example", new Credentials.Usual()))
        .withMessageContaining("http://arm.example")
        .withMessageContaining("credentials: none");
    assertThat(settings("http://arm.example", new Credentials.None()).management())
        .isEqualTo(URI.create("http://arm.example"));
    assertThat(settings("http://127.0.0.1:8080", new Credentials.Usual()).endpoint()).isPresent();
    assertThat(settings("https://arm.example", new Credentials.Usual()).endpoint()).isPresent();
  }

  @Test
  void anAccessTokenIsNeverPrinted() {
    assertThat(settings("https://arm.example", new Credentials.AccessToken("secret")).toString())
        .doesNotContain("secret");
  }

  @Test
  void eachEnvironmentAsksForTokensForItsOwnManagement() {
    assertThat(Environment.CHINA.scope()).isEqualTo("https://management.chinacloudapi.cn/.default");
    assertThat(Environment.US_GOVERNMENT.scope())
        .isEqualTo("https://management.usgovcloudapi.net/.default");
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new AzureSettings.Group(
                    "h100", Optional.empty(), OptionalInt.of(3), OptionalInt.of(2)))
        .withMessageContaining("h100");
  }

  private static AzureSettings settings(String endpoint, Credentials credentials) {
    return new AzureSettings(
        "5a1e",
        List.of(),
        Map.of(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(),
        Environment.PUBLIC,
        Optional.of(URI.create(endpoint)),
        credentials,
        AzureSettings.Timeouts.DEFAULT);
  }
}
