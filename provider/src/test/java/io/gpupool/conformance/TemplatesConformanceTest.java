package io.gpupool.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceRequirements;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.Distribution;
import io.gpupool.config.ConfigException;
import io.gpupool.config.ConfigReader;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.kubernetes.client.proto.V1;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which groups there are, and what the autoscaler is told their nodes will be. */
class TemplatesConformanceTest {

  private static final String TAGS = "k8s.io/cluster-autoscaler/node-template/";
  private static final long MIB = 1L << 20;

  private ConformanceWorld<AwsUnderTest> world = ConformanceWorld.ofAws();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @Item(70)
  @ValueSource(
      strings = {
        "discover: {tags: {k8s.io/cluster-autoscaler/enabled: \"\"}}",
        "discover: {tags: {a: b, c: \"\"}}",
        "groups: [{name: p5}]",
        "groups: [{name: p5, min: 0, max: 16}]",
        "discover: {tags: {a: b}}\n      groups: [{name: p5, max: 3}]"
      })
  void waysToNameGroupsThatMakeSenseAreTaken(String aws) throws Exception {
    assertThat(ConfigReader.read("gpupool.yaml", configuration(aws)).clouds()).hasSize(1);
  }

  @ParameterizedTest
  @Item(70)
  @ValueSource(
      strings = {
        "discover: {tags: {}}",
        "discover: {tags: {\"\": b}}",
        "discover: {names: p5}",
        "groups: [{min: 0, max: 16}]",
        "groups: [{name: \"\"}]",
        "groups: [{name: p5, min: -1}]",
        "groups: [{name: p5, min: 3, max: 1}]",
        "groups: [{name: p5, max: many}]",
        "endpoint: http://127.0.0.1:5000"
      })
  void waysToNameGroupsThatMakeNoSenseAreRefusedWithTheirPlace(String aws) {
    assertThatThrownBy(() -> ConfigReader.read("gpupool.yaml", configuration(aws)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("clouds[0].aws");
  }

  @Test
  @Item(71)
  void moreThanAHundredGroupsAreAllFound() {
    world.cloud.east.addLaunchTemplate("shared", LaunchTemplateData.of(AwsUnderTest.TYPE));
    IntStream.range(0, 250)
        .forEach(
            k ->
                world.cloud.east.addGroup(
                    AwsUnderTest.definition("g-" + k).launchTemplate("shared")));
    world.start();
    assertThat(world.groups()).hasSize(250);
    assertThat(world.cloud.aws.calls().calls("DescribeAutoScalingGroups"))
        .filteredOn(call -> call.region().equals("us-east-1"))
        .hasSize(3);
  }

  @Test
  @Item(72)
  void limitsInTheConfigurationWinOverTheGroupsOwn() {
    world.close();
    world =
        ConformanceWorld.naming(
            new AwsSettings.Group("named", OptionalInt.of(1), OptionalInt.of(4)));
    world.group("named", 0, 9, 1);
    world.start();
    assertThat(world.groups())
        .singleElement()
        .satisfies(
            (NodeGroup group) -> {
              assertThat(group.getMinSize()).isEqualTo(1);
              assertThat(group.getMaxSize()).isEqualTo(4);
            });
    world.cloud.east.resize("named", 0, 20, 1);
    world.poll();
    assertThat(world.groups().get(0).getMaxSize()).isEqualTo(4);
  }

  @Test
  @Item(72)
  void discoveredGroupsFollowTheCloudAndVanish() {
    world.group("p5", 0, 9, 0);
    world.start();
    world.cloud.east.resize("p5", 0, 20, 0);
    world.poll();
    assertThat(world.groups().get(0).getMaxSize()).isEqualTo(20);
    world.cloud.east.deleteGroup("p5");
    world.poll();
    world.refresh();
    world.poll();
    world.refresh();
    assertThat(world.groups()).isEmpty();
  }

  @Test
  @Item(74)
  void aTemplateHasTheLabelsThatEveryNodeHas() throws Exception {
    world.group("p5", 0, 9, 0);
    assertThat(template("p5").getMetadata().getLabelsMap())
        .containsEntry("kubernetes.io/arch", "amd64")
        .containsEntry("kubernetes.io/os", "linux")
        .containsEntry("kubernetes.io/hostname", "template-p5")
        .containsEntry("node.kubernetes.io/instance-type", AwsUnderTest.TYPE)
        .containsEntry("topology.kubernetes.io/region", "us-east-1")
        .containsEntry("topology.kubernetes.io/zone", "us-east-1a")
        .containsEntry("topology.ebs.csi.aws.com/zone", "us-east-1a");
  }

  @Test
  @Item(75)
  void labelsTaintsAndResourcesComeFromTagsAndWhatMakesNoSenseIsSkipped() throws Exception {
    world.cloud.east.addGroup(
        AwsUnderTest.definition("p5")
            .tag(TAGS + "label/team", "research")
            .tag(TAGS + "taint/nvidia.com/gpu", "present:NoSchedule")
            .tag(TAGS + "taint/senseless", "NoEffectOfAnyKind")
            .tag(TAGS + "resources/ephemeral-storage", "200Gi")
            .tag(TAGS + "resources/vpc.amazonaws.com/efa", "32")
            .tag(TAGS + "resources/memory", "much"));
    V1.Node node = template("p5");
    assertThat(node.getMetadata().getLabelsMap()).containsEntry("team", "research");
    assertThat(node.getSpec().getTaintsList())
        .singleElement()
        .satisfies(
            taint -> {
              assertThat(taint.getKey()).isEqualTo("nvidia.com/gpu");
              assertThat(taint.getValue()).isEqualTo("present");
              assertThat(taint.getEffect()).isEqualTo("NoSchedule");
            });
    for (String resource : List.of("ephemeral-storage", "vpc.amazonaws.com/efa")) {
      assertThat(capacity(node, resource)).isEqualTo(allocatable(node, resource));
    }
    assertThat(capacity(node, "ephemeral-storage")).isEqualTo("200Gi");
    assertThat(capacity(node, "vpc.amazonaws.com/efa")).isEqualTo("32");
    assertThat(Long.parseLong(capacity(node, "memory"))).isPositive();
  }

  @Test
  @Item(76)
  void gpusAreInCapacityAndAllocatableWithTheirLabelAndAbsentWhereThereAreNone() throws Exception {
    world.cloud.aws.addInstanceType(InstanceType.x86("m6i.large", 2, 8_192));
    world.group("p5", 0, 9, 0);
    world.cloud.east.addGroup(
        AwsUnderTest.definition("cpu").launching(LaunchTemplateData.of("m6i.large")));
    V1.Node gpu = template("p5");
    assertThat(capacity(gpu, "nvidia.com/gpu")).isEqualTo("8");
    assertThat(allocatable(gpu, "nvidia.com/gpu")).isEqualTo("8");
    assertThat(gpu.getMetadata().getLabelsMap()).containsKey(ConformanceWorld.GPU_LABEL);
    V1.Node cpu = template("cpu");
    assertThat(cpu.getStatus().getCapacityMap()).doesNotContainKey("nvidia.com/gpu");
    assertThat(cpu.getMetadata().getLabelsMap()).doesNotContainKey(ConformanceWorld.GPU_LABEL);
  }

  @Test
  @Item(77)
  void allocatableIsWhatReservesAndThresholdsLeaveOfCapacity() throws Exception {
    world.cloud.aws.addInstanceType(
        InstanceType.x86("g4dn.xlarge", 4, 16_384)
            .with(new Accelerator.Gpu(1, "T4", "NVIDIA", 15_360))
            .network(3, 10));
    world.cloud.east.addGroup(
        AwsUnderTest.definition("t4").launching(LaunchTemplateData.of("g4dn.xlarge")));
    V1.Node node = template("t4");
    // 60 m, 10 m, 5 m and 5 m of four cores; three interfaces with nine addresses and two more pods
    assertThat(allocatable(node, "cpu")).isEqualTo("3920m");
    assertThat(allocatable(node, "pods")).isEqualTo("29");
    assertThat(
            Long.parseLong(capacity(node, "memory")) - Long.parseLong(allocatable(node, "memory")))
        .isEqualTo((255 + 11 * 29 + 100) * MIB);
  }

  @Test
  @Item(78)
  void ephemeralStorageIsTheRootDisksWithoutWhatIsKept() throws Exception {
    world.group("p5", 0, 9, 0);
    V1.Node node = template("p5");
    // what a node with a disk of 20 GiB reports, but for 32 bytes
    assertThat(capacity(node, "ephemeral-storage")).isEqualTo(Long.toString(20_959_212L << 10));
    assertThat(Long.parseLong(allocatable(node, "ephemeral-storage")))
        .isBetween(18_242_267_924L, 18_242_267_956L);
  }

  @Test
  @Item(79)
  void ofSeveralTypesTheLeastIsPromised() throws Exception {
    world.cloud.aws.addInstanceType(gpuType("g5.12xlarge", 48, 196_608));
    world.cloud.aws.addInstanceType(gpuType("g5.24xlarge", 96, 393_216));
    world.cloud.east.addGroup(
        AwsUnderTest.definition("named").mixed(Distribution.usual(), "g5.24xlarge", "g5.12xlarge"));
    world.cloud.east.addGroup(
        GroupDefinition.of("required", "g5.12xlarge")
            .tag("k8s.io/cluster-autoscaler/enabled", "true")
            .mixed(Distribution.usual(), InstanceRequirements.atLeast(40, 1_024, 4, "nvidia")));
    for (String group : List.of("named", "required")) {
      V1.Node node = template(group);
      assertThat(capacity(node, "cpu")).isEqualTo("48");
      assertThat(capacity(node, "nvidia.com/gpu")).isEqualTo("4");
    }
  }

  @Test
  @Item(80)
  void armMachinesMakeArmNodes() throws Exception {
    world.cloud.aws.addInstanceType(
        InstanceType.arm("g5g.xlarge", 4, 8_192)
            .with(new Accelerator.Gpu(1, "T4g", "NVIDIA", 16_384)));
    world.cloud.east.addGroup(
        AwsUnderTest.definition("arm").launching(LaunchTemplateData.of("g5g.xlarge")));
    V1.Node node = template("arm");
    assertThat(node.getMetadata().getLabelsMap()).containsEntry("kubernetes.io/arch", "arm64");
    assertThat(capacity(node, "hugepages-64Ki")).isEqualTo("0");
  }

  @Test
  @Item({15, 16})
  void optionsInTagsAreWantedOtherwiseAndThoseThatMakeNoSenseAreNot() {
    String options = TAGS + "autoscaling-options/";
    world.cloud.east.addGroup(
        AwsUnderTest.definition("p5")
            .tag(options + "scaledownunneededtime", "3m")
            .tag(options + "scaledownutilizationthreshold", "most"));
    world.start();
    NodeGroupAutoscalingOptions defaults =
        NodeGroupAutoscalingOptions.newBuilder()
            .setScaleDownUtilizationThreshold(0.5)
            .setScaleDownGpuUtilizationThreshold(0.6)
            .setScaleDownUnneededDuration(seconds(600))
            .setScaleDownUnreadyDuration(seconds(1_200))
            .setMaxNodeProvisionDuration(seconds(900))
            .build();
    NodeGroupAutoscalingOptions answer =
        world
            .autoscaler()
            .nodeGroupGetOptions(
                NodeGroupAutoscalingOptionsRequest.newBuilder()
                    .setId(id("p5"))
                    .setDefaults(defaults)
                    .build())
            .getNodeGroupAutoscalingOptions();
    assertThat(answer.getScaleDownUnneededDuration()).isEqualTo(seconds(180));
    assertThat(answer.getScaleDownUtilizationThreshold()).isEqualTo(0.5);
    assertThat(answer.getScaleDownUnreadyDuration()).isEqualTo(seconds(1_200));
  }

  @Test
  @Item(17)
  void theLastGoodTemplateStaysWhenItsSourceIsSpoilt() throws Exception {
    world.cloud.east.addLaunchTemplate("lt", LaunchTemplateData.of(AwsUnderTest.TYPE));
    world.cloud.east.addGroup(AwsUnderTest.definition("p5").launchTemplate("lt"));
    V1.Node good = template("p5");
    world.cloud.east.addLaunchTemplateVersion("lt", LaunchTemplateData.withoutType());
    world.pass(java.time.Duration.ofHours(1));
    assertThat(read("p5")).isEqualTo(good);
  }

  private static com.google.protobuf.Duration seconds(long seconds) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).build();
  }

  private static InstanceType gpuType(String name, int vcpus, int memoryMib) {
    return InstanceType.x86(name, vcpus, memoryMib)
        .with(new Accelerator.Gpu(4, "A10G", "NVIDIA", 24_576));
  }

  private static String configuration(String aws) {
    return """
        server:
          cloudProvider: {listen: "127.0.0.1:8086"}
          tls: {certificate: tls.crt, key: tls.key, clientCa: ca.crt}
        clouds:
          - name: aws-us
            aws:
              regions: [us-east-1]
              %s
        """
        .formatted(aws);
  }

  private static String id(String group) {
    return "aws/111122223333/us-east-1/" + group;
  }

  private V1.Node template(String group) throws InvalidProtocolBufferException {
    world.start();
    return read(group);
  }

  private V1.Node read(String group) throws InvalidProtocolBufferException {
    return V1.Node.parseFrom(
        world
            .autoscaler()
            .nodeGroupTemplateNodeInfo(
                NodeGroupTemplateNodeInfoRequest.newBuilder().setId(id(group)).build())
            .getNodeBytes());
  }

  private static String capacity(V1.Node node, String resource) {
    return node.getStatus().getCapacityOrThrow(resource).getString();
  }

  private static String allocatable(V1.Node node, String resource) {
    return node.getStatus().getAllocatableOrThrow(resource).getString();
  }
}
