package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Taint;
import io.gpupool.packing.Placement;
import io.gpupool.policy.Ceiling;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A file in which every key has a value, and what each of them becomes. */
final class ExampleFileTest {

  static Path file() throws URISyntaxException {
    URL resource = ExampleFileTest.class.getResource("/config/gpupool.yaml");
    return Path.of(Objects.requireNonNull(resource).toURI());
  }

  @Test
  void readsTheServer() throws Exception {
    Path folder = Objects.requireNonNull(file().getParent());

    assertThat(ConfigReader.read(file()).server())
        .isEqualTo(
            new ServerConfig(
                new ListenAddress("10.0.0.5", 9086),
                Optional.of(
                    new ExpanderConfig(
                        new ListenAddress("2001:db8::5", 9087),
                        Placement.LEAST_ALLOCATED,
                        Duration.ofMillis(1500))),
                new AdminConfig(
                    new ListenAddress("", 9088),
                    Optional.of(folder.resolve("secrets/admin-token"))),
                Optional.of(
                    new TlsConfig(
                        Path.of("/etc/pool/tls.crt"),
                        Path.of("/etc/pool/tls.key"),
                        folder.resolve("ca/clients.crt"),
                        List.of(
                            "autoscaler.kube-system",
                            "spiffe://example.com/ns/kube-system/sa/autoscaler"))),
                false));
  }

  @Test
  void readsTheAutoscalerAndTheLabel() throws Exception {
    GpupoolConfig config = ConfigReader.read(file());

    assertThat(config.autoscaler())
        .isEqualTo(
            new AutoscalerConfig(Optional.of(new AutoscalerRelease(30, OptionalInt.empty()))));
    assertThat(config.gpuLabel()).isEqualTo("example.com/gpu");
  }

  @Test
  void readsTheClouds() throws Exception {
    assertThat(ConfigReader.read(file()).clouds())
        .containsExactly(
            new AwsConfig(
                "research-us",
                List.of("us-east-1", "us-west-2"),
                List.of("arn:aws:iam::111122223333:role/teams/gpupool"),
                Map.of(
                    "k8s.io/cluster-autoscaler/enabled",
                    "",
                    "k8s.io/cluster-autoscaler/research",
                    "owned"),
                List.of(
                    new ExplicitGroup("p5-spot", OptionalInt.of(1), OptionalInt.of(16)),
                    new ExplicitGroup("p4d east", OptionalInt.empty(), OptionalInt.of(4)),
                    new ExplicitGroup("g6", OptionalInt.empty(), OptionalInt.empty())),
                Optional.of(URI.create("https://aws.example.com:5000/api")),
                Duration.ofSeconds(90)),
            new AwsConfig(
                "lab-2",
                List.of("eu-central-1"),
                List.of(),
                Map.of("gpupool", "yes"),
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(30)),
            new GcpConfig(
                "research-gcp",
                List.of("research-1234", "example.com:research-5678"),
                List.of("us-central1-a", "us-central1", "northamerica-northeast1-b"),
                Optional.of(
                    new GcpDiscovery(
                        Optional.of("gpu-"),
                        Map.of("cluster", "research", "node-pool", ""),
                        OptionalInt.of(1),
                        OptionalInt.of(24))),
                List.of(
                    new GcpGroup(
                        "h100-spot",
                        Optional.of("us-central1-a"),
                        OptionalInt.of(2),
                        OptionalInt.of(8)),
                    new GcpGroup(
                        "h100-spot",
                        Optional.of("us-central1"),
                        OptionalInt.empty(),
                        OptionalInt.empty()),
                    new GcpGroup("l4", Optional.empty(), OptionalInt.empty(), OptionalInt.empty())),
                Optional.of("gpupool@research-1234.iam.gserviceaccount.com"),
                Optional.of(URI.create("https://compute.example.com:8443")),
                GcpCredentials.APPLICATION_DEFAULT,
                Duration.ofSeconds(45)));
  }

  @Test
  void readsTheGroups() throws Exception {
    assertThat(ConfigReader.read(file()).groups())
        .containsExactly(
            new GroupRule(
                new GroupPattern("aws/*/us-east-1/p5-*"),
                new GroupSettings(
                    OptionalInt.of(10),
                    OptionalInt.of(2),
                    Optional.of(CapacityType.SPOT),
                    Optional.of(Duration.ofMinutes(12)),
                    Map.of("team", "research", "example.com/shared", "true"),
                    Optional.of(
                        List.of(
                            new Taint("nvidia.com/gpu", "present", "NoSchedule"),
                            new Taint("maintenance", "", "NoExecute"))),
                    Map.of("nvidia.com/mig-1g.10gb", "7", "memory", "16Gi", "cpu", "4000m"),
                    Optional.of(true))),
            new GroupRule(
                new GroupPattern("**"),
                new GroupSettings(
                    OptionalInt.of(0),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty())));
  }

  @Test
  void readsCeilingsAndBrakes() throws Exception {
    GpupoolConfig config = ConfigReader.read(file());

    assertThat(config.ceilings().ceilings())
        .extracting(Ceiling::usdPerHour, ceiling -> ceiling.scope().toString())
        .containsExactly(
            tuple(900.0, "everything"),
            tuple(
                200.5,
                "cloud research-us, groups aws/*/us-east-1/**, tier 2, nvidia-h100-80gb,"
                    + " team=research"));
    assertThat(config.brakes().brakes())
        .extracting(brake -> brake.getClass().getSimpleName(), brake -> brake.scope().toString())
        .containsExactly(
            tuple("Quiet", "tier 1"),
            tuple("Pace", "cloud lab-2"),
            tuple("Floor", "nvidia-h100-80gb"),
            tuple("Minimum", "groups gcp/**"));
  }
}
