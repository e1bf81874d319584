package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.contract.ContractWorld.Illness;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureGroupTest {

  private final AzureWorld world = new AzureWorld(false);
  private final AzureWorld flexible = new AzureWorld(true);

  @AfterEach
  void close() {
    world.close();
    flexible.close();
  }

  @Test
  void instancesHaveTheIdsThatAzuresNodeControllerWrites() throws Exception {
    world.createGroup("H100", 0, 3, 1);
    flexible.createGroup("H100", 0, 3, 1);
    String before = "azure:///subscriptions/5a1e/resourceGroups/mc_ml_prod/providers/";

    assertThat(world.read("H100").instances())
        .extracting(Instance::id)
        .containsExactly(
            new ProviderId(
                before + "Microsoft.Compute/virtualMachineScaleSets/H100/virtualMachines/0"));
    assertThat(flexible.read("H100").instances())
        .extracting(Instance::id)
        .containsExactly(new ProviderId(before + "Microsoft.Compute/virtualMachines/H100_0"));
  }

  @Test
  void anInstanceIsDeletedInWhateverCaseItsNodeHasItsId() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 3, 1);
    ProviderId shouted =
        new ProviderId(
            world.read("h100").instances().get(0).id().value().replace("mc_ml_prod", "MC_ML_PROD"));

    assertThat(world.cloud().delete(id, Set.of(shouted)))
        .containsExactly(Map.entry(shouted, new DeleteResult.Terminating()));
  }

  @ParameterizedTest
  @CsvSource({
    "Succeeded,running,RUNNING",
    "Updating,running,RUNNING",
    "Failed,running,RUNNING",
    "Failed,starting,RUNNING",
    "Failed,stopped,CREATING",
    "Failed,,CREATING",
    "Creating,,CREATING",
    "Succeeded,deallocated,DELETING",
    "Updating,deallocating,DELETING",
    "Deleting,running,DELETING"
  })
  void whatAMachineIsFollowsFromItsProvisioningAndItsPower(
      String provisioning, String power, InstanceState expected) throws Exception {
    world.createGroup("h100", 0, 3, 1);
    FakeScaleSet.Vm vm = world.set("h100").vms.get(0);
    vm.provisioning = provisioning;
    vm.power = power == null ? "" : power;

    assertThat(world.read("h100").instances())
        .extracting(Instance::state)
        .containsExactly(expected);
  }

  @Test
  void aMachineThatCouldNotBeAllocatedSaysWhy() throws Exception {
    world.createGroup("h100", 0, 3, 1);
    FakeScaleSet.Vm vm = world.set("h100").vms.get(0);
    vm.provisioning = "Failed";
    vm.power = "";
    vm.error = "ZonalAllocationFailed";

    GroupReading group = world.read("h100");

    assertThat(group.instances().get(0).failure().orElseThrow().code())
        .isEqualTo(FailureCode.INSUFFICIENT_CAPACITY);
    assertThat(group.launchFailures()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAllocationFailureIsToldByTheFirstReadingThatCanSeeIt(boolean restarted) throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 9, 1);
    world.runOutOfCapacity(id);
    world.cloud().resize(id, 1, 4);
    assertThat(world.read("h100").launchFailures()).isEmpty();
    world.pass(FakeScaleSet.REFUSAL);

    GroupReading group =
        (restarted ? world.anotherCloud() : world.cloud())
            .observe(Optional.empty())
            .group(id)
            .orElseThrow();

    assertThat(group.launchFailures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.code()).isEqualTo(FailureCode.INSUFFICIENT_CAPACITY);
              assertThat(failure.text()).isEqualTo("AllocationFailed: no luck");
            });
  }

  @Test
  void loweringATargetDeletesMachinesThatAreOffByNameAndNoOthers() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 9, 3);
    world.set("h100").vms.get(2).power = "deallocated";

    world.cloud().resize(id, 3, 2);

    world.settle();
    assertThat(world.read("h100").target()).isEqualTo(2);
    assertThat(world.set("h100").vms).extracting(vm -> vm.number).containsExactly(0, 1);
    assertThat(world.arm.calls()).filteredOn(action -> action.endsWith("/write")).isEmpty();
  }

  @Test
  void whereDeletionCannotBeForcedItIsAskedForWithout() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 9, 1);
    world.arm.refusesForce = true;
    ProviderId victim = world.read("h100").instances().get(0).id();

    assertThat(world.cloud().delete(id, Set.of(victim)))
        .containsEntry(victim, new DeleteResult.Terminating());
    assertThat(world.writes()).isEqualTo(2);
  }

  @Test
  void anInstanceOfAnotherScaleSetIsRefused() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 9, 1);
    world.createGroup("a100", 0, 9, 1);
    ProviderId stranger = world.read("a100").instances().get(0).id();

    assertThat(world.cloud().delete(id, Set.of(stranger)).get(stranger))
        .isInstanceOf(DeleteResult.Refused.class);
    assertThat(world.writes()).isZero();
  }

  @Test
  void throttlingSaysWhenToComeBack() {
    NodeGroupId id = world.createGroup("h100", 0, 9, 1);
    world.ail(Illness.THROTTLING);
    world.arm.retryAfter = "17";

    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> world.cloud().observe(Optional.empty()))
        .extracting(CloudException::error)
        .extracting(CloudError::retryAfter)
        .isEqualTo(Duration.ofSeconds(17));
    assertThat(world.arm.calls()).hasSize(1);
    assertThat(id.cloud()).isEqualTo("azure");
  }

  @Test
  void aShapeIsReadFromTheModelTheListOfTypesAndTheTags() throws Exception {
    world.createGroup("h100", 0, 3, 0);
    FakeScaleSet set = world.set("h100");
    set.priority = "Spot";
    String prefix = "k8s.io_cluster-autoscaler_node-template_";
    set.tags.put(prefix + "label_ml.example_the~2team", "vision");
    set.tags.put(prefix + "taint_nvidia.com_gpu", "present:NoSchedule");
    set.tags.put(prefix + "taint_broken", "nonsense");
    set.tags.put(prefix + "resources_rdma_hca", "8");

    CloudReading reading = world.read();
    NodeShape shape = reading.group(world.id("h100")).orElseThrow().shape().orElseThrow();

    assertThat(shape.accelerator().orElseThrow().count()).isEqualTo(8);
    assertThat(shape.accelerator().orElseThrow().model()).isEqualTo("H100");
    assertThat(shape.machine().memoryBytes()).isEqualTo(1900L << 30);
    assertThat(shape.zones()).containsExactly("eastus-1", "eastus-2");
    assertThat(shape.capacityType().label()).isEqualTo("spot");
    assertThat(shape.rootDiskBytes()).hasValue(128L << 30);
    assertThat(shape.declared().labels()).containsEntry("ml.example/the_team", "vision");
    assertThat(shape.declared().taints())
        .singleElement()
        .hasToString("nvidia.com/gpu=present:NoSchedule");
    assertThat(shape.declared().resources()).containsEntry("rdma/hca", "8");
    assertThat(reading.problems())
        .extracting(problem -> problem.text())
        .anyMatch(text -> text.contains("taint_broken"))
        .anyMatch(text -> text.contains("may not have Standard_ND96isr_H100_v5 in zone 2"));
  }
}
