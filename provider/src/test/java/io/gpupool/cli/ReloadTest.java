package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.GPULabelRequest;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process, and its configuration in a volume as Kubernetes mounts it. */
@Timeout(120)
class ReloadTest {

  private static final Pattern PORTS =
      Pattern.compile("serving CloudProvider on port (\\d+), admin on port (\\d+)");
  private static final String CLIENT = "cluster-autoscaler.kube-system";

  private final EmulatedAws aws = EmulatedAws.builder().start();

  @TempDir private Path volume;

  private int version;
  private Process process;
  private BufferedReader log;
  private ManagedChannel channel;
  private int adminPort;

  @BeforeEach
  void start() throws IOException {
    aws.addInstanceType(InstanceType.x86("g5.xlarge", 4, 16_384));
    for (String region : List.of("us-east-1", "eu-west-1")) {
      aws.region(region).addGroup(GroupDefinition.of("g5", "g5.xlarge").tag("team", "research"));
    }
    mount("regions: [us-east-1]", "");
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dlogback.configurationFile=" + Path.of("src/main/resources/logback.xml"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--config",
            volume.resolve("gpupool.yaml").toString());
    command.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "A", "AWS_SECRET_ACCESS_KEY", "s"));
    process = command.start();
    log = process.errorReader(StandardCharsets.UTF_8);
    // readings are made meanwhile, so either may be told first
    String both = until("serving CloudProvider", "main/us-east-1: read for the first time");
    Matcher ports = PORTS.matcher(both);
    assertThat(ports.find()).isTrue();
    adminPort = Integer.parseInt(ports.group(2));
    channel =
        Grpc.newChannelBuilderForAddress(
                "localhost",
                Integer.parseInt(ports.group(1)),
                TlsChannelCredentials.newBuilder()
                    .keyManager(
                        volume.resolve("client.crt").toFile(),
                        volume.resolve("client.key").toFile())
                    .trustManager(volume.resolve("ca.crt").toFile())
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    if (channel != null) {
      channel.shutdownNow();
    }
    process.destroyForcibly();
    aws.close();
  }

  @Test
  void aGoodChangeIsServedABadOneIsNotAndBothAreToldAndCounted() throws Exception {
    assertThat(groups()).containsExactly(group("us-east-1"));

    mount("regions: [us-east-1, eu-west-1], refresh: 5s", "gpuLabel: example.com/gpu\n");
    assertThat(until("changed: gpuLabel", "main/eu-west-1: read for the first time"))
        .contains("not set -> example.com/gpu");
    assertThat(groups()).containsExactly(group("eu-west-1"), group("us-east-1"));
    assertThat(stub().gPULabel(GPULabelRequest.getDefaultInstance()).getLabel())
        .isEqualTo("example.com/gpu");

    mount("regions: [us-east-1, nowhere]", "");
    assertThat(until("nowhere", "the change is ignored"))
        .contains("ERROR")
        .contains("clouds[0].aws.regions[1]");
    assertThat(groups()).hasSize(2);
    assertThat(metrics())
        .contains("gpupool_config_reloads_total{result=\"taken\"} 1.0")
        .contains("gpupool_config_reloads_total{result=\"refused\"} 1.0")
        .contains("gpupool_config_last_reload_successful 0.0");

    mount("regions: [eu-west-1]", "");
    until(group("us-east-1") + ": gone from main/us-east-1", "changed: clouds[main].aws.regions");
    assertThat(groups()).containsExactly(group("eu-west-1"));
    assertThat(metrics()).contains("gpupool_config_last_reload_successful 1.0");
  }

  @Test
  void aRenewedCertificateIsToldWithItsDateAndAnotherPortHoldsFromTheNextStart() throws Exception {
    mount("regions: [us-east-1]", "");
    until("server.tls: a renewed certificate, good until ");

    Path inUse = volume.resolve("gpupool.yaml");
    String text = Files.readString(inUse).replace("admin: {listen: \"127.0.0.1:0\"}", "");
    Files.writeString(inUse, text);
    until("server.admin.listen has changed in the file, and holds from the next start");
    assertThat(metrics()).contains("gpupool_config_reloads_total{result=\"taken\"} 2.0");
  }

  /** As the kubelet does it: a new folder, and one link that is exchanged for another at once. */
  private void mount(String settings, String more) throws IOException {
    Path folder = Files.createDirectory(volume.resolve("..version_" + ++version));
    // each a second longer, as renewed ones are
    Duration validity = Duration.ofHours(1).plusSeconds(version);
    CertificateAuthority authority = new CertificateAuthority(Instant.now(), validity);
    Identity server = authority.issue(List.of("localhost"), List.of());
    Identity client = authority.issue(List.of(CLIENT), List.of());
    Map<String, String> files =
        Map.of(
            "server.crt", server.certificatePem(),
            "server.key", server.keyPem(),
            "client.crt", client.certificatePem(),
            "client.key", client.keyPem(),
            "ca.crt", authority.certificatePem(),
            "gpupool.yaml", configuration(settings, more));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
      Path link = volume.resolve(file.getKey());
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of("..data", file.getKey()));
      }
    }
    Path next = Files.createSymbolicLink(volume.resolve("..data_tmp"), folder.getFileName());
    Files.move(next, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private String configuration(String settings, String more) {
    return """
        server:
          cloudProvider: {listen: "127.0.0.1:0"}
          admin: {listen: "127.0.0.1:0"}
          tls:
            certificate: server.crt
            key: server.key
            clientCa: ca.crt
            allowedClients: [%s]
        %sclouds:
          - name: main
            aws: {%s, discover: {tags: {team: research}}, endpoint: "%s"}
        """
        .formatted(CLIENT, more, settings, aws.endpoint());
  }

  private String group(String region) {
    return "aws/" + aws.account() + "/" + region + "/g5";
  }

  private CloudProviderBlockingStub stub() {
    return CloudProviderGrpc.newBlockingStub(channel).withDeadlineAfter(Duration.ofSeconds(20));
  }

  private List<String> groups() {
    var unused = stub().refresh(RefreshRequest.getDefaultInstance());
    return stub().nodeGroups(NodeGroupsRequest.getDefaultInstance()).getNodeGroupsList().stream()
        .map(NodeGroup::getId)
        .toList();
  }

  private String metrics() throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/metrics"))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  /** Reads until each of these has been told, in any order; returns the lines that did. */
  private String until(String... texts) throws IOException {
    Set<String> missing = new HashSet<>(List.of(texts));
    List<String> lines = new ArrayList<>();
    StringBuilder told = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      lines.add(line);
      String each = line;
      if (missing.removeIf(each::contains)) {
        told.append(line).append('\n');
      }
      if (missing.isEmpty()) {
        return told.toString();
      }
    }
    throw new AssertionError("the process ended without " + missing + ": " + lines);
  }
}
