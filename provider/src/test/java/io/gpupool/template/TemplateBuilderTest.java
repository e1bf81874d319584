package io.gpupool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Declared;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.Taint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateBuilderTest {

  private static final NodeGroupId GROUP = NodeGroupId.of("aws", "1", "us-east-1", "p5-spot");
  private static final long GIB = 1L << 30;

  private final TemplateBuilder builder =
      new TemplateBuilder("example.com/gpu", (cloud, machine) -> cloud + "-" + machine.name());

  @Test
  void capacityIsTheMachinesAndAllocatableWhatTheKubeletLeaves() {
    NodeTemplate template = build(shape(machine("g5.12xlarge", 48, 192 * GIB, gpus("nvidia", 4))));

    assertThat(template.capacity())
        .containsOnly(
            Map.entry("cpu", "48"),
            // 92.5 % of 192 GiB
            Map.entry("memory", "190696547942"),
            Map.entry("pods", "110"),
            Map.entry("ephemeral-storage", "21462233088"),
            Map.entry("hugepages-1Gi", "0"),
            Map.entry("hugepages-2Mi", "0"),
            Map.entry("nvidia.com/gpu", "4"));
    assertThat(template.allocatable())
        .containsOnly(
            // 6 % + 1 % + 2 x 0.5 % + 44 x 0.25 % of a core are kept
            Map.entry("cpu", "47810m"),
            // 255 MiB, 110 x 11 MiB and 100 MiB are kept
            Map.entry("memory", Long.toString(190_696_547_942L - (255 + 1_210 + 100) * (1L << 20))),
            Map.entry("pods", "110"),
            // as a real node of 20 GiB reports it, but for 31 bytes of rounding
            Map.entry("ephemeral-storage", "18242267956"),
            Map.entry("hugepages-1Gi", "0"),
            Map.entry("hugepages-2Mi", "0"),
            Map.entry("nvidia.com/gpu", "4"));
  }

  @Test
  void aMachineTooSmallForItsKubeletKeepsAByte() {
    NodeTemplate template = build(shape(machine("t3.nano", 2, GIB / 2, Optional.empty())));
    assertThat(template.allocatable()).containsEntry("memory", "1");
  }

  @ParameterizedTest
  @CsvSource({
    "nvidia, nvidia.com/gpu",
    "amd, amd.com/gpu",
    "habana, habana.ai/gaudi",
    "intel, gpu.intel.com/xe",
    "aws, aws.amazon.com/neuron",
    "qualcomm, qualcomm.com/qaic",
    "newcomer, newcomer.com/gpu"
  })
  void acceleratorsHaveTheNameThatTheirDevicePluginGivesThem(String vendor, String resource) {
    NodeTemplate template = build(shape(machine("x", 8, 64 * GIB, gpus(vendor, 2))));
    assertThat(template.capacity()).containsEntry(resource, "2");
    assertThat(template.allocatable()).containsEntry(resource, "2");
  }

  @Test
  void aNodeWithGpusHasTheGpuLabelAndAnyOtherHasNot() {
    assertThat(build(shape(machine("g5", 8, 64 * GIB, gpus("nvidia", 1)))).labels())
        .containsEntry("example.com/gpu", "aws-g5");
    assertThat(build(shape(machine("m5", 8, 64 * GIB, Optional.empty()))).labels())
        .doesNotContainKey("example.com/gpu");
  }

  @Test
  void anAcceleratorThatTheAutoscalerTakesForNoGpuBringsNoGpuLabel() {
    // with the label and no GPU that it recognises, the node would count as broken for ever
    assertThat(build(shape(machine("trn1", 8, 64 * GIB, gpus("aws", 1)))).labels())
        .doesNotContainKey("example.com/gpu");
  }

  @Test
  void aGroupOfSeveralMachineTypesPromisesTheLeastOfEach() {
    MachineType first =
        new MachineType(
            "g5.24xlarge", "amd64", 96, 384 * GIB, gpus("nvidia", 4), 0, OptionalInt.of(737));
    NodeShape shape =
        shape(first)
            .withAlternatives(
                List.of(
                    new MachineType(
                        "g5.12xlarge",
                        "amd64",
                        48,
                        192 * GIB,
                        gpus("nvidia", 4),
                        0,
                        OptionalInt.of(234)),
                    machine("g4dn.12xlarge", 48, 160 * GIB, gpus("nvidia", 8))));
    NodeTemplate template = build(shape);
    assertThat(template.capacity())
        .containsEntry("cpu", "48")
        .containsEntry("memory", Long.toString((long) (160 * GIB * 0.925)))
        .containsEntry("pods", "234")
        .containsEntry("nvidia.com/gpu", "4");
    assertThat(template.labels())
        .containsEntry("node.kubernetes.io/instance-type", "g5.24xlarge")
        .containsEntry("example.com/gpu", "aws-g5.24xlarge");
  }

  @Test
  void aMachineTypeOfAnotherKindTakesNothingAway() {
    NodeShape shape =
        shape(machine("g5", 48, 192 * GIB, gpus("nvidia", 4)))
            .withAlternatives(
                List.of(
                    machine("m5", 2, 8 * GIB, Optional.empty()),
                    machine("g4ad", 4, 16 * GIB, gpus("amd", 1)),
                    new MachineType("g5g", "arm64", 4, 8 * GIB, gpus("nvidia", 1))));
    assertThat(build(shape).capacity())
        .containsEntry("cpu", "48")
        .containsEntry("nvidia.com/gpu", "4")
        .doesNotContainKey("amd.com/gpu");
  }

  @ParameterizedTest
  @CsvSource({
    // of the machine's own; of the tag; 11 MiB are kept for each
    "29, , 29",
    "29, 110, 110",
    ", 17, 17",
    ", , 110"
  })
  void memoryIsKeptForAsManyPodsAsTheNodeTakes(Integer own, String said, int pods) {
    MachineType machine =
        new MachineType(
            "g4dn.xlarge",
            "amd64",
            4,
            16 * GIB,
            gpus("nvidia", 1),
            0,
            own == null ? OptionalInt.empty() : OptionalInt.of(own));
    NodeShape shape =
        shape(machine)
            .with(
                new Declared(
                    Map.of(),
                    List.of(),
                    said == null ? Map.of() : Map.of("pods", said),
                    OptionOverrides.NONE));
    NodeTemplate template = build(shape);
    long usable = (long) (16 * GIB * 0.925);
    assertThat(template.capacity()).containsEntry("pods", Integer.toString(pods));
    assertThat(template.allocatable())
        .containsEntry("pods", Integer.toString(pods))
        .containsEntry("memory", Long.toString(usable - (255L + 11L * pods + 100) * (1L << 20)));
  }

  @Test
  void theRootDiskIsTheNodesStorage() {
    NodeTemplate template =
        build(shape(machine("g5", 8, 64 * GIB, gpus("nvidia", 1))).withRootDisk(100 * GIB));
    long capacity = Long.parseLong(template.capacity().get("ephemeral-storage"));
    assertThat(capacity).isBetween(99 * GIB, 100 * GIB);
    assertThat(Long.parseLong(template.allocatable().get("ephemeral-storage")))
        .isEqualTo(capacity - capacity / 10 - GIB);
  }

  @Test
  void armNodesReportTheirOwnSizesOfHugePages() {
    MachineType arm = new MachineType("g5g", "arm64", 4, 8 * GIB, gpus("nvidia", 1));
    assertThat(build(shape(arm)).capacity())
        .containsEntry("hugepages-1Gi", "0")
        .containsEntry("hugepages-2Mi", "0")
        .containsEntry("hugepages-32Mi", "0")
        .containsEntry("hugepages-64Ki", "0");
  }

  @Test
  void neuronCoresCanBeAskedForOneByOne() {
    NodeTemplate template =
        build(
            shape(
                machine(
                    "trn1.32xlarge",
                    128,
                    512 * GIB,
                    Optional.of(new Accelerator("aws", "Trainium", 16, 32 * GIB, 2)))));
    assertThat(template.allocatable())
        .containsEntry("aws.amazon.com/neuron", "16")
        .containsEntry("aws.amazon.com/neuroncore", "32");
  }

  @Test
  void dividedAndSharedGpusAreWhatIsDeclared() {
    MachineType machine = machine("p4d.24xlarge", 96, 1152 * GIB, gpus("nvidia", 8));
    // MIG of mixed sizes: the plugin reports slices and no whole GPU
    NodeTemplate mixed =
        withResources(machine, "nvidia.com/mig-1g.5gb", "56", "nvidia.com/gpu", "0");
    assertThat(mixed.allocatable())
        .containsEntry("nvidia.com/mig-1g.5gb", "56")
        .doesNotContainKey("nvidia.com/gpu");
    // its label would make the autoscaler wait for GPUs that never come
    assertThat(mixed.labels()).doesNotContainKey("example.com/gpu");
    // MIG of one size, time slices, MPS: more of the usual name, or another
    NodeTemplate sliced = withResources(machine, "nvidia.com/gpu", "80");
    assertThat(sliced.allocatable()).containsEntry("nvidia.com/gpu", "80");
    assertThat(sliced.labels()).containsKey("example.com/gpu");
    NodeTemplate shared =
        withResources(machine, "nvidia.com/gpu.shared", "32", "nvidia.com/gpu", "0");
    assertThat(shared.allocatable())
        .containsEntry("nvidia.com/gpu.shared", "32")
        .doesNotContainKey("nvidia.com/gpu");
  }

  private NodeTemplate withResources(MachineType machine, String... resources) {
    Map<String, String> stated = new java.util.HashMap<>();
    for (int k = 0; k < resources.length; k += 2) {
      stated.put(resources[k], resources[k + 1]);
    }
    return builder.build(
        GROUP, shape(machine), new TemplateOverlay(Map.of(), List.of(), stated, Optional.empty()));
  }

  @Test
  void theWellKnownLabelsAreThere() {
    assertThat(build(shape(machine("g5.xlarge", 4, 16 * GIB, gpus("nvidia", 1)))).labels())
        .containsEntry("kubernetes.io/arch", "amd64")
        .containsEntry("kubernetes.io/os", "linux")
        .containsEntry("kubernetes.io/hostname", "template-p5-spot")
        .containsEntry("node.kubernetes.io/instance-type", "g5.xlarge")
        .containsEntry("topology.kubernetes.io/region", "us-east-1")
        .containsEntry("topology.kubernetes.io/zone", "us-east-1b")
        .containsEntry("gpupool.io/cloud", "aws")
        .containsEntry("gpupool.io/node-group", "p5-spot")
        .containsEntry("gpupool.io/capacity-type", "on-demand");
  }

  @Test
  void whatTheGroupSaysWinsOverTheMachineAndTheConfigurationOverBoth() {
    NodeShape shape =
        shape(machine("g5", 8, 64 * GIB, gpus("nvidia", 1)))
            .with(
                new Declared(
                    Map.of("team", "group", "kubernetes.io/arch", "odd", "own", "group"),
                    List.of(
                        new Taint("gpu", "group", "NoSchedule"), new Taint("own", "", "NoExecute")),
                    Map.of("cpu", "7", "ephemeral-storage", "100Gi"),
                    OptionOverrides.NONE));
    TemplateOverlay overlay =
        new TemplateOverlay(
            Map.of("team", "configuration"),
            List.of(new Taint("gpu", "configuration", "NoSchedule")),
            Map.of("ephemeral-storage", "200Gi", "nvidia.com/mig-1g.10gb", "7"),
            Optional.of(CapacityType.RESERVED));

    NodeTemplate template = builder.build(GROUP, shape, overlay);

    assertThat(template.labels())
        .containsEntry("team", "configuration")
        .containsEntry("own", "group")
        .containsEntry("kubernetes.io/arch", "odd")
        .containsEntry("gpupool.io/capacity-type", "reserved");
    assertThat(template.taints())
        .containsExactlyInAnyOrder(
            new Taint("gpu", "configuration", "NoSchedule"), new Taint("own", "", "NoExecute"));
    for (Map<String, String> resources : List.of(template.capacity(), template.allocatable())) {
      assertThat(resources)
          .containsEntry("cpu", "7")
          .containsEntry("ephemeral-storage", "200Gi")
          .containsEntry("nvidia.com/mig-1g.10gb", "7");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "00", "0.0", "0.", "0Gi", "0m", "0.00Ki", "0e3", "0E0", "+0", "-0", ".0"})
  void aResourceOfZeroIsLeftOut(String zero) {
    NodeTemplate template =
        builder.build(
            GROUP,
            shape(machine("g5", 8, 64 * GIB, gpus("nvidia", 8))),
            new TemplateOverlay(
                Map.of(), List.of(), Map.of("nvidia.com/gpu", zero), Optional.empty()));
    assertThat(template.capacity()).doesNotContainKey("nvidia.com/gpu");
    assertThat(template.allocatable()).doesNotContainKey("nvidia.com/gpu");
    assertThat(template.labels()).doesNotContainKey("example.com/gpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1", "10", "100m", "0.5Gi", "1e0"})
  void aResourceOfLittleIsKept(String little) {
    NodeTemplate template =
        builder.build(
            GROUP,
            shape(machine("g5", 8, 64 * GIB, gpus("nvidia", 8))),
            new TemplateOverlay(Map.of(), List.of(), Map.of("own", little), Optional.empty()));
    assertThat(template.capacity()).containsEntry("own", little);
  }

  @Test
  void aTemplateWithoutProcessorsMemoryOrPodsCannotBeMade() {
    NodeShape shape = shape(machine("g5", 8, 64 * GIB, gpus("nvidia", 1)));
    for (String necessary : List.of("cpu", "memory", "pods")) {
      TemplateOverlay without =
          new TemplateOverlay(Map.of(), List.of(), Map.of(necessary, "0"), Optional.empty());
      assertThatThrownBy(() -> builder.build(GROUP, shape, without))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(necessary);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "p5-spot, p5-spot",
    "team/a b, team_a_b",
    "-p5-, p5",
    "grüße, gr__e",
    "😀, unnamed",
  })
  void aGroupsNameIsMadeALabelsValue(String name, String value) {
    NodeTemplate template =
        builder.build(
            NodeGroupId.of("aws", name),
            shape(machine("g5", 8, 64 * GIB, gpus("nvidia", 1))),
            TemplateOverlay.NONE);
    assertThat(template.labels()).containsEntry("gpupool.io/node-group", value);
    assertThat(template.annotations())
        .containsEntry("gpupool.io/node-group-id", "aws/" + encoded(name));
  }

  @Test
  void aLongNameIsCutToWhatALabelMayHold() {
    String name = "a".repeat(62) + "-" + "b".repeat(200);
    NodeTemplate template =
        builder.build(
            NodeGroupId.of("aws", name),
            shape(machine("g5", 8, 64 * GIB, gpus("nvidia", 1))),
            TemplateOverlay.NONE);
    assertThat(template.labels()).containsEntry("gpupool.io/node-group", "a".repeat(62));
    assertThat(template.labels().get("kubernetes.io/hostname")).hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void theSameInputsMakeTheSameTemplate() {
    NodeShape shape = shape(machine("g5", 8, 64 * GIB, gpus("nvidia", 1)));
    assertThat(build(shape)).isEqualTo(build(shape));
  }

  @ParameterizedTest
  @CsvSource({
    "nvidia, H100, 80, nvidia-h100-80gb",
    "nvidia, RTX PRO 6000, 96, nvidia-rtx-pro-6000-96gb",
    "habana, Gaudi, 0, habana-gaudi",
    "amd, Radeon Pro V520 (MxGPU), 8, amd-radeon-pro-v520-_mxgpu_-8gb"
  })
  void aModelThatNoCatalogKnowsIsNamedByWhatTheCloudSays(
      String vendor, String model, int gib, String name) {
    assertThat(TemplateBuilder.modelName(new Accelerator(vendor, model, 1, gib * GIB)))
        .isEqualTo(name);
  }

  private NodeTemplate build(NodeShape shape) {
    return builder.build(GROUP, shape, TemplateOverlay.NONE);
  }

  private static String encoded(String name) {
    return name.replace("/", "%2F");
  }

  private static Optional<Accelerator> gpus(String vendor, int count) {
    return Optional.of(new Accelerator(vendor, "X", count, 24 * GIB));
  }

  private static MachineType machine(
      String name, int vcpu, long memoryBytes, Optional<Accelerator> accelerator) {
    return new MachineType(name, "amd64", vcpu, memoryBytes, accelerator);
  }

  private static NodeShape shape(MachineType machine) {
    return NodeShape.of(
        "lt-1", machine, "us-east-1", List.of("us-east-1b", "us-east-1c"), CapacityType.ON_DEMAND);
  }
}
