package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.packing.Placement;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.pricing.PriceRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What holds where the file says nothing. Changing one of these changes running systems. */
final class DefaultsTest {

  @Test
  void fillsInEverythingThatTheSmallestFileLeavesOut() throws ConfigException {
    assertThat(ConfigText.small().read())
        .isEqualTo(
            new GpupoolConfig(
                new ServerConfig(
                    new ListenAddress("0.0.0.0", 8086),
                    Optional.empty(),
                    new AdminConfig(new ListenAddress("127.0.0.1", 8088), Optional.empty()),
                    Optional.of(
                        new TlsConfig(
                            Path.of("tls.crt"), Path.of("tls.key"), Path.of("ca.crt"), List.of())),
                    false),
                new AutoscalerConfig(Optional.empty()),
                "gpupool.io/accelerator",
                List.of(
                    new AwsConfig(
                        "main",
                        List.of("us-east-1"),
                        List.of(),
                        Map.of(),
                        List.of(new ExplicitGroup("p5", OptionalInt.empty(), OptionalInt.empty())),
                        Optional.empty(),
                        Duration.ofSeconds(30))),
                List.of(),
                PriceRules.NONE,
                ScaleDownPolicy.NONE));
  }

  @Test
  void listensOnTheDefaultPortsWhereASectionIsEmpty() throws ConfigException {
    ServerConfig server =
        ConfigText.small()
            .with("server:\n", "server:\n  cloudProvider: {}\n  expander: {}\n  admin: {}\n")
            .read()
            .server();

    assertThat(server.cloudProvider()).hasToString("0.0.0.0:8086");
    assertThat(server.expander())
        .contains(
            new ExpanderConfig(
                new ListenAddress("0.0.0.0", 8087),
                Placement.LEAST_ALLOCATED,
                Duration.ofMillis(1500)));
    assertThat(server.admin().listen()).hasToString("127.0.0.1:8088");
  }

  @Test
  void takesAnAutoscalerSectionWithoutARelease() throws ConfigException {
    assertThat(ConfigText.small().and("autoscaler: {}\n").read().autoscaler().release()).isEmpty();
  }

  @Test
  void setsNothingForAGroupThatNoPatternMatches() throws ConfigException {
    NodeGroupId group = new NodeGroupId("aws/111122223333/us-east-1/p5");

    assertThat(ConfigText.small().read().settingsOf(group)).isEqualTo(GroupSettings.NONE);
  }

  @Test
  void leavesOpenWhatARuleDoesNotSay() throws ConfigException {
    GpupoolConfig config = ConfigText.small().and("groups: [{match: aws/**}]\n").read();

    assertThat(config.groups())
        .containsExactly(
            new GroupRule(
                new GroupPattern("aws/**"),
                new GroupSettings(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty())));
  }
}
