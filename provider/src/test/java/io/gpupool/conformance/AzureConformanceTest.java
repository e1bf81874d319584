package io.gpupool.conformance;

import static io.gpupool.conformance.ConformanceWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.azure.AzureSettings;
import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.azure.model.ProvisioningError;
import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.InstanceErrorInfo;
import io.gpupool.proto.cloudprovider.InstanceStatus.InstanceState;
import io.gpupool.proto.cloudprovider.NodeGroup;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.grpc.Status.Code;
import io.kubernetes.client.proto.V1;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is different, or of another form, with scale sets of Azure. */
class AzureConformanceTest {

  private static final String DELETE = "VirtualMachineScaleSets_DeleteInstances";

  /** What the emulated Azure says in Retry-After; without it we'd ask again sooner. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final ConformanceWorld<AzureUnderTest> world =
      ConformanceWorld.of(AzureUnderTest::uniform, Runnable::run);

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:///us-east-1a/i-0123456789abcdef0",
        "azure:",
        "azure://",
        "azure:///",
        "azure:///subscriptions",
        "azure:///subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ml-prod",
        "azure:///subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ml-prod/providers/Microsoft.Compute/virtualMachineScaleSets/h100/virtualMachines/",
        "azure:///subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ml-prod/providers/Microsoft.Compute/virtualMachineScaleSets/h100/virtualMachines/0/x",
        "azure:///subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ml-prod/providers/Microsoft.Compute/virtualMachineScaleSets/another/virtualMachines/0",
        "azure:///subscriptions/99999999-2222-3333-4444-555555555555/resourceGroups/ml-prod/providers/Microsoft.Compute/virtualMachineScaleSets/h100/virtualMachines/0",
        "azure:///subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ml-prod/providers/Microsoft.Compute/virtualMachines/alone"
      })
  @Item({6, 7})
  void aNodeThatIsOfNoScaleSetIsNobodys(String providerId) {
    world.group("h100", 0, 9, 1);
    world.cloud.subscription.addMachine(
        AzureUnderTest.RESOURCE_GROUP, "eastus", "alone", AzureUnderTest.TYPE);
    world.start();
    assertThat(world.groupOf(providerId).getId()).isEmpty();
    world.poll();
    assertThat(world.groupOf(providerId).getId()).isEmpty();
  }

  @Test
  @Item({8, 9})
  void anInstanceHasTheIdThatAzuresControllerWritesAndIsKnownByItInAnyCase() {
    String group = world.group("h100", 0, 9, 2);
    world.start();
    assertThat(world.nodes(group))
        .hasSize(2)
        .extracting(Instance::getId)
        .isEqualTo(world.instances("h100"))
        .allSatisfy(
            id -> {
              assertThat(id)
                  .matches(
                      "azure:///subscriptions/[-0-9]{36}/resourceGroups/ml-prod/providers/"
                          + "Microsoft\\.Compute/virtualMachineScaleSets/h100/virtualMachines/\\d");
              assertThat(world.groupOf(id).getId()).isEqualTo(group);
              assertThat(world.groupOf(inOtherLetters(id)).getId()).isEqualTo(group);
            });

    world.delete(group, inOtherLetters(world.instances("h100").get(0)));

    assertThat(world.desired("h100")).isEqualTo(1);
  }

  private static String inOtherLetters(String id) {
    return "azure://" + id.substring("azure://".length()).toUpperCase(Locale.ROOT);
  }

  @Test
  @Item(48)
  void aMachineThatFailedAndDoesNotRunIsBeingCreatedWithAnError() {
    try (ConformanceWorld<AzureUnderTest> leaving =
        ConformanceWorld.of(AzureUnderTest::leavingFailedMachines, Runnable::run)) {
      String group = leaving.group("h100", 0, 9, 1);
      leaving.runOutOfCapacity("h100");
      leaving.start();
      leaving.increase(group, 1);
      leaving.pass(Duration.ofSeconds(40));

      String failed = leaving.instances("h100").get(1);
      assertThat(leaving.state(group, leaving.instances("h100").get(0)))
          .isEqualTo(InstanceState.instanceRunning);
      assertThat(leaving.state(group, failed)).isEqualTo(InstanceState.instanceCreating);
      assertThat(error(leaving, group, failed).getErrorCode()).isEqualTo("INSUFFICIENT_CAPACITY");

      leaving.delete(group, failed);
      leaving.pass(Duration.ofMinutes(5));
      assertThat(leaving.desired("h100")).isEqualTo(1);
      assertThat(leaving.nodes(group)).hasSize(1);
    }
  }

  @Test
  @Item({48, 51})
  void aMachineThatFailedAndRunsIsRunning() {
    String group = world.group("h100", 0, 9, 0);
    var unused =
        world.cloud.azure.failBoots(attempt -> true, ProvisioningError.extensionFailed("vmssCSE"));
    world.start();
    world.increase(group, 1);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.nodes(group))
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.getStatus().getInstanceState())
                  .isEqualTo(InstanceState.instanceRunning);
              assertThat(node.getStatus().getErrorInfo().getErrorCode()).isEmpty();
            });
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(ProvisioningError.allocationFailed(), "INSUFFICIENT_CAPACITY", 1),
        Arguments.of(ProvisioningError.zonalAllocationFailed(), "INSUFFICIENT_CAPACITY", 1),
        Arguments.of(ProvisioningError.overconstrainedAllocation(), "INSUFFICIENT_CAPACITY", 1),
        Arguments.of(
            ProvisioningError.skuNotAvailable(AzureUnderTest.TYPE, "eastus"),
            "INSUFFICIENT_CAPACITY",
            1),
        Arguments.of(
            ProvisioningError.quotaExceeded("standardNDSH100v5Family", "eastus", 96, 96, 96),
            "QUOTA_EXCEEDED",
            1),
        Arguments.of(ProvisioningError.reservationUsedUp(), "RESERVATION_CAPACITY_EXCEEDED", 1),
        Arguments.of(ProvisioningError.subnetIsFull("nodes"), "IP_SPACE_EXHAUSTED", 99),
        Arguments.of(ProvisioningError.extensionFailed("vmssCSE"), "REQUEST_REFUSED", 99),
        Arguments.of(ProvisioningError.internal(), "REQUEST_REFUSED", 99));
  }

  @ParameterizedTest
  @MethodSource("errors")
  @Item({49, 51})
  void whatAnUpdateFailsForIsTheErrorOfTheSlotsThatItLeaves(
      ProvisioningError failure, String code, int errorClass) {
    String group = world.group("h100", 0, 9, 1);
    var unused = world.cloud.azure.refuseLaunches(attempt -> true, failure);
    world.start();
    world.increase(group, 2);
    world.pass(Duration.ofSeconds(40));
    assertThat(world.target(group)).isEqualTo(3);
    assertThat(world.placeholders(group))
        .hasSize(2)
        .allSatisfy(
            slot -> {
              assertThat(slot.getStatus().getInstanceState())
                  .isEqualTo(InstanceState.instanceCreating);
              InstanceErrorInfo error = slot.getStatus().getErrorInfo();
              assertThat(error.getErrorCode()).isEqualTo(code);
              assertThat(error.getInstanceErrorClass()).isEqualTo(errorClass);
              assertThat(error.getErrorMessage()).contains(failure.message());
            });
  }

  @Test
  @Item(49)
  void whereAPartCanBeHadOnlyTheMissingSlotsFail() {
    String group = world.group("h100", 0, 9, 0);
    world.cloud.azure.setCapacity(AzureUnderTest.TYPE, "eastus-1", 1);
    world.start();
    world.increase(group, 3);
    world.pass(Duration.ofMinutes(3));
    assertThat(world.nodes(group)).hasSize(3);
    assertThat(world.placeholders(group))
        .hasSize(2)
        .allMatch(slot -> slot.getStatus().getErrorInfo().getInstanceErrorClass() == 1);

    world.delete(group, world.placeholderIds(group).toArray(String[]::new));

    assertThat(world.desired("h100")).isEqualTo(1);
    assertThat(world.instances("h100")).hasSize(1);
    assertThat(world.endings()).isZero();
  }

  @Test
  @Item(49)
  void aQuotaThatIsUsedUpRefusesTheIncreaseAtOnce() {
    String group = world.group("h100", 0, 9, 1);
    world.cloud.subscription.setQuota("eastus", "cores", 96);
    world.start();
    assertThat(refusal(() -> world.increase(group, 1)))
        .satisfies(
            status -> {
              assertThat(status.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
              assertThat(status.getDescription()).contains("quota");
            });
    assertThat(world.target(group)).isEqualTo(1);
    assertThat(world.placeholders(group)).isEmpty();
  }

  @Test
  @Item(50)
  void instancesOfAScaleSetThatIsBeingUpdatedStayWhatTheyAre() {
    String group = world.group("h100", 0, 9, 2);
    world.start();
    List<String> running = world.instances("h100");
    world.increase(group, 1);
    world.poll();
    assertThat(running)
        .allSatisfy(
            id -> assertThat(world.state(group, id)).isEqualTo(InstanceState.instanceRunning));
    assertThat(world.nodes(group)).hasSize(3);

    world.delete(group, running.get(0));

    assertThat(world.state(group, running.get(0))).isEqualTo(InstanceState.instanceDeleting);
    world.pass(Duration.ofMinutes(5));
    assertThat(world.instances("h100")).hasSize(2).doesNotContain(running.get(0));
    assertThat(world.target(group)).isEqualTo(2);
  }

  @Test
  @Item(52)
  void aThrottledCloudIsNotAskedBeforeItsTime() {
    String group = world.group("h100", 0, 9, 2);
    world.start();
    var unused = world.cloud.faults().always(Faults.any(), new Fault.Throttle());
    world.poll();
    int asked = world.cloud.calls().calls().size();
    world.pass(RETRY_AFTER.minusSeconds(1));
    assertThat(world.cloud.calls().calls()).hasSize(asked);
    assertThat(world.nodes(group)).hasSize(2);
    world.pass(Duration.ofMinutes(2));
    assertThat(world.cloud.calls().calls()).hasSizeGreaterThan(asked);
  }

  @ParameterizedTest
  @MethodSource("failuresOfOperations")
  @Item({67, 68})
  void aDeletionThatAzureTakesBackLeavesTheMachineAndMayBeAskedForAgain(ProvisioningError failure) {
    String group = world.group("h100", 0, 9, 2);
    world.start();
    String node = world.instances("h100").get(0);
    Episode failing =
        world.cloud.azure.failOperations(
            attempt -> attempt.type().endsWith("_DeleteInstances"), failure);
    world.delete(group, node);
    assertThat(world.state(group, node)).isEqualTo(InstanceState.instanceDeleting);
    assertThat(world.target(group)).isEqualTo(1);
    world.pass(Duration.ofMinutes(1));
    failing.close();
    assertThat(world.state(group, node)).isEqualTo(InstanceState.instanceRunning);
    assertThat(world.target(group)).isEqualTo(2);

    world.delete(group, node);
    world.pass(Duration.ofMinutes(5));

    assertThat(world.instances("h100")).hasSize(1).doesNotContain(node);
    assertThat(world.target(group)).isEqualTo(1);
  }

  static Stream<ProvisioningError> failuresOfOperations() {
    return Stream.of(ProvisioningError.internal(), ProvisioningError.preempted());
  }

  @Test
  @Item(68)
  void aDeletionThatMayNotBeForcedIsAskedForWithoutForce() {
    String group = world.group("h100", 0, 9, 2);
    world.start();
    String node = world.instances("h100").get(0);
    world
        .cloud
        .faults()
        .next(
            1,
            Faults.action(DELETE),
            new Fault.ErrorAnswer(
                409, "OperationNotAllowed", "Force deletion isn't allowed for this machine."));

    world.delete(group, node);

    assertThat(world.cloud.calls().calls())
        .filteredOn(call -> call.action().equals(DELETE))
        .extracting(AzureConformanceTest::force)
        .containsExactly("true", "false");
    world.pass(Duration.ofMinutes(5));
    assertThat(world.instances("h100")).hasSize(1).doesNotContain(node);
    assertThat(world.target(group)).isEqualTo(1);
  }

  private static String force(Call call) {
    return call.parameters().getOrDefault("forceDeletion", "false");
  }

  @Test
  @Item(73)
  void tagsOfAScaleSetWinOverWhatIsSaidOfAllThatAreDiscovered() {
    try (ConformanceWorld<AzureUnderTest> discovering =
        ConformanceWorld.of(time -> AzureUnderTest.discovering(time, 1, 5), Runnable::run)) {
      discovering.group("tagged", 2, 9, 2);
      discovering.cloud.subscription.addGroup(AzureUnderTest.definition("bare").capacity(1));
      discovering.cloud.subscription.addGroup(
          AzureUnderTest.definition("half").tag(AzureSettings.MAX_TAG, "7").capacity(1));
      discovering.cloud.subscription.addGroup(
          AzureUnderTest.definition("odd").tag(AzureSettings.MAX_TAG, "many").capacity(3));
      discovering.start();
      assertThat(discovering.groups())
          .extracting(AzureConformanceTest::sizes)
          .containsExactlyInAnyOrder("tagged 2-9", "bare 1-5", "half 1-7", "odd 1-3");
    }
  }

  private static String sizes(NodeGroup group) {
    return "%s %d-%d"
        .formatted(
            group.getId().substring(group.getId().lastIndexOf('/') + 1),
            group.getMinSize(),
            group.getMaxSize());
  }

  @Test
  @Item({74, 75, 76})
  void aTemplateIsWhatTheTagsOfTheScaleSetSay() throws Exception {
    world.cloud.subscription.addGroup(
        AzureUnderTest.definition("h100")
            .tag("k8s.io_cluster-autoscaler_node-template_label_example.com_team", "research")
            .tag(
                "k8s.io_cluster-autoscaler_node-template_taint_nvidia.com_gpu",
                "present:NoSchedule")
            .tag("k8s.io_cluster-autoscaler_node-template_taint_spoilt", "present:Sometimes"));
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
        .containsEntry("example.com/team", "research")
        .containsEntry("kubernetes.io/arch", "amd64")
        .containsEntry("kubernetes.io/os", "linux")
        .containsEntry("node.kubernetes.io/instance-type", AzureUnderTest.TYPE)
        .containsEntry("topology.kubernetes.io/region", "eastus")
        .containsEntry("topology.kubernetes.io/zone", "eastus-1")
        .containsEntry("topology.disk.csi.azure.com/zone", "eastus-1")
        .containsEntry("gpupool.io/cloud", "azure")
        .containsKey(ConformanceWorld.GPU_LABEL);
    assertThat(node.getSpec().getTaintsList())
        .singleElement()
        .satisfies(taint -> assertThat(taint.getKey()).isEqualTo("nvidia.com/gpu"));
    assertThat(node.getStatus().getCapacityOrThrow("nvidia.com/gpu").getString()).isEqualTo("8");
    assertThat(node.getStatus().getAllocatableOrThrow("nvidia.com/gpu").getString()).isEqualTo("8");
  }

  private static InstanceErrorInfo error(
      ConformanceWorld<AzureUnderTest> world, String group, String id) {
    return world.nodes(group).stream()
        .filter(node -> node.getId().equals(id))
        .findFirst()
        .orElseThrow()
        .getStatus()
        .getErrorInfo();
  }
}
