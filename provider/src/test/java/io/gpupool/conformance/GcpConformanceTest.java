package io.gpupool.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.gcp.EmulatedGroup;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import io.gpupool.clouds.gcp.GcpSettings;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.InstanceStatus.InstanceState;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.kubernetes.client.proto.V1;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is different, or of another form, with groups of Google Cloud. */
class GcpConformanceTest {

  private final ConformanceWorld<GcpUnderTest> world =
      ConformanceWorld.of(GcpUnderTest::zonal, Runnable::run);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Item(2)
  void zonalAndRegionalGroupsOfOneNameAreListedApart() {
    world.group("h100", 0, 9, 0);
    world.cloud.project.addGroup(labelled(GcpUnderTest.REGION, "h100"));
    world.start();
    assertThat(world.groups())
        .extracting(NodeGroup::getId)
        .containsExactlyInAnyOrder(
            "gcp/ml-prod/us-central1-a/h100", "gcp/ml-prod/us-central1/h100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:///us-east-1a/i-0123456789abcdef0",
        "gce:",
        "gce://",
        "gce:///",
        "gce://ml-prod",
        "gce://ml-prod/us-central1-a",
        "gce://ml-prod/us-central1-a/",
        "gce://ml-prod/us-central1-a/h100-x/y",
        "gce://another-project/us-central1-a/h100-abcd",
        "gce://ml-prod/us-central1-a/nobody"
      })
  @Item({6, 7})
  void aNodeThatIsNoneOfTheProjectsIsNobodys(String providerId) {
    world.group("h100", 0, 9, 1);
    world.start();
    assertThat(world.groupOf(providerId).getId()).isEmpty();
    world.poll();
    assertThat(world.groupOf(providerId).getId()).isEmpty();
  }

  @Test
  @Item(8)
  void anInstanceHasTheIdThatGooglesControllerWritesAndLeadsBack() {
    String group = world.group("h100", 0, 9, 2);
    world.start();
    assertThat(world.nodes(group))
        .hasSize(2)
        .extracting(Instance::getId)
        .isEqualTo(world.instances("h100"))
        .allSatisfy(
            id -> {
              assertThat(id).matches("gce://ml-prod/us-central1-a/h100-[a-z0-9]{4}");
              assertThat(world.groupOf(id).getId()).isEqualTo(group);
            });
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(CreationError.resourcePoolExhausted(), "INSUFFICIENT_CAPACITY", 1),
        Arguments.of(
            CreationError.outOfCapacity("ml-prod", GcpUnderTest.ZONE), "INSUFFICIENT_CAPACITY", 1),
        Arguments.of(CreationError.insufficientCapacity(), "INSUFFICIENT_CAPACITY", 1),
        Arguments.of(
            CreationError.quotaExceeded("NVIDIA_H100_GPUS", 8, GcpUnderTest.REGION),
            "QUOTA_EXCEEDED",
            1),
        Arguments.of(CreationError.addressesExhausted("default"), "IP_SPACE_EXHAUSTED", 99),
        Arguments.of(
            CreationError.permissions("compute.disks.create", "ml-prod"), "PERMISSIONS_ERROR", 99),
        Arguments.of(
            CreationError.externalAddressForbidden("ml-prod"),
            "VM_EXTERNAL_IP_ACCESS_POLICY_CONSTRAINT",
            99),
        Arguments.of(CreationError.reservationNotReady("r"), "RESERVATION_NOT_READY", 99),
        Arguments.of(CreationError.reservationNotFound("r"), "RESERVATION_NOT_FOUND", 99));
  }

  @ParameterizedTest
  @MethodSource("errors")
  @Item(46)
  void anErrorOfAnInstanceHasItsCodeAndItsClass(CreationError error, String code, int errorClass) {
    String group = world.group("h100", 0, 9, 0);
    var unused = world.cloud.gcp.refuseLaunches(attempt -> true, error);
    world.start();
    world.increase(group, 1);
    world.pass(Duration.ofSeconds(40));
    assertThat(world.nodes(group))
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.getStatus().getInstanceState())
                  .isEqualTo(InstanceState.instanceCreating);
              assertThat(node.getStatus().getErrorInfo().getErrorCode()).isEqualTo(code);
              assertThat(node.getStatus().getErrorInfo().getInstanceErrorClass())
                  .isEqualTo(errorClass);
              assertThat(node.getStatus().getErrorInfo().getErrorMessage())
                  .contains(error.message());
            });
  }

  @Test
  @Item(47)
  void anInstanceThatIsMadeAgainIsBeingCreatedUnderItsOldId() {
    String group = world.group("h100", 0, 9, 1);
    world.start();
    EmulatedGroup before = world.cloud.project.group(GcpUnderTest.ZONE, "h100").orElseThrow();
    String name = before.members().get(0).name();
    String id = world.instances("h100").get(0);
    assertThat(world.state(group, id)).isEqualTo(InstanceState.instanceRunning);

    world.cloud.project.deleteInstance(GcpUnderTest.ZONE, name);
    world.poll();

    assertThat(world.state(group, id)).isEqualTo(InstanceState.instanceCreating);
    assertThat(world.target(group)).isEqualTo(1);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.state(group, id)).isEqualTo(InstanceState.instanceRunning);
    assertThat(world.nodes(group)).hasSize(1);
  }

  @Test
  @Item({74, 75, 76})
  void aTemplateIsWhatTheInstanceTemplateSaysOutsideGkeToo() throws Exception {
    world.cloud.project.addGroup(
        labelled(GcpUnderTest.ZONE, "h100")
            .metadata(
                "cluster-autoscaler-env-vars",
                "node_labels=team=research;node_taints=nvidia.com/gpu=present:NoSchedule"));
    world.start();
    V1.Node node =
        V1.Node.parseFrom(
            world
                .autoscaler()
                .nodeGroupTemplateNodeInfo(
                    NodeGroupTemplateNodeInfoRequest.newBuilder()
                        .setId(world.cloud.id("h100"))
                        .build())
                .getNodeBytes());
    assertThat(node.getMetadata().getLabelsMap())
        .containsEntry("team", "research")
        .containsEntry("kubernetes.io/arch", "amd64")
        .containsEntry("node.kubernetes.io/instance-type", GcpUnderTest.TYPE)
        .containsEntry("topology.kubernetes.io/region", "us-central1")
        .containsEntry("topology.kubernetes.io/zone", "us-central1-a")
        .containsEntry("topology.gke.io/zone", "us-central1-a")
        .containsEntry("gpupool.io/cloud", "gcp")
        .containsKey(ConformanceWorld.GPU_LABEL);
    assertThat(node.getSpec().getTaintsList())
        .singleElement()
        .satisfies(taint -> assertThat(taint.getKey()).isEqualTo("nvidia.com/gpu"));
    assertThat(node.getStatus().getCapacityOrThrow("nvidia.com/gpu").getString()).isEqualTo("8");
    assertThat(node.getStatus().getAllocatableOrThrow("nvidia.com/gpu").getString()).isEqualTo("8");
  }

  private static GroupDefinition labelled(String location, String name) {
    return GroupDefinition.of(location, name, GcpUnderTest.TYPE)
        .label("cluster", "any")
        .label(GcpSettings.MAX_LABEL, "9");
  }
}
