package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureSectionTest {

  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String SUBSCRIPTION = "subscription: " + ID;

  private static ConfigText azure(String says) {
    return ConfigText.small().and("  - {name: az, azure: {" + says + "}}\n");
  }

  private static AzureConfig read(String says) throws ConfigException {
    return (AzureConfig) azure(says).read().clouds().get(1);
  }

  @Test
  void readsEverythingThatCanBeSaid() throws ConfigException {
    AzureConfig config =
        read(
            SUBSCRIPTION
                + ", resourceGroups: [MC_a_b_eastus], discover: {tags: {gpu: \"\"}, max: 8},"
                + " groups: [{name: nd, resourceGroup: rg, min: 1, max: 4}], environment: china,"
                + " endpoint: \"https://arm.example.com\", identity: {kind: client-secret,"
                + (" tenant: " + ID + ", client: " + ID + ", file: secret}, refresh: 1m"));
    assertThat(config)
        .isEqualTo(
            new AzureConfig(
                "az",
                List.of(ID),
                List.of("MC_a_b_eastus"),
                Map.of("gpu", ""),
                OptionalInt.empty(),
                OptionalInt.of(8),
                List.of(
                    new AzureGroup("nd", Optional.of("rg"), OptionalInt.of(1), OptionalInt.of(4))),
                AzureEnvironment.CHINA,
                Optional.of(URI.create("https://arm.example.com")),
                new AzureIdentity(
                    AzureIdentity.Kind.CLIENT_SECRET,
                    Optional.of(ID),
                    Optional.of(ID),
                    Optional.of(Path.of("secret"))),
                Duration.ofMinutes(1)));
  }

  @Test
  void fillsInWhatIsLeftOut() throws ConfigException {
    AzureConfig config = read(SUBSCRIPTION + ", groups: [{name: nd}]");
    assertThat(config.environment()).isEqualTo(AzureEnvironment.PUBLIC);
    assertThat(config.identity()).isEqualTo(AzureIdentity.USUAL);
    assertThat(config.resourceGroups()).isEmpty();
    assertThat(config.refresh()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void severalSubscriptionsAreOneEntry() throws ConfigException {
    String other = ID.replace('1', '9');
    assertThat(
            read("subscription: [" + ID + ", " + other + "], groups: [{name: nd}]").subscriptions())
        .containsExactly(ID, other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          groups: [{name: a}]                                | azure.subscription
          subscription: my-subscription, groups: [{name: a}] | azure.subscription
          $S                                                 | neither discover nor groups
          $S, discover: {max: 3}                             | discover.tags
          $S, discover: {tags: {}}                           | discover.tags
          $S, groups: [{name: a, min: 3, max: 2}]            | groups[0]
          $S, groups: [{name: a}, {name: A}]                 | 'A' a second time
          $S, groups: [{name: "a/b"}]                        | groups[0].name
          $S, groups: [{name: a}], environment: germany      | azure.environment
          $S, groups: [{name: a}], identity: {kind: magic}   | identity.kind
          $S, groups: [{name: a}], identity: {kind: none}    | none for Azure's own endpoint
          $S, groups: [{name: a}], endpoint: "http://a.b"    | anybody can read an access token
          $S, groups: [{name: a}], refresh: 1ms              | azure.refresh
          $S, groups: [{name: a}], region: eastus            | azure.region
          """)
  void whatMakesNoSenseIsToldWithItsPlace(String says, String complaint) {
    assertThat(azure(says.replace("$S", SUBSCRIPTION)).problems())
        .anySatisfy(problem -> assertThat(problem).contains(complaint));
  }

  @Test
  void aSecretNeedsWhoseItIs() {
    assertThat(
            azure(SUBSCRIPTION + ", groups: [{name: a}], identity: {kind: client-secret}")
                .problems())
        .hasSize(3)
        .allSatisfy(problem -> assertThat(problem).contains("whose secret it is"));
  }

  @Test
  void anEmulatedCloudOnLoopbackNeedsNoTls() throws ConfigException {
    assertThat(
            read(SUBSCRIPTION
                    + ", groups: [{name: a}], endpoint: \"http://127.0.0.1:5000\","
                    + " identity: {kind: none}")
                .endpoint())
        .contains(URI.create("http://127.0.0.1:5000"));
  }
}
