package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.config.ConfigReader;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsResponse;
import io.gpupool.proto.cloudprovider.PricingNodePriceRequest;
import io.gpupool.proto.kubernetes.Duration;
import io.gpupool.proto.kubernetes.Time;
import io.gpupool.rehearsal.SimulatedTime;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules from the file to the autoscaler's question, over sockets, in the forms of all releases. */
class ScaleDownTest {

  private static final String RULES =
      """
      scaleDown:
        rules:
          - {match: {usdPerHourAtLeast: 20}, hours: "Sun 08:00-09:00 UTC", unneeded: 3m}
      """;

  /** A Sunday. */
  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));

  private final EmulatedAws aws = EmulatedAws.builder().clock(time).start();
  private final String group = "aws/" + aws.account() + "/us-east-1/p5";
  private GpupoolServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    aws.addInstanceType(
        InstanceType.x86("p5.48xlarge", 192, 2_097_152)
            .with(new Accelerator.Gpu(8, "H100", "NVIDIA", 81_920)));
    aws.region("us-east-1")
        .addGroup(
            GroupDefinition.of("p5", "p5.48xlarge").tag("team", "research").sizes(0, 9).desired(1));
    server =
        GpupoolServer.start(
            config(RULES),
            Optional.of(new AwsSettings.AccessKey("A", "s")),
            new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
            FleetTiming.DEFAULT);
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", server.cloudProviderPort(), InsecureChannelCredentials.create())
            .build();
    time.advance(java.time.Duration.ZERO);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
    aws.close();
  }

  @Test
  void eachGenerationIsToldWhenThatLosesNothing() {
    // the group's node has just been seen for the first time
    assertThat(ask(upTo128()).hasNodeGroupAutoscalingOptions()).isFalse();
    assertThat(ask(from135()).hasNodeGroupAutoscalingOptions()).isFalse();
    isToldThreeMinutes(ask(upTo1341()));
    isToldThreeMinutes(ask(both()));

    time.advance(java.time.Duration.ofMinutes(16));
    isToldThreeMinutes(ask(upTo128()));
    isToldThreeMinutes(ask(upTo1341()));
    isToldThreeMinutes(ask(both()));
    isToldThreeMinutes(ask(from135()));
  }

  @Test
  void outsideOfTheHoursTheBreakEvenTimeHolds() throws Exception {
    time.advance(java.time.Duration.ofMinutes(60));
    NodeGroupAutoscalingOptions told = ask(from135()).getNodeGroupAutoscalingOptions();
    // six minutes for a node of eight GPUs, and one until it is gone
    assertThat(told.getScaleDownUnneededDuration().getSeconds()).isEqualTo(7 * 60);
    assertThat(told.getScaleDownGpuUtilizationThreshold()).isEqualTo(0.875);
    assertThat(told.getScaleDownUtilizationThreshold()).isEqualTo(0.5);
    assertThat(told.getScaleDownUnreadyDuration().getSeconds()).isEqualTo(1_200);
    assertThat(told.getMaxNodeProvisionDuration().getSeconds()).isEqualTo(900);
    assertThat(get("/policy")).contains("\"by\":\"break-even\"", "assumed");
  }

  @Test
  void theAdminPortSaysWhichRuleHoldsAndWhy() throws Exception {
    assertThat(get("/policy"))
        .contains(
            "\"group\":\"" + group + "\"",
            "\"gpuModel\":\"nvidia-h100-80gb\"",
            "\"unneeded\":{\"value\":180.0,\"by\":\"rule 1\",\"why\":\"scaleDown.rules[0], line",
            "\"holdsNow\":true,\"groups\":1",
            "\"notToldNow\":[\"up to 1.28\",\"from 1.35 on\"]");
    assertThat(get("/metrics"))
        .contains(
            "gpupool_group_option{by=\"rule 1\",group=\"" + group + "\",option=\"unneeded\"} 180.0")
        .contains(
            "gpupool_group_option{by=\"gpu-count\",group=\""
                + group
                + "\",option=\"gpuUtilization\"} 0.875")
        .contains("gpupool_group_boot_seconds{basis=\"assumed\",group=\"" + group + "\"} 360.0");
  }

  @Test
  void otherRulesHoldAsSoonAsTheyAreTakenOver() throws Exception {
    assertThat(server.take(config("scaleDown: {rules: [{unneeded: 4m}]}\n"))).isEmpty();
    assertThat(ask(upTo1341()).getNodeGroupAutoscalingOptions().getScaleDownUnneededTime())
        .isEqualTo(nanos(240));
    assertThat(server.take(config(""))).isEmpty();
    assertThat(ask(upTo1341()).hasNodeGroupAutoscalingOptions()).isFalse();
  }

  @Test
  void nodesHavePrices() {
    double hour =
        CloudProviderGrpc.newBlockingStub(channel)
            .pricingNodePrice(
                PricingNodePriceRequest.newBuilder()
                    .setNode(
                        ExternalGrpcNode.newBuilder()
                            .putLabels("node.kubernetes.io/instance-type", "p5.48xlarge")
                            .putLabels("topology.kubernetes.io/region", "us-east-1"))
                    .setStartTime(Time.newBuilder().setSeconds(0))
                    .setEndTime(Time.newBuilder().setSeconds(3_600))
                    .build())
            .getPrice();
    assertThat(hour).isBetween(20.0, 120.0);
  }

  private static void isToldThreeMinutes(NodeGroupAutoscalingOptionsResponse answer) {
    NodeGroupAutoscalingOptions told = answer.getNodeGroupAutoscalingOptions();
    assertThat(told.getScaleDownUnneededTime()).isEqualTo(nanos(180));
    assertThat(told.getScaleDownUnneededDuration().getSeconds()).isEqualTo(180);
    assertThat(told.getScaleDownUnreadyTime()).isEqualTo(nanos(1_200));
    assertThat(told.getScaleDownGpuUtilizationThreshold()).isEqualTo(0.875);
  }

  private NodeGroupAutoscalingOptionsResponse ask(NodeGroupAutoscalingOptions.Builder defaults) {
    CloudProviderBlockingStub stub = CloudProviderGrpc.newBlockingStub(channel);
    return stub.nodeGroupGetOptions(
        NodeGroupAutoscalingOptionsRequest.newBuilder()
            .setId(group)
            .setDefaults(
                defaults
                    .setScaleDownUtilizationThreshold(0.5)
                    .setScaleDownGpuUtilizationThreshold(0.5))
            .build());
  }

  private static NodeGroupAutoscalingOptions.Builder upTo128() {
    return NodeGroupAutoscalingOptions.newBuilder()
        .setScaleDownUnneededTime(nanos(600))
        .setScaleDownUnreadyTime(nanos(1_200));
  }

  private static NodeGroupAutoscalingOptions.Builder upTo1341() {
    return upTo128().setMaxNodeProvisionTime(nanos(900));
  }

  private static NodeGroupAutoscalingOptions.Builder from135() {
    return NodeGroupAutoscalingOptions.newBuilder()
        .setScaleDownUnneededDuration(seconds(600))
        .setScaleDownUnreadyDuration(seconds(1_200))
        .setMaxNodeProvisionDuration(seconds(900));
  }

  private static NodeGroupAutoscalingOptions.Builder both() {
    return from135().mergeFrom(upTo1341().build());
  }

  private static Duration nanos(long seconds) {
    return Duration.newBuilder().setDuration(seconds * 1_000_000_000).build();
  }

  private static com.google.protobuf.Duration seconds(long seconds) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).build();
  }

  private String get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private GpupoolConfig config(String more) throws Exception {
    return ConfigReader.read(
        "test",
        """
        server:
          plaintext: true
          cloudProvider: {listen: "127.0.0.1:0"}
          admin: {listen: "127.0.0.1:0"}
        clouds:
          - name: main
            aws: {regions: [us-east-1], discover: {tags: {team: research}}, endpoint: "%s"}
        %s"""
            .formatted(aws.endpoint(), more));
  }
}
