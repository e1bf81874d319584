package io.gpupool.conformance;

import static io.gpupool.conformance.ConformanceWorld.deleting;
import static io.gpupool.conformance.ConformanceWorld.increasing;
import static io.gpupool.conformance.ConformanceWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.proto.cloudprovider.CleanupRequest;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.GPULabelRequest;
import io.gpupool.proto.cloudprovider.GetAvailableGPUTypesRequest;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsResponse;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoResponse;
import io.gpupool.proto.cloudprovider.PricingNodePriceRequest;
import io.gpupool.rpc.TestMarket;
import io.grpc.Status.Code;
import io.kubernetes.client.proto.V1;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items 1 to 22: the protocol. */
class ProtocolConformanceTest {

  private ConformanceWorld<AwsUnderTest> world = ConformanceWorld.ofAws();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Item(1)
  void anUnknownGroupIsAnErrorEverywhereAndChangesNothing() {
    world.group("p5", 0, 9, 2);
    world.start();
    String unknown = "aws/111122223333/us-east-1/nowhere";

    assertThat(
            List.of(
                refusal(() -> world.target(unknown)),
                refusal(() -> world.nodes(unknown)),
                refusal(() -> world.increase(unknown, 1)),
                refusal(() -> world.decrease(unknown, -1)),
                refusal(() -> world.delete(unknown, "aws:///us-east-1a/i-1")),
                refusal(() -> template(unknown)),
                refusal(() -> options(unknown))))
        .allSatisfy(
            status -> {
              assertThat(status.getCode()).isEqualTo(Code.NOT_FOUND);
              assertThat(status.getDescription()).contains(unknown);
            });
    assertThat(refusal(() -> world.target("")).getCode()).isEqualTo(Code.NOT_FOUND);
    assertThat(world.desired("p5")).isEqualTo(2);
  }

  @Test
  @Item(2)
  void everyGroupOfEveryCloudIsListedOnce() {
    world.group("one", 0, 9, 1);
    world.group("two", 1, 4, 1);
    world.cloud.west.addGroup(AwsUnderTest.definition("one").sizes(0, 3));
    world.start();

    List<NodeGroup> groups = world.groups();

    Set<String> ids = new TreeSet<>(groups.stream().map(NodeGroup::getId).toList());
    assertThat(ids)
        .containsExactly(
            "aws/111122223333/us-east-1/one",
            "aws/111122223333/us-east-1/two",
            "aws/111122223333/us-west-2/one");
    assertThat(groups)
        .hasSize(3)
        .allSatisfy(
            group -> assertThat(group.getMinSize()).isLessThanOrEqualTo(group.getMaxSize()));
  }

  @Test
  @Item(3)
  void theLastGroupsAreListedWhileACloudIsDown() {
    world.group("p5", 0, 9, 2);
    world.start();
    List<NodeGroup> before = world.groups();
    world.cloud.aws.faults().always(Faults.any(), new Fault.ConnectionReset());
    world.poll();
    world.refresh();
    assertThat(world.groups()).isEqualTo(before).isNotEmpty();
  }

  @Test
  @Item(4)
  void aNodesGroupIsTheOneThatIsListed() {
    world.group("p5", 1, 9, 2);
    world.group("other", 0, 3, 1);
    world.start();
    for (NodeGroup group : world.groups()) {
      String name = group.getId().substring(group.getId().lastIndexOf('/') + 1);
      for (String instance : world.instances(name)) {
        assertThat(world.groupOf(instance)).isEqualTo(group);
      }
    }
    assertThat(world.instances("p5")).hasSize(2);
  }

  @Test
  @Item(5)
  void aNodeWithoutAProviderIdIsNobodys() {
    world.group("p5", 0, 9, 1);
    world.start();
    assertThat(world.groupOf("").getId()).isEmpty();
    NodeGroupForNodeResponse reply =
        world.autoscaler().nodeGroupForNode(NodeGroupForNodeRequest.getDefaultInstance());
    assertThat(reply.getNodeGroup().getId()).isEmpty();
    assertThat(reply.hasNodeGroup()).as("older clients look into it").isTrue();
  }

  @Test
  @Item(6)
  void aNodeOfAnotherSystemIsNobodys() {
    world.group("p5", 0, 9, 1);
    world.start();
    for (String node :
        List.of(
            "kind://docker/kind/kind-worker",
            "eks-hybrid:///eu-west-1/my-cluster/mi-0123456789",
            "aws:///us-east-1a/fargate-ip-10-0-0-1",
            "openstack:///12345",
            "gce://my-project/us-central1-a/gke-node",
            "azure:///subscriptions/x/resourceGroups/y/providers/z")) {
      assertThat(world.groupOf(node).getId()).as(node).isEmpty();
    }
  }

  @Test
  @Item(7)
  void aMalformedProviderIdIsNobodys() {
    world.group("p5", 0, 9, 1);
    world.start();
    for (String node :
        List.of(
            "gce://",
            "gce://a/b",
            "azure://",
            "azure:///x",
            "aws://",
            "aws:///",
            "://",
            "%zz",
            "gpupool://",
            "gpupool://aws/x/y/z/notanumber/1",
            "\u0000\uffff",
            "a".repeat(10_000))) {
      assertThat(world.groupOf(node).getId()).as(node).isEmpty();
    }
  }

  @Test
  @Item(8)
  void everyIdThatIsListedLeadsBackToItsGroup() {
    String p5 = world.group("p5", 0, 9, 2);
    String other = world.group("other", 0, 9, 1);
    world.runOutOfCapacity("other");
    world.start();
    world.increase(p5, 2);
    world.increase(other, 3);
    world.poll();
    for (String group : List.of(p5, other)) {
      assertThat(world.nodes(group)).isNotEmpty();
      for (Instance node : world.nodes(group)) {
        assertThat(world.groupOf(node.getId()).getId()).as(node.getId()).isEqualTo(group);
      }
    }
  }

  @Test
  @Item(10)
  void anInstanceThatIsTooYoungToBeKnownIsFoundSoon() {
    String group = world.group("p5", 0, 9, 0);
    world.start();
    world.cloud.east.setDesired("p5", 1);
    world.pass(java.time.Duration.ofSeconds(4));
    String newborn = world.instances("p5").get(0);

    assertThat(world.groupOf(newborn).getId()).as("at once, and without an error").isEmpty();
    world.pass(java.time.Duration.ofSeconds(2));
    assertThat(world.groupOf(newborn).getId()).isEqualTo(group);
  }

  @Test
  @Item(11)
  void theGpuLabelNeverChanges() {
    world.start();
    for (int k = 0; k < 3; k++) {
      assertThat(world.autoscaler().gPULabel(GPULabelRequest.getDefaultInstance()).getLabel())
          .isEqualTo(ConformanceWorld.GPU_LABEL);
    }
  }

  @Test
  @Item(12)
  void gpuTypesAreKeysWithValuesThatGoCanDecode() {
    world.group("p5", 0, 9, 0);
    world.start();
    assertThat(
            world
                .autoscaler()
                .getAvailableGPUTypes(GetAvailableGPUTypesRequest.getDefaultInstance())
                .getGpuTypesMap())
        .containsOnlyKeys("nvidia-h100-80gb")
        .containsValue(Any.getDefaultInstance());
  }

  @Test
  @Item(13)
  void aPriceIsAboveZeroAndGrowsWithTheTime() {
    world.group("p5", 0, 9, 0);
    world.start();
    double hour = nodePrice("p5.48xlarge", 3_600);
    assertThat(hour).isEqualTo(TestMarket.USD_PER_HOUR);
    assertThat(nodePrice("p5.48xlarge", 7_200)).isEqualTo(2 * hour);
    assertThat(refusal(() -> nodePrice("unknown", 3_600)).getCode()).isEqualTo(Code.NOT_FOUND);
  }

  private double nodePrice(String machineType, long seconds) {
    return world
        .autoscaler()
        .pricingNodePrice(
            PricingNodePriceRequest.newBuilder()
                .setNode(
                    ExternalGrpcNode.newBuilder()
                        .setName("a-template")
                        .putLabels("node.kubernetes.io/instance-type", machineType)
                        .putLabels("topology.kubernetes.io/region", "us-east-1"))
                .setStartTimestamp(Timestamp.newBuilder().setSeconds(1_000))
                .setEndTimestamp(Timestamp.newBuilder().setSeconds(1_000 + seconds))
                .build())
        .getPrice();
  }

  @Test
  @Item({14, 16})
  void optionsAreUnsetWhereNothingIsWantedOtherwise() {
    world.cloud.east.addGroup(
        AwsUnderTest.definition("p5")
            .tag(
                "k8s.io/cluster-autoscaler/node-template/autoscaling-options/scaledownunneededtime",
                "nonsense"));
    world.start();
    assertThat(options("aws/111122223333/us-east-1/p5").hasNodeGroupAutoscalingOptions()).isFalse();
  }

  @Test
  @Item(15)
  void oneOptionWantedOtherwiseLeavesAllOthersAsTheyWere() {
    String group = world.group("p5", 0, 9, 1);
    world.overrides.put(
        new NodeGroupId(group),
        OptionOverrides.ofNodes(Optional.of(java.time.Duration.ofMinutes(12)), Optional.empty()));
    world.start();
    world.pass(java.time.Duration.ofMinutes(13));

    NodeGroupAutoscalingOptions options = options(group).getNodeGroupAutoscalingOptions();

    assertThat(options.toBuilder())
        .satisfies(
            answer -> {
              assertThat(answer.getMaxNodeProvisionDuration().getSeconds()).isEqualTo(720);
              assertThat(answer.getMaxNodeProvisionTime().getDuration())
                  .isEqualTo(720_000_000_000L);
            });
    assertThat(
            options.toBuilder()
                .setMaxNodeProvisionDuration(defaults().getMaxNodeProvisionDuration())
                .clearMaxNodeProvisionTime()
                .clearScaleDownUnneededTime()
                .clearScaleDownUnreadyTime()
                .build())
        .isEqualTo(defaults());
  }

  @Test
  @Item(17)
  void aTemplateIsWholeOrAnError() {
    String good = world.group("good", 0, 9, 0);
    world.cloud.east.addLaunchTemplate("spoilt", LaunchTemplateData.of(AwsUnderTest.TYPE));
    world.cloud.east.addGroup(AwsUnderTest.definition("bad").launchTemplate("spoilt"));
    world.cloud.east.addLaunchTemplateVersion("spoilt", LaunchTemplateData.withoutType());
    String bad = "aws/111122223333/us-east-1/bad";
    world.start();

    NodeGroupTemplateNodeInfoResponse template = template(good);
    assertThat(template.getNodeBytes().size()).isGreaterThan(100);
    assertThat(template.getNodeInfo()).isEqualTo(template.getNodeBytes());
    assertThat(refusal(() -> template(bad)).getDescription()).contains(bad);
  }

  @Test
  @Item(18)
  void aTemplateIsAKubernetesNode() throws Exception {
    String group = world.group("p5", 0, 9, 0);
    world.start();

    V1.Node node = V1.Node.parseFrom(template(group).getNodeBytes());

    assertThat(node.getMetadata().getLabelsMap())
        .containsEntry("kubernetes.io/arch", "amd64")
        .containsEntry("kubernetes.io/os", "linux")
        .containsEntry("node.kubernetes.io/instance-type", "p5.48xlarge")
        .containsEntry("topology.kubernetes.io/zone", "us-east-1a")
        .containsEntry(ConformanceWorld.GPU_LABEL, "nvidia-h100-80gb");
    assertThat(node.getStatus().getCapacityOrThrow("nvidia.com/gpu").getString()).isEqualTo("8");
    assertThat(node.getStatus().getAllocatableOrThrow("nvidia.com/gpu").getString()).isEqualTo("8");
  }

  @Test
  @Item(19)
  void aRefreshAsksNoCloudAndAFailedReadingLeavesTheLastOne() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    world.cloud.aws.calls().clear();
    for (int k = 0; k < 5; k++) {
      world.refresh();
    }
    assertThat(world.cloud.aws.calls().calls()).isEmpty();

    world.cloud.aws.faults().always(Faults.any(), new Fault.Html(200));
    world.poll();
    world.refresh();
    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.nodes(group)).hasSize(2);
  }

  @Test
  @Item(20)
  void cleanupMayComeTwiceAndTheServerServesOn() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    for (int k = 0; k < 2; k++) {
      var unused = world.autoscaler().cleanup(CleanupRequest.getDefaultInstance());
    }
    world.refresh();
    assertThat(world.target(group)).isEqualTo(2);
  }

  @Test
  @Item(22)
  void readsAreAnsweredWhileEveryCloudHangs() throws Exception {
    world.close();
    Queue<Runnable> readings = new ArrayDeque<>();
    boolean[] hang = {false};
    world =
        ConformanceWorld.of(
            AwsUnderTest::new,
            task -> {
              if (hang[0]) {
                readings.add(task);
              } else {
                task.run();
              }
            },
            Runnable::run);
    String group = world.group("p5", 0, 9, 2);
    world.start();
    hang[0] = true;
    world.poll();
    assertThat(readings).as("readings that will never end").isNotEmpty();

    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.nodes(group)).hasSize(2);
    assertThat(world.groupOf(world.instances("p5").get(0)).getId()).isEqualTo(group);
    assertThat(options(group)).isNotNull();
  }

  @Test
  @Item(1)
  void requestsForAnUnknownGroupReachNoCloud() {
    world.start();
    world.cloud.aws.calls().clear();
    refusal(() -> call(() -> world.autoscaler().nodeGroupIncreaseSize(increasing("aws/x", 1))));
    refusal(() -> call(() -> world.autoscaler().nodeGroupDeleteNodes(deleting("aws/x", "y"))));
    assertThat(world.cloud.aws.calls().calls()).isEmpty();
  }

  private static void call(java.util.function.Supplier<Object> call) {
    assertThat(call.get()).isNotNull();
  }

  private NodeGroupTemplateNodeInfoResponse template(String group) {
    return world
        .autoscaler()
        .nodeGroupTemplateNodeInfo(
            NodeGroupTemplateNodeInfoRequest.newBuilder().setId(group).build());
  }

  private NodeGroupAutoscalingOptionsResponse options(String group) {
    return world
        .autoscaler()
        .nodeGroupGetOptions(
            NodeGroupAutoscalingOptionsRequest.newBuilder()
                .setId(group)
                .setDefaults(defaults())
                .build());
  }

  private static NodeGroupAutoscalingOptions defaults() {
    return NodeGroupAutoscalingOptions.newBuilder()
        .setScaleDownUtilizationThreshold(0.5)
        .setScaleDownGpuUtilizationThreshold(0.6)
        .setScaleDownUnneededDuration(Duration.newBuilder().setSeconds(600))
        .setScaleDownUnreadyDuration(Duration.newBuilder().setSeconds(1_200))
        .setMaxNodeProvisionDuration(Duration.newBuilder().setSeconds(900))
        .setIgnoreDaemonSetsUtilization(true)
        .build();
  }
}
