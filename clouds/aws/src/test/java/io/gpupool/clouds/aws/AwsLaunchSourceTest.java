package io.gpupool.clouds.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceRequirements;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.model.MachineImage;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.Distribution;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All the ways in which a group may say what it launches. */
class AwsLaunchSourceTest {

  private static final long GIB = 1L << 30;
  private static final String OPTIONS =
      "k8s.io/cluster-autoscaler/node-template/autoscaling-options/";

  private final AwsWorld world = new AwsWorld();

  AwsLaunchSourceTest() {
    addGpuType("g5.12xlarge", 48, 196_608, 4);
    addGpuType("g5.24xlarge", 96, 393_216, 4);
    addGpuType("g5.48xlarge", 192, 786_432, 8);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aLaunchConfigurationNamesTheMachine() throws Exception {
    world.region.addLaunchConfiguration("old", "g5.12xlarge");
    world.region.addGroup(AwsWorld.tagged("g5").launchConfiguration("old"));
    NodeShape shape = shape("g5");
    assertThat(shape.machine().name()).isEqualTo("g5.12xlarge");
    assertThat(shape.capacityType()).isEqualTo(CapacityType.ON_DEMAND);
    assertThat(shape.rootDiskBytes()).hasValue(20 * GIB);
  }

  @Test
  void launchConfigurationsAreReadFiftyAtATimeAndOnlyOnce() throws Exception {
    IntStream.range(0, 120)
        .forEach(
            k -> {
              world.region.addLaunchConfiguration("old-" + k, "g5.12xlarge");
              world.region.addGroup(AwsWorld.tagged("g-" + k).launchConfiguration("old-" + k));
            });
    world.aws.calls().clear();
    CloudReading first = world.cloud().observe(Optional.empty());
    assertThat(first.problems()).isEmpty();
    assertThat(world.aws.calls().count("DescribeLaunchConfigurations")).isEqualTo(3);

    world.aws.calls().clear();
    assertThat(world.cloud().observe(Optional.of(first))).isEqualTo(first);
    assertThat(world.aws.calls().counts()).isEqualTo(Map.of("DescribeAutoScalingGroups", 2L));
  }

  @Test
  void theTypesOfAPolicyAreAllThereThePreferredFirst() throws Exception {
    world.region.addGroup(
        AwsWorld.tagged("g5").mixed(Distribution.usual(), "g5.24xlarge", "g5.12xlarge"));
    NodeShape shape = shape("g5");
    assertThat(shape.machine().name()).isEqualTo("g5.24xlarge");
    assertThat(names(shape.alternatives())).containsExactly("g5.12xlarge");
    assertThat(world.cloud().observe(Optional.empty()).problems()).isEmpty();
  }

  @Test
  void typesWithOtherAcceleratorsAreTold() throws Exception {
    world.region.addGroup(
        AwsWorld.tagged("any").mixed(Distribution.usual(), "g5.12xlarge", AwsWorld.TYPE));
    assertThat(world.cloud().observe(Optional.empty()).problems())
        .singleElement()
        .satisfies(
            (ReadingProblem problem) ->
                assertThat(problem.text())
                    .contains("4 x nvidia A10G", "8 x nvidia H100", "a group of each kind"));
  }

  @Test
  void requirementsOfAPolicyAreMetByTypesTheSmallestFirst() throws Exception {
    world.region.addGroup(
        AwsWorld.tagged("any")
            .mixed(Distribution.usual(), InstanceRequirements.atLeast(48, 65_536, 4, "nvidia")));
    NodeShape shape = shape("any");
    assertThat(shape.machine().name()).isEqualTo("g5.12xlarge");
    assertThat(names(shape.alternatives()))
        .containsExactly("g5.24xlarge", "g5.48xlarge", AwsWorld.TYPE);
  }

  @Test
  void requirementsOfALaunchTemplateAreMetLikewise() throws Exception {
    world.region.addGroup(
        AwsWorld.tagged("any")
            .launching(
                LaunchTemplateData.withoutType()
                    .with("InstanceRequirements.VCpuCount.Min", "90")
                    .with("InstanceRequirements.VCpuCount.Max", "200")
                    .with("InstanceRequirements.MemoryMiB.Min", "1024")
                    .with("InstanceRequirements.AcceleratorCount.Min", "1")
                    .with("InstanceRequirements.AcceleratorName.1", "a10g")));
    NodeShape shape = shape("any");
    assertThat(shape.machine().name()).isEqualTo("g5.24xlarge");
    assertThat(names(shape.alternatives())).containsExactly("g5.48xlarge");
  }

  @Test
  void requirementsAreForTheProcessorsOfTheImage() throws Exception {
    world.aws.addImage(new MachineImage("ami-0aaaaaaaaaaaaaaaa", "arm64", 30));
    world.aws.addInstanceType(
        InstanceType.arm("g5g.xlarge", 4, 8_192)
            .with(new Accelerator.Gpu(1, "T4g", "NVIDIA", 16_384)));
    world.region.addGroup(
        AwsWorld.tagged("arm")
            .launching(
                LaunchTemplateData.withoutType()
                    .with("ImageId", "ami-0aaaaaaaaaaaaaaaa")
                    .with("InstanceRequirements.VCpuCount.Min", "1")
                    .with("InstanceRequirements.MemoryMiB.Min", "1")
                    .with("InstanceRequirements.AcceleratorCount.Min", "1")));
    assertThat(shape("arm").machine().name()).isEqualTo("g5g.xlarge");
    assertThat(shape("arm").alternatives()).isEmpty();
  }

  @Test
  void requirementsThatNothingMeetsAreAProblem() throws Exception {
    world.region.addGroup(
        AwsWorld.tagged("p5")); // the emulated AWS takes no group that can't launch
    world.region.addLaunchTemplate("t", LaunchTemplateData.of(AwsWorld.TYPE));
    world.region.addGroup(AwsWorld.tagged("none").launchTemplate("t"));
    world.region.addLaunchTemplateVersion(
        "t",
        LaunchTemplateData.withoutType()
            .with("InstanceRequirements.VCpuCount.Min", "1000")
            .with("InstanceRequirements.MemoryMiB.Min", "1"));
    CloudReading reading = world.cloud().observe(Optional.empty());
    assertThat(reading.group(AwsWorld.id("none")).orElseThrow().shape()).isEmpty();
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains("there is no type"));
  }

  @Test
  void theRootDiskIsTheTemplatesOrElseTheImages() throws Exception {
    world.region.addGroup(
        AwsWorld.tagged("own")
            .launching(
                LaunchTemplateData.of(AwsWorld.TYPE)
                    .with("BlockDeviceMapping.1.DeviceName", "/dev/xvda")
                    .with("BlockDeviceMapping.1.Ebs.VolumeSize", "500")
                    .with("BlockDeviceMapping.2.DeviceName", "/dev/xvdb")
                    .with("BlockDeviceMapping.2.Ebs.VolumeSize", "900")));
    world.region.addGroup(AwsWorld.tagged("images"));
    assertThat(shape("own").rootDiskBytes()).hasValue(500 * GIB);
    assertThat(shape("images").rootDiskBytes()).hasValue(20 * GIB);
  }

  @Test
  void anImageThatIsGoneIsToldAndTheMachineIsKnownAllTheSame() throws Exception {
    world.region.addGroup(
        AwsWorld.tagged("p5")
            .launching(
                LaunchTemplateData.of(AwsWorld.TYPE).with("ImageId", "ami-0bbbbbbbbbbbbbbbb")));
    CloudReading reading = world.cloud().observe(Optional.empty());
    assertThat(reading.groups().get(0).shape()).isPresent();
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains("launches will fail"));
  }

  @Test
  void disksAddressesAndCoresAreTheMachines() throws Exception {
    world.aws.addInstanceType(
        InstanceType.x86("trn1.32xlarge", 128, 524_288)
            .with(Accelerator.Neuron.trainium(16, "Trainium", 32_768, 2, 2))
            .network(8, 50)
            .localStorage(7_600));
    world.aws.addInstanceType(
        InstanceType.x86("trn2.48xlarge", 192, 2_097_152)
            .with(Accelerator.Neuron.trainium(16, "Trainium2", 98_304, 8, 3)));
    world.region.addGroup(
        AwsWorld.tagged("trn1").launching(LaunchTemplateData.of("trn1.32xlarge")));
    world.region.addGroup(
        AwsWorld.tagged("trn2").launching(LaunchTemplateData.of("trn2.48xlarge")));
    MachineType trn1 = shape("trn1").machine();
    assertThat(trn1.localDiskBytes()).isEqualTo(7_600_000_000_000L);
    assertThat(trn1.maxPods()).isEqualTo(OptionalInt.of(8 * 49 + 2));
    assertThat(trn1.accelerator().orElseThrow().coresEach()).isEqualTo(2);
    // how many logical cores those have is for their nodes to say
    assertThat(shape("trn2").accelerator().orElseThrow().coresEach()).isZero();
    assertThat(shape("trn2").machine().maxPods()).isEmpty();
  }

  @Test
  void nodesOfAnEksNodeGroupCarryItsLabels() throws Exception {
    world.region.addGroup(AwsWorld.tagged("eks-p5-0ac1").spot().tag("eks:nodegroup-name", "p5"));
    assertThat(shape("eks-p5-0ac1").declared().labels())
        .containsEntry("eks.amazonaws.com/nodegroup", "p5")
        .containsEntry("eks.amazonaws.com/capacityType", "SPOT");
  }

  @Test
  void optionsComeFromTags() throws Exception {
    world.region.addGroup(
        AwsWorld.tagged("p5")
            .tag(OPTIONS + "scaledownunneededtime", "3m")
            .tag(OPTIONS + "scaledowngpuutilizationthreshold", "0.7")
            .tag(OPTIONS + "scaledownunreadytime", "soon"));
    CloudReading reading = world.cloud().observe(Optional.empty());
    OptionOverrides options = reading.groups().get(0).shape().orElseThrow().declared().options();
    assertThat(options.unneededTime()).contains(Duration.ofMinutes(3));
    assertThat(options.gpuUtilizationThreshold()).isEqualTo(OptionalDouble.of(0.7));
    assertThat(options.unreadyTime()).isEmpty();
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.text())
                    .contains("scaledownunreadytime has the value 'soon'")
                    .contains("expected a duration such as 10m"));
  }

  private void addGpuType(String name, int vcpus, int memoryMib, int gpus) {
    world.aws.addInstanceType(
        InstanceType.x86(name, vcpus, memoryMib)
            .with(new Accelerator.Gpu(gpus, "A10G", "NVIDIA", 24_576)));
  }

  private NodeShape shape(String group) throws Exception {
    return world.read(group).shape().orElseThrow();
  }

  private static List<String> names(List<MachineType> types) {
    return types.stream().map(MachineType::name).toList();
  }
}
