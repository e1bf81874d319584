package io.gpupool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.Taint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Map.entry("nvidia.com/gpu", "4"));
    assertThat(template.allocatable())
        .containsOnly(
            // 6 % + 1 % + 2 x 0.5 % + 44 x 0.25 % of a core are kept
            Map.entry("cpu", "47810m"),
            // 255 MiB, 110 x 11 MiB and 100 MiB are kept
            Map.entry("memory", Long.toString(190_696_547_942L - (255 + 1_210 + 100) * (1L << 20))),
            Map.entry("pods", "110"),
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
        new NodeShape(
            "lt-1",
            machine("g5", 8, 64 * GIB, gpus("nvidia", 1)),
            "us-east-1",
            List.of("us-east-1b"),
            CapacityType.ON_DEMAND,
            Map.of("team", "group", "kubernetes.io/arch", "odd", "own", "group"),
            List.of(new Taint("gpu", "group", "NoSchedule"), new Taint("own", "", "NoExecute")),
            Map.of("cpu", "7", "ephemeral-storage", "100Gi"));
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
    return new NodeShape(
        "lt-1",
        machine,
        "us-east-1",
        List.of("us-east-1b", "us-east-1c"),
        CapacityType.ON_DEMAND,
        Map.of(),
        List.of(),
        Map.of());
  }
}
