package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.config.ConfigReader;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.Timers;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.gpupool.rehearsal.SimulatedTime;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ceilings and brakes as the autoscaler meets them: the whole server, with a cloud behind it. */
@Timeout(120)
class CeilingsServedTest {

  /** A Monday, nine o'clock in Berlin. */
  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-02T08:00:00Z"));

  private final EmulatedAws aws = EmulatedAws.builder().clock(time).start();
  private final Workers workers = new Workers();
  private GpupoolServer server;
  private ManagedChannel channel;

  private GpupoolConfig config(String more) throws Exception {
    return ConfigReader.read(
        "gpupool.yaml",
        """
        server:
          plaintext: true
          cloudProvider: {listen: "127.0.0.1:0"}
          admin: {listen: "127.0.0.1:0"}
        clouds:
          - name: main
            aws: {regions: [us-east-1], discover: {tags: {team: research}}, endpoint: "%s"}
        prices:
          overrides:
            - {match: {type: g5.xlarge}, usdPerHour: 10}
            - {match: {type: p5.48xlarge}, usdPerHour: 100}
        %s
        """
            .formatted(aws.endpoint(), more));
  }

  @BeforeEach
  void start() throws Exception {
    aws.addInstanceType(InstanceType.x86("g5.xlarge", 4, 16_384));
    aws.addInstanceType(InstanceType.x86("p5.48xlarge", 192, 2_097_152));
    for (String type : List.of("g5.xlarge", "p5.48xlarge")) {
      aws.region("us-east-1")
          .addGroup(
              GroupDefinition.of(type.substring(0, 2), type)
                  .sizes(0, 20)
                  .desired(2)
                  .tag("team", "research"));
    }
    server =
        GpupoolServer.start(
            config("ceilings: [{usdPerHour: 350}]"),
            Optional.of(new AwsSettings.AccessKey("A", "s")),
            new Fleet.Surroundings(
                time, time, Timers.on(workers.timers()), Runnable::run, workers.writing()),
            FleetTiming.DEFAULT);
    time.advance(Duration.ZERO);
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", server.cloudProviderPort(), InsecureChannelCredentials.create())
            .build();
    // until the machines run
    time.advance(Duration.ofMinutes(10));
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
    workers.close();
    aws.close();
  }

  @Test
  void aGroupWithoutRoomBelowTheCeilingIsShownFullAndAnIncreaseIsRefusedWithTheFigures()
      throws Exception {
    // 220 are spent: one p5 more, or thirteen g5
    assertThat(sizes("p5")).isEqualTo("0..3");
    assertThat(sizes("g5")).isEqualTo("0..15");

    increase("p5", 1);
    assertThat(sizes("p5")).isEqualTo("0..3");
    assertThat(sizes("g5")).isEqualTo("0..5");

    StatusRuntimeException refusal =
        catchThrowableOfType(StatusRuntimeException.class, () -> increase("g5", 4));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.getStatus().getDescription())
        .contains("4 more at 10.00 usd per hour each would make 360.00 usd per hour for everything")
        .contains("320.00 are spent, and the ceiling is 350.00 (ceilings[0], line ")
        .contains("nothing was changed, the target stays 2");
    increase("g5", 3);
    assertThat(sizes("g5")).isEqualTo("0..5");

    String json = admin("/spending", "application/json");
    assertThat(json)
        .contains("\"scope\":\"everything\",\"usdPerHour\":350.0,\"spentUsdPerHour\":350.0")
        .contains("room for 0 more below the ceiling for everything (ceilings[0], line ");
    assertThat(admin("/spending", "text/html")).contains("<h2>Ceilings</h2>", "$350.00");
    assertThat(admin("/metrics", "text/plain"))
        .contains("gpupool_ceiling_spent_usd_per_hour{scope=\"everything\"} 350.0")
        .contains("gpupool_group_offered_nodes{group=\"" + id("g5") + "\",limit=\"max\"} 5.0")
        .contains("reason=\"above_ceiling\"");
  }

  @Test
  void aChangeOfTheConfigurationExchangesCeilingsAndBrakes() throws Exception {
    var unused = server.take(config("ceilings: [{match: {cloud: main}, usdPerHour: 220}]"));
    assertThat(sizes("p5")).isEqualTo("0..2");

    unused =
        server.take(
            config(
                """
                brakes:
                  quiet: [{match: {group: "aws/*/*/p5"}, hours: "Mon 09:00-10:00 Europe/Berlin"}]
                """));
    time.advance(Duration.ofMinutes(1));
    assertThat(sizes("p5")).isEqualTo("2..20");
    assertThat(sizes("g5")).isEqualTo("0..20");
    time.advance(Duration.ofHours(1));
    assertThat(sizes("p5")).isEqualTo("0..20");

    unused = server.take(config(""));
    assertThat(sizes("p5")).isEqualTo("0..20");
  }

  @Test
  void whenTheDeletionsOfAnHourAreUsedUpGroupsDoNotShrinkUntilItIsOver() throws Exception {
    var unused = server.take(config("brakes: {deletions: [{nodes: 2, per: 1h}]}"));
    assertThat(sizes("p5")).isEqualTo("1..20");
    assertThat(sizes("g5")).isEqualTo("1..20");
    delete("g5");
    // one more may go, of the dearest
    assertThat(sizes("p5")).isEqualTo("1..20");
    assertThat(sizes("g5")).isEqualTo("1..20");
    delete("p5");
    assertThat(sizes("p5")).isEqualTo("1..20");
    // what is asked for all the same isn't refused: it has been drained
    delete("p5");
    assertThat(sizes("p5")).isEqualTo("0..20");
    assertThat(sizes("g5")).isEqualTo("1..20");
    time.advance(Duration.ofMinutes(61));
    assertThat(sizes("g5")).isEqualTo("0..20");
  }

  @Test
  void placeholdersAreGivenBackWhateverTheBrakes() throws Exception {
    var unused =
        server.take(config("brakes: {minimums: [{minSize: 5}], quiet: [{hours: \"UTC\"}]}"));
    increase("g5", 2);
    assertThat(sizes("g5")).isEqualTo("4..20");
    List<String> placeholders =
        nodes("g5").stream().filter(node -> !node.startsWith("aws://")).toList();
    assertThat(placeholders).hasSize(2);
    var deleted = stub().nodeGroupDeleteNodes(deletion("g5", placeholders));
    assertThat(deleted).isNotNull();
    assertThat(sizes("g5")).isEqualTo("2..20");
  }

  private String id(String name) {
    return "aws/" + aws.account() + "/us-east-1/" + name;
  }

  private CloudProviderBlockingStub stub() {
    return CloudProviderGrpc.newBlockingStub(channel).withDeadlineAfter(Duration.ofSeconds(20));
  }

  private String sizes(String name) {
    var unused = stub().refresh(RefreshRequest.getDefaultInstance());
    NodeGroup group =
        stub().nodeGroups(NodeGroupsRequest.getDefaultInstance()).getNodeGroupsList().stream()
            .filter(one -> one.getId().equals(id(name)))
            .findFirst()
            .orElseThrow();
    return group.getMinSize() + ".." + group.getMaxSize();
  }

  private void increase(String name, int delta) {
    var unused =
        stub()
            .nodeGroupIncreaseSize(
                NodeGroupIncreaseSizeRequest.newBuilder().setId(id(name)).setDelta(delta).build());
  }

  private List<String> nodes(String name) {
    return stub()
        .nodeGroupNodes(NodeGroupNodesRequest.newBuilder().setId(id(name)).build())
        .getInstancesList()
        .stream()
        .filter(one -> !one.getStatus().getInstanceState().name().equals("instanceDeleting"))
        .map(one -> one.getId())
        .toList();
  }

  /** One instance, answered when the reply budget or the window for deletions is over. */
  private void delete(String name) {
    String node = nodes(name).get(0);
    // the window in which deletions gather is in real time, as the reply is
    var unused = stub().nodeGroupDeleteNodes(deletion(name, List.of(node)));
  }

  private NodeGroupDeleteNodesRequest deletion(String name, List<String> nodes) {
    NodeGroupDeleteNodesRequest.Builder request =
        NodeGroupDeleteNodesRequest.newBuilder().setId(id(name));
    nodes.forEach(node -> request.addNodes(ExternalGrpcNode.newBuilder().setProviderID(node)));
    return request.build();
  }

  private String admin(String path, String accept) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path))
                .header("Accept", accept)
                .build(),
            BodyHandlers.ofString())
        .body();
  }
}
