package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.pricing.PriceRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A configuration that no file says keeps to the same rules. */
final class RecordsTest {

  private static final ListenAddress LOCAL = ListenAddress.parse("127.0.0.1:8086");
  private static final AdminConfig ADMIN =
      new AdminConfig(ListenAddress.parse("127.0.0.1:8088"), Optional.empty());
  private static final Optional<TlsConfig> TLS =
      Optional.of(
          new TlsConfig(Path.of("tls.crt"), Path.of("tls.key"), Path.of("ca.crt"), List.of()));

  @Test
  void aServerHasTlsOrIsPlaintext() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ServerConfig(LOCAL, Optional.empty(), ADMIN, Optional.empty(), false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerConfig(LOCAL, Optional.empty(), ADMIN, TLS, true));
    assertThat(new ServerConfig(LOCAL, Optional.empty(), ADMIN, Optional.empty(), true).tls())
        .isEmpty();
  }

  @Test
  void aServerIsPlaintextOnLoopbackOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ServerConfig(
                    LOCAL,
                    Optional.of(expander(ListenAddress.parse(":8087"))),
                    ADMIN,
                    Optional.empty(),
                    true));
  }

  @Test
  void aServerHasAPortForEachListener() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerConfig(LOCAL, Optional.of(expander(LOCAL)), ADMIN, TLS, false));
  }

  @Test
  void aCloudHasRegionsEachOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> aws(List.of(), group("a")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> aws(List.of("us-east-1", "us-east-1"), group("a")));
  }

  @Test
  void aCloudHasGroupsEachOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> aws(List.of("us-east-1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> aws(List.of("us-east-1"), group("a"), group("a")));
  }

  @Test
  void aCloudIsNotRefreshedAllTheTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new AwsConfig(
                    "a",
                    List.of("us-east-1"),
                    List.of(),
                    Map.of("a", "b"),
                    List.of(),
                    Optional.empty(),
                    Duration.ofMillis(999)));
  }

  @Test
  void anEntryOfGoogleHasProjectsAndLocationsEachOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> gcp(List.of(), List.of(), "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gcp(List.of("my-project", "my-project"), List.of(), "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> gcp(List.of("my-project"), List.of("us-central1-a", "us-central1-a"), "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gcp(List.of("my-project"), List.of(), "a", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> gcp(List.of("my-project"), List.of()));
  }

  @Test
  void aDiscoveryFindsSomethingInParticular() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GcpDiscovery(
                    Optional.empty(), Map.of(), OptionalInt.empty(), OptionalInt.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GcpDiscovery(
                    Optional.of("gpu-"), Map.of(), OptionalInt.of(2), OptionalInt.of(1)));
  }

  @Test
  void nobodyAsksGoogleWithoutCredentials() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GcpConfig(
                    "a",
                    List.of("my-project"),
                    List.of(),
                    Optional.empty(),
                    List.of(managed("a")),
                    Optional.empty(),
                    Optional.empty(),
                    GcpCredentials.NONE,
                    Duration.ofSeconds(30)));
  }

  @Test
  void aGroupHasSizesThatMakeSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExplicitGroup("a", OptionalInt.of(2), OptionalInt.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExplicitGroup("a", OptionalInt.of(-1), OptionalInt.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExplicitGroup("a", OptionalInt.empty(), OptionalInt.of(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> group(" "));
  }

  @Test
  void aConfigurationHasCloudsEachNameOnce() {
    AwsConfig cloud = aws(List.of("us-east-1"), group("a"));

    assertThatIllegalArgumentException().isThrownBy(() -> config(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> config(List.of(cloud, cloud)));
    assertThat(config(List.of(cloud)).clouds()).containsExactly(cloud);
  }

  @Test
  void aProblemSaysSomething() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Problem("file", 1, 1, "field", "", "expected"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Problem("file", -1, 1, "field", "found", "expected"));
    assertThatIllegalArgumentException().isThrownBy(() -> new ConfigException(List.of()));
  }

  private static AwsConfig aws(List<String> regions, ExplicitGroup... groups) {
    return new AwsConfig(
        "a",
        regions,
        List.of(),
        Map.of(),
        List.of(groups),
        Optional.empty(),
        Duration.ofSeconds(30));
  }

  private static GcpConfig gcp(List<String> projects, List<String> locations, String... groups) {
    return new GcpConfig(
        "a",
        projects,
        locations,
        Optional.empty(),
        Stream.of(groups).map(RecordsTest::managed).toList(),
        Optional.empty(),
        Optional.empty(),
        GcpCredentials.APPLICATION_DEFAULT,
        Duration.ofSeconds(30));
  }

  private static GcpGroup managed(String name) {
    return new GcpGroup(name, Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  private static ExpanderConfig expander(ListenAddress listen) {
    return new ExpanderConfig(
        listen, ExpanderConfig.DEFAULT_SCHEDULER, ExpanderConfig.DEFAULT_BUDGET);
  }

  private static ExplicitGroup group(String name) {
    return new ExplicitGroup(name, OptionalInt.empty(), OptionalInt.empty());
  }

  private static GpupoolConfig config(List<CloudConfig> clouds) {
    return new GpupoolConfig(
        new ServerConfig(LOCAL, Optional.empty(), ADMIN, TLS, false),
        new AutoscalerConfig(Optional.empty()),
        "label",
        clouds,
        List.of(),
        PriceRules.NONE,
        ScaleDownPolicy.NONE);
  }
}
