package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.NodeSystem;
import io.gpupool.clouds.api.NodeSystem.Distribution;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.Taint;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.model.InstanceProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of the nodes that groups would bring up. */
class GcpShapeTest {

  private static final long GIB = 1L << 30;

  private final GcpWorld world = new GcpWorld();

  @AfterEach
  void close() {
    world.close();
  }

  // ---- machines

  @ParameterizedTest
  @CsvSource({
    "a2-highgpu-1g, nvidia-tesla-a100, 1, A100, 40",
    "a2-ultragpu-8g, nvidia-a100-80gb, 8, A100, 80",
    "a3-highgpu-8g, nvidia-h100-80gb, 8, H100, 80",
    "a3-megagpu-8g, nvidia-h100-mega-80gb, 8, H100-MEGA, 80",
    "a3-ultragpu-8g, nvidia-h200-141gb, 8, H200, 141",
    "a4-highgpu-8g, nvidia-b200, 8, B200, 180",
    "g2-standard-4, nvidia-l4, 1, L4, 24",
    "g2-standard-8, nvidia-l4-vws, 1, L4, 24",
    "g4-standard-48, nvidia-rtx-pro-6000, 1, RTX-PRO-6000, 96",
    "a9-newer-8g, nvidia-x900-512gb, 8, X900, 512",
    "a9-newest-8g, nvidia-y1000, 8, Y1000, 0"
  })
  void acceleratorsThatAreBuiltIn(String machine, String type, int count, String model, long gib)
      throws Exception {
    world.gcp.addMachineType(
        io.gpupool.clouds.emulator.gcp.model.MachineType.x86(machine, 12, 87_040)
            .with(type, count));
    NodeShape shape = shape(group(machine));
    assertThat(shape.machine().name()).isEqualTo(machine);
    assertThat(shape.accelerator()).contains(new Accelerator("nvidia", model, count, gib * GIB));
    assertThat(shape.machine().vcpu()).isEqualTo(12);
    assertThat(shape.machine().memoryBytes()).isEqualTo(85 * GIB);
  }

  @Test
  void acceleratorsThatAreAttached() throws Exception {
    world.gcp.addMachineType(
        io.gpupool.clouds.emulator.gcp.model.MachineType.x86("n1-standard-16", 16, 61_440));
    NodeShape shape = shape(group("n1-standard-16").accelerators("nvidia-tesla-v100", 2));
    assertThat(shape.accelerator()).contains(new Accelerator("nvidia", "V100", 2, 16 * GIB));
    assertThat(shape.machine().name()).isEqualTo("n1-standard-16");
  }

  @Test
  void tpusAreGooglesOwn() throws Exception {
    world.gcp.addMachineType(
        io.gpupool.clouds.emulator.gcp.model.MachineType.x86("ct5lp-hightpu-4t", 112, 196_608)
            .with("ct5lp", 4));
    assertThat(shape(group("ct5lp-hightpu-4t")).accelerator())
        .contains(new Accelerator("google", "CT5LP", 4, 0));
  }

  @Test
  void anArmMachineIsOne() throws Exception {
    world.gcp.addMachineType(
        io.gpupool.clouds.emulator.gcp.model.MachineType.arm("a4x-highgpu-4g", 140, 905_216)
            .with("nvidia-gb200", 4));
    assertThat(shape(group("a4x-highgpu-4g")).machine().architecture()).isEqualTo("arm64");
  }

  @Test
  void aMachineWithoutAcceleratorsHasNone() throws Exception {
    world.gcp.addMachineType(
        io.gpupool.clouds.emulator.gcp.model.MachineType.x86("e2-standard-4", 4, 16_384));
    assertThat(shape(group("e2-standard-4")).accelerator()).isEmpty();
  }

  @Test
  void aCustomMachineIsAskedForLikeAnyOther() throws Exception {
    MachineType machine = shape(group("n1-custom-8-32768")).machine();
    assertThat(machine.vcpu()).isEqualTo(8);
    assertThat(machine.memoryBytes()).isEqualTo(32 * GIB);
  }

  @Test
  void localDisksAreTheTypesOrTheTemplates() throws Exception {
    world.gcp.addMachineType(
        io.gpupool.clouds.emulator.gcp.model.MachineType.x86("a3-edgegpu-8g", 208, 1_916_928)
            .with("nvidia-h100-80gb", 8)
            .bundledSsds(16));
    assertThat(shape(group("a3-edgegpu-8g")).machine().localDiskBytes()).isEqualTo(16 * 375 * GIB);
    assertThat(shape(group(GcpWorld.TYPE).localSsds(2)).machine().localDiskBytes())
        .isEqualTo(2 * 375 * GIB);
    assertThat(shape(group(GcpWorld.TYPE)).machine().localDiskBytes()).isZero();
  }

  @Test
  void theRootDiskIsTheTemplates() throws Exception {
    assertThat(
            shape(
                    group(GcpWorld.TYPE)
                        .launching(
                            properties ->
                                properties.bootDisk(
                                    200, "pd-ssd", "projects/cos-cloud/global/images/cos-121")))
                .rootDiskBytes())
        .hasValue(200 * GIB);
  }

  // ---- how and where

  @Test
  void spotPreemptibleAndReservedMachinesAreTold() throws Exception {
    assertThat(shape(group(GcpWorld.TYPE)).capacityType()).isEqualTo(CapacityType.ON_DEMAND);
    assertThat(shape(group(GcpWorld.TYPE).spot()).capacityType()).isEqualTo(CapacityType.SPOT);
    assertThat(shape(group(GcpWorld.TYPE).preemptible()).capacityType())
        .isEqualTo(CapacityType.SPOT);
    assertThat(
            shape(
                    group(GcpWorld.TYPE)
                        .launching(
                            properties ->
                                properties.with(
                                    "reservationAffinity",
                                    Map.of(
                                        "consumeReservationType",
                                        "SPECIFIC_RESERVATION",
                                        "values",
                                        List.of("mine")))))
                .capacityType())
        .isEqualTo(CapacityType.RESERVED);
  }

  @Test
  void theRegionIsThatOfTheZone() throws Exception {
    NodeShape shape = shape(group(GcpWorld.TYPE));
    assertThat(shape.region()).isEqualTo("us-central1");
    assertThat(shape.zones()).containsExactly("us-central1-a");
    assertThat(shape.declared().labels()).containsEntry("topology.gke.io/zone", "us-central1-a");
  }

  @Test
  void regionalTemplatesAreRead() throws Exception {
    world.project.addTemplate(
        "us-central1", "mine", InstanceProperties.of(GcpWorld.TYPE).label(GcpWorld.LABEL, "true"));
    world.project.addGroup(
        GroupDefinition.of(GcpWorld.ZONE, "workers", GcpWorld.TYPE)
            .regionalTemplate("us-central1", "mine"));
    assertThat(world.read("workers").shape().orElseThrow().machine().name())
        .isEqualTo(GcpWorld.TYPE);
    assertThat(world.gcp.calls().count("regionInstanceTemplates.get")).isEqualTo(1);
  }

  @Test
  void anotherTemplateIsReadOnceItIsThere() throws Exception {
    world.createGroup("workers", 0, 9, 1);
    CloudReading before = world.read();
    world.project.addTemplate(
        "better",
        InstanceProperties.of(GcpWorld.TYPE)
            .label(GcpWorld.LABEL, "true")
            .metadata(NodeVariables.KEY, "node_labels=pool=better"));
    world.project.relaunchFrom(GcpWorld.ZONE, "workers", "better");

    CloudReading after = world.cloud().observe(Optional.of(before));

    assertThat(after.groups().get(0).shape().orElseThrow().declared().labels())
        .containsEntry("pool", "better");
  }

  @Test
  void aGroupWhoseMachinesComeAllTogetherIsScaledSo() throws Exception {
    assertThat(shape(group(GcpWorld.TYPE).allOrNothing()).declared().options().zeroOrMax())
        .contains(true);
    assertThat(shape(group(GcpWorld.TYPE)).declared().options().zeroOrMax()).isEmpty();
  }

  @Test
  void anEncryptedMachineIsTold() throws Exception {
    assertThat(
            system(
                    group(GcpWorld.TYPE)
                        .launching(
                            properties ->
                                properties.with(
                                    "confidentialInstanceConfig",
                                    Map.of("confidentialInstanceType", "TDX"))))
                .confidential())
        .isTrue();
    assertThat(system(group(GcpWorld.TYPE)).confidential()).isFalse();
  }

  // ---- what the owner says

  @Test
  void aNodeOfGkeIsWhatItsKubeEnvSays() throws Exception {
    NodeShape shape =
        shape(
            group(GcpWorld.TYPE)
                .kubeEnv(
                    Map.of(
                        "AUTOSCALER_ENV_VARS",
                        "node_labels=cloud.google.com/gke-accelerator=nvidia-h100-80gb,a=b;"
                            + "node_taints=nvidia.com/gpu=present:NoSchedule,x=y:NoExecute;"
                            + "kube_reserved=cpu=1060m,memory=1019Mi,ephemeral-storage=41Gi;"
                            + "os=linux;os_distribution=cos;arch=amd64;"
                            + "ephemeral_storage_local_ssd_count=2;"
                            + "evictionHard=memory.available=200Mi,nodefs.available=10%;"
                            + "extended_resources=example.com/dongle=3;"
                            + "scaledownunneededtime=20m;scaledownutilizationthreshold=0.7;"
                            + "maxnodeprovisiontime=45m",
                        "KUBELET_CERT",
                        "secret")));

    assertThat(shape.declared().labels())
        .containsEntry("cloud.google.com/gke-accelerator", "nvidia-h100-80gb")
        .containsEntry("a", "b");
    assertThat(shape.declared().taints())
        .containsExactly(
            new Taint("nvidia.com/gpu", "present", "NoSchedule"), new Taint("x", "y", "NoExecute"));
    assertThat(shape.declared().resources()).containsEntry("example.com/dongle", "3");
    OptionOverrides options = shape.declared().options();
    assertThat(options.unneededTime()).contains(Duration.ofMinutes(20));
    assertThat(options.utilizationThreshold()).isEqualTo(OptionalDouble.of(0.7));
    assertThat(options.provisionTime()).contains(Duration.ofMinutes(45));
    assertThat(shape.system())
        .contains(
            new NodeSystem(
                "linux",
                Distribution.COS,
                Optional.of(
                    Map.of("cpu", "1060m", "memory", "1019Mi", "ephemeral-storage", "41Gi")),
                Map.of("memory.available", "200Mi", "nodefs.available", "10%"),
                2,
                false));
  }

  @Test
  void aNodeOfAClusterOfOnesOwnIsWhatItsMetadataSays() throws Exception {
    NodeShape shape =
        shape(
            group(GcpWorld.TYPE)
                .metadata(
                    NodeVariables.KEY,
                    "node_labels=pool=train;node_taints=gpu=:NoSchedule;os_distribution=ubuntu;"
                        + "extended_resources=nvidia.com/gpu=56;zeroormaxnodescaling=true"));
    assertThat(shape.declared().labels()).containsEntry("pool", "train");
    assertThat(shape.declared().taints()).containsExactly(new Taint("gpu", "", "NoSchedule"));
    assertThat(shape.declared().resources()).containsEntry("nvidia.com/gpu", "56");
    assertThat(shape.declared().options().zeroOrMax()).contains(true);
    assertThat(shape.system().orElseThrow().distribution()).isEqualTo(Distribution.UBUNTU);
    assertThat(shape.system().orElseThrow().kubeReserved()).contains(Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "projects/cos-cloud/global/images/family/cos-stable, COS",
    "projects/gke-node-images/global/images/gke-1351-gke1-cos-121-18867-c-pre, COS",
    "projects/ubuntu-os-cloud/global/images/ubuntu-2404-noble, UBUNTU",
    "projects/windows-cloud/global/images/windows-server-2022, WINDOWS",
    "projects/debian-cloud/global/images/family/debian-12, OTHER"
  })
  void whereNobodySaysTheImagesNameTellsTheSystem(String image, Distribution distribution)
      throws Exception {
    assertThat(
            system(
                    group(GcpWorld.TYPE)
                        .launching(properties -> properties.bootDisk(50, "pd-ssd", image)))
                .distribution())
        .isEqualTo(distribution);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{[", "just words", "- a\n- list", "\"", "a: b: c"})
  void aKubeEnvThatCantBeReadIsToldAndTheRestIsKnown(String garbage) throws Exception {
    world.project.addGroup(group(GcpWorld.TYPE).metadata(KubeEnv.KEY, garbage));
    CloudReading reading = world.read();
    assertThat(reading.groups().get(0).shape()).isPresent();
    assertThat(reading.problems())
        .extracting(ReadingProblem::text)
        .anyMatch(text -> text.contains("kube-env"));
  }

  @Test
  void whatMakesNoSenseIsToldOneByOneAndLeftOut() throws Exception {
    world.project.addGroup(
        group(GcpWorld.TYPE)
            .metadata(
                NodeVariables.KEY,
                "node_labels=good=1,bad;node_taints=x=y:Sometimes,ok=1:NoSchedule;"
                    + "extended_resources=example.com/a=lots;kube_reserved=cpu=much,memory=1Gi;"
                    + "evictionHard=memory.available=ten;ephemeral_storage_local_ssd_count=two;"
                    + "scaledownunneededtime=soon;unknown=word;=;;"));
    CloudReading reading = world.read();
    NodeShape shape = reading.groups().get(0).shape().orElseThrow();
    assertThat(shape.declared().labels()).containsEntry("good", "1").doesNotContainKey("bad");
    assertThat(shape.declared().taints()).containsExactly(new Taint("ok", "1", "NoSchedule"));
    assertThat(shape.declared().resources()).isEmpty();
    assertThat(shape.declared().options()).isEqualTo(OptionOverrides.NONE);
    assertThat(shape.system().orElseThrow().kubeReserved()).contains(Map.of("memory", "1Gi"));
    assertThat(reading.problems()).hasSize(7);
    assertThat(reading.problems())
        .extracting(ReadingProblem::subject)
        .containsOnly("gcp/ml-prod/us-central1-a/workers");
  }

  // ---- what isn't there

  @Test
  void aGroupWhoseTemplateIsGoneIsReadWithoutAShape() throws Exception {
    world.project.addGroup(group(GcpWorld.TYPE).size(2));
    world.settle();
    world.project.deleteTemplate("workers");
    GcpCloud cloud =
        world.adapter(
            world.named(
                new GcpSettings.Group(
                    "workers", Optional.empty(), OptionalInt.empty(), OptionalInt.empty())));

    CloudReading reading = cloud.observe(Optional.empty());

    assertThat(reading.groups().get(0).liveInstances()).isEqualTo(2);
    assertThat(reading.groups().get(0).shape()).isEmpty();
    assertThat(reading.problems())
        .extracting(ReadingProblem::text)
        .anyMatch(text -> text.contains("instance template workers doesn't exist"));
    cloud.resize(world.id("workers"), 2, 3);
  }

  @Test
  void aMachineTypeThatNobodyKnowsIsTold() throws Exception {
    world.project.addGroup(group("z9-imaginary-4"));
    CloudReading reading = world.read();
    assertThat(reading.groups().get(0).shape()).isEmpty();
    assertThat(reading.problems())
        .extracting(ReadingProblem::text)
        .anyMatch(text -> text.contains("z9-imaginary-4"));
  }

  @Test
  void aMachineTypeThatOnlyOtherZonesHaveIsFoundThere() throws Exception {
    world.gcp.addMachineType(
        io.gpupool.clouds.emulator.gcp.model.MachineType.x86("rare-4", 4, 16_384)
            .onlyIn("us-central1-f"));
    world.project.addGroup(
        GroupDefinition.of("us-central1", "spread", "rare-4").label(GcpWorld.LABEL, "true"));
    assertThat(world.read().groups().get(0).shape().orElseThrow().machine().vcpu()).isEqualTo(4);
  }

  private GroupDefinition group(String machineType) {
    return GroupDefinition.of(GcpWorld.ZONE, "workers", machineType).label(GcpWorld.LABEL, "true");
  }

  private NodeShape shape(GroupDefinition definition) throws Exception {
    if (world.project.group(GcpWorld.ZONE, "workers").isPresent()) {
      world.project.deleteGroup(GcpWorld.ZONE, "workers");
      world.settle();
    }
    world.project.addGroup(definition);
    return world.read("workers").shape().orElseThrow();
  }

  private NodeSystem system(GroupDefinition definition) throws Exception {
    return shape(definition).system().orElseThrow();
  }
}
