package io.gpupool.clouds.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.Taint;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.Distribution;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a group's nodes will be: machine, capacity type, labels, taints and resources. */
class AwsShapeTest {

  private final AwsWorld world = new AwsWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theLaunchTemplateNamesTheMachineAndEc2DescribesIt() throws Exception {
    world.region.addGroup(AwsWorld.tagged("p5").zones("us-east-1b", "us-east-1c"));

    NodeShape shape = world.read("p5").shape().orElseThrow();

    assertThat(shape.machine())
        .isEqualTo(
            new MachineType(
                "p5.48xlarge",
                "amd64",
                192,
                2_048L << 30,
                Optional.of(new Accelerator("nvidia", "H100", 8, 80L << 30))));
    assertThat(shape.capacityType()).isEqualTo(CapacityType.ON_DEMAND);
    assertThat(shape.region()).isEqualTo("us-east-1");
    assertThat(shape.zones()).containsExactly("us-east-1b", "us-east-1c");
    assertThat(shape.declared().labels())
        .containsEntry("topology.ebs.csi.aws.com/zone", "us-east-1b");
  }

  @Test
  void armMachinesAndChipsOfOtherMakersAreWhatTheyAre() throws Exception {
    world.aws.addInstanceType(
        InstanceType.arm("g5g.xlarge", 4, 8_192)
            .with(
                new io.gpupool.clouds.emulator.aws.model.Accelerator.Gpu(
                    1, "T4g", "NVIDIA", 16_384)));
    world.aws.addInstanceType(
        InstanceType.x86("trn1.32xlarge", 128, 524_288)
            .with(
                io.gpupool.clouds.emulator.aws.model.Accelerator.Neuron.trainium(
                    16, "Trainium", 32_768, 2, 2)));
    world.aws.addInstanceType(InstanceType.x86("m6i.large", 2, 8_192));
    world.region.addGroup(AwsWorld.tagged("arm").launching(LaunchTemplateData.of("g5g.xlarge")));
    world.region.addGroup(
        AwsWorld.tagged("neuron").launching(LaunchTemplateData.of("trn1.32xlarge")));
    world.region.addGroup(AwsWorld.tagged("cpu").launching(LaunchTemplateData.of("m6i.large")));

    assertThat(world.read("arm").shape().orElseThrow().machine().architecture()).isEqualTo("arm64");
    Accelerator chips = world.read("neuron").shape().orElseThrow().accelerator().orElseThrow();
    assertThat(chips.vendor()).isEqualTo("aws");
    assertThat(chips.count()).isEqualTo(16);
    assertThat(world.read("cpu").shape().orElseThrow().accelerator()).isEmpty();
  }

  @Test
  void spotIsSeenInTheTemplateAndInAPolicyThatBuysNothingElse() throws Exception {
    world.region.addGroup(AwsWorld.tagged("spot").spot());
    world.region.addGroup(AwsWorld.tagged("all-spot").mixed(onDemand(0, 0), AwsWorld.TYPE));
    world.region.addGroup(AwsWorld.tagged("half").mixed(onDemand(0, 50), AwsWorld.TYPE));
    world.region.addGroup(AwsWorld.tagged("base").mixed(onDemand(1, 0), AwsWorld.TYPE));

    assertThat(capacityType("spot")).isEqualTo(CapacityType.SPOT);
    assertThat(capacityType("all-spot")).isEqualTo(CapacityType.SPOT);
    assertThat(capacityType("half")).isEqualTo(CapacityType.ON_DEMAND);
    assertThat(capacityType("base")).isEqualTo(CapacityType.ON_DEMAND);
  }

  @Test
  void theFirstOverrideOfAPolicyIsTheMachine() throws Exception {
    world.aws.addInstanceType(InstanceType.x86("p4d.24xlarge", 96, 1_179_648));
    world.region.addGroup(
        AwsWorld.tagged("mixed").mixed(onDemand(0, 100), "p4d.24xlarge", AwsWorld.TYPE));
    assertThat(world.read("mixed").shape().orElseThrow().machine().name())
        .isEqualTo("p4d.24xlarge");
  }

  @Test
  void labelsTaintsAndResourcesComeFromTags() throws Exception {
    String prefix = "k8s.io/cluster-autoscaler/node-template/";
    world.region.addGroup(
        AwsWorld.tagged("p5")
            .tag(prefix + "label/team", "research")
            .tag(prefix + "taint/nvidia.com/gpu", "present:NoSchedule")
            .tag(prefix + "taint/empty", ":NoExecute")
            .tag(prefix + "resources/nvidia.com/mig-1g.10gb", "7")
            .tag(prefix + "resources/ephemeral-storage", "200Gi"));

    NodeShape shape = world.read("p5").shape().orElseThrow();

    assertThat(shape.declared().labels()).containsEntry("team", "research");
    assertThat(shape.declared().taints())
        .containsExactlyInAnyOrder(
            new Taint("nvidia.com/gpu", "present", "NoSchedule"),
            new Taint("empty", "", "NoExecute"));
    assertThat(shape.declared().resources())
        .isEqualTo(Map.of("nvidia.com/mig-1g.10gb", "7", "ephemeral-storage", "200Gi"));
  }

  @Test
  void tagsThatMakeNoSenseAreSkippedAndTold() throws Exception {
    String prefix = "k8s.io/cluster-autoscaler/node-template/";
    world.region.addGroup(
        AwsWorld.tagged("p5")
            .tag(prefix + "taint/a", "NoSchedule")
            .tag(prefix + "taint/b", "x:Sometimes")
            .tag(prefix + "taint/c", "")
            .tag(prefix + "resources/d", "many"));

    CloudReading reading = world.cloud().observe(Optional.empty());

    assertThat(reading.groups().get(0).shape().orElseThrow().declared().taints())
        .containsExactly(new Taint("a", "", "NoSchedule"));
    assertThat(reading.problems())
        .extracting(ReadingProblem::text)
        .hasSize(3)
        .allMatch(text -> text.contains("which is ignored; expected"));
  }

  @Test
  void aMovingVersionIsFollowedAfterAWhileAndAFixedOneIsNot() throws Exception {
    world.aws.addInstanceType(InstanceType.x86("p4d.24xlarge", 96, 1_179_648));
    world.region.addLaunchTemplate("lt", LaunchTemplateData.of(AwsWorld.TYPE));
    world.region.addGroup(AwsWorld.tagged("latest").launchTemplate("lt"));
    world.region.addGroup(AwsWorld.tagged("standard").launchTemplate("lt", "$Default"));
    world.region.addGroup(AwsWorld.tagged("fixed").launchTemplate("lt", "1"));
    CloudReading first = world.cloud().observe(Optional.empty());
    world.region.addLaunchTemplateVersion("lt", LaunchTemplateData.of("p4d.24xlarge"));

    CloudReading soon = world.cloud().observe(Optional.of(first));
    assertThat(machine(soon, "latest")).isEqualTo(AwsWorld.TYPE);
    world.pass(Duration.ofMinutes(21));
    CloudReading later = world.cloud().observe(Optional.of(soon));
    assertThat(machine(later, "latest")).isEqualTo("p4d.24xlarge");
    assertThat(machine(later, "standard")).isEqualTo(AwsWorld.TYPE);
    assertThat(machine(later, "fixed")).isEqualTo(AwsWorld.TYPE);
  }

  @Test
  void whatIsKnownIsNotAskedForAgain() throws Exception {
    for (int k = 0; k < 20; k++) {
      world.region.addGroup(AwsWorld.tagged("group-" + k));
    }
    CloudReading first = world.cloud().observe(Optional.empty());
    world.aws.calls().clear();

    CloudReading second = world.cloud().observe(Optional.of(first));

    assertThat(second).isEqualTo(first);
    assertThat(world.aws.calls().counts()).isEqualTo(Map.of("DescribeAutoScalingGroups", 1L));
  }

  @Test
  void aTemplateThatDoesNotSayEnoughIsAProblemOfItsGroupAlone() throws Exception {
    world.region.addGroup(AwsWorld.tagged("good"));
    world.region.addLaunchTemplate("spoilt", LaunchTemplateData.of(AwsWorld.TYPE));
    world.region.addGroup(AwsWorld.tagged("nameless").launchTemplate("spoilt"));
    world.region.addLaunchTemplateVersion("spoilt", LaunchTemplateData.withoutType());

    CloudReading reading = world.cloud().observe(Optional.empty());

    assertThat(reading.group(AwsWorld.id("good")).orElseThrow().shape()).isPresent();
    assertThat(reading.group(AwsWorld.id("nameless")).orElseThrow().shape()).isEmpty();
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.text()).contains("names no instance type in version 2"));
  }

  @Test
  void spotPricesAreOffersPerZone() throws Exception {
    world.aws.setSpotPrice(AwsWorld.TYPE, "us-east-1a", "31.5");
    world.aws.setSpotPrice(AwsWorld.TYPE, "us-east-1b", "29.25");
    world.aws.setSpotPrice("p4d.24xlarge", "us-east-1a", "9");

    List<Offer> offers = world.cloud().offers(Set.of(AwsWorld.TYPE));

    assertThat(offers)
        .extracting(Offer::zone, Offer::usdPerHour, Offer::capacityType)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("us-east-1a", 31.5, CapacityType.SPOT),
            org.assertj.core.groups.Tuple.tuple("us-east-1b", 29.25, CapacityType.SPOT));
  }

  private static Distribution onDemand(int base, int percentage) {
    return new Distribution(
        "prioritized", base, percentage, "price-capacity-optimized", Optional.empty());
  }

  private CapacityType capacityType(String group) throws Exception {
    return world.read(group).shape().orElseThrow().capacityType();
  }

  private static String machine(CloudReading reading, String group) {
    return reading.group(AwsWorld.id(group)).orElseThrow().shape().orElseThrow().machine().name();
  }
}
