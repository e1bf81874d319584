package io.gpupool.clouds.emulator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.aws.AwsUnderTest.Refusal;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.model.MachineImage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.BlockDeviceMapping;
import software.amazon.awssdk.services.autoscaling.model.InstanceRequirements;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfoFromInstanceRequirements;
import software.amazon.awssdk.services.ec2.model.VirtualizationType;

/** What groups launch beside one type of a launch template, and the images they launch from. */
final class LaunchSourcesTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aGroupLaunchesFromALaunchConfiguration() {
    test.autoScaling.createLaunchConfiguration(
        request ->
            request
                .launchConfigurationName("old")
                .imageId(MachineImage.USUAL.id())
                .instanceType("g5.xlarge")
                .blockDeviceMappings(
                    BlockDeviceMapping.builder()
                        .deviceName("/dev/xvda")
                        .ebs(ebs -> ebs.volumeSize(80))
                        .build()));
    test.autoScaling.createAutoScalingGroup(
        request ->
            request
                .autoScalingGroupName("g")
                .launchConfigurationName("old")
                .availabilityZones("us-east-1a")
                .minSize(0)
                .maxSize(3)
                .desiredCapacity(1));
    test.pass(120);

    AutoScalingGroup group = test.described("g");
    assertThat(group.launchConfigurationName()).isEqualTo("old");
    assertThat(group.launchTemplate()).isNull();
    assertThat(group.instances())
        .singleElement()
        .satisfies(
            instance -> {
              assertThat(instance.launchConfigurationName()).isEqualTo("old");
              assertThat(instance.instanceType()).isEqualTo("g5.xlarge");
              assertThat(instance.launchTemplate()).isNull();
            });
    LaunchConfiguration read =
        test.autoScaling
            .describeLaunchConfigurations(
                request -> request.launchConfigurationNames("old", "nowhere"))
            .launchConfigurations()
            .get(0);
    assertThat(read.instanceType()).isEqualTo("g5.xlarge");
    assertThat(read.blockDeviceMappings().get(0).ebs().volumeSize()).isEqualTo(80);
  }

  @Test
  void aLaunchConfigurationThatIsNotThereIsRefused() {
    Refusal refusal =
        AwsUnderTest.refusalOf(
            () ->
                test.autoScaling.createAutoScalingGroup(
                    request ->
                        request
                            .autoScalingGroupName("g")
                            .launchConfigurationName("nowhere")
                            .availabilityZones("us-east-1a")
                            .minSize(0)
                            .maxSize(3)));
    assertThat(refusal.code()).isEqualTo("ValidationError");
    assertThat(refusal.message()).contains("nowhere");
  }

  @Test
  void typesAreFoundByWhatTheyHaveToHave() {
    assertThat(matching(4, 1_024, 1, "nvidia")).containsExactly("g5.xlarge", "p5.48xlarge");
    assertThat(matching(8, 1_024, 1, "nvidia")).containsExactly("p5.48xlarge");
    assertThat(matching(8, 1_024, 1, "amd")).isEmpty();
  }

  @Test
  void aGroupThatNamesNoTypeLaunchesTheSmallestThatFits() {
    test.autoScaling.createAutoScalingGroup(
        request ->
            request
                .autoScalingGroupName("any")
                .mixedInstancesPolicy(
                    policy ->
                        policy.launchTemplate(
                            launch ->
                                launch
                                    .launchTemplateSpecification(
                                        template -> template.launchTemplateId(template("t")))
                                    .overrides(
                                        LaunchTemplateOverrides.builder()
                                            .instanceRequirements(
                                                needs ->
                                                    needs
                                                        .vCpuCount(range -> range.min(2).max(96))
                                                        .memoryMiB(range -> range.min(4_096))
                                                        .acceleratorCount(range -> range.min(1))
                                                        .acceleratorManufacturersWithStrings(
                                                            "nvidia"))
                                            .build())))
                .availabilityZones("us-east-1a")
                .minSize(0)
                .maxSize(3)
                .desiredCapacity(1));
    test.pass(120);

    AutoScalingGroup group = test.described("any");
    assertThat(group.instances().get(0).instanceType()).isEqualTo("g5.xlarge");
    InstanceRequirements shown =
        group.mixedInstancesPolicy().launchTemplate().overrides().get(0).instanceRequirements();
    assertThat(shown.vCpuCount().max()).isEqualTo(96);
    assertThat(shown.acceleratorManufacturersAsStrings()).containsExactly("nvidia");
  }

  @Test
  void imagesSayTheirArchitectureAndRootDisk() {
    test.aws.addImage(new MachineImage("ami-0aaaaaaaaaaaaaaaa", "arm64", 40));
    Image image =
        test.ec2
            .describeImages(request -> request.imageIds("ami-0aaaaaaaaaaaaaaaa"))
            .images()
            .get(0);
    assertThat(image.architecture()).hasToString("arm64");
    assertThat(image.rootDeviceName()).isEqualTo("/dev/xvda");
    assertThat(image.blockDeviceMappings().get(0).ebs().volumeSize()).isEqualTo(40);
    assertThat(
            AwsUnderTest.refusalOf(
                    () -> test.ec2.describeImages(request -> request.imageIds("ami-0bad")))
                .code())
        .isEqualTo("InvalidAMIID.NotFound");
  }

  @Test
  void typesSayTheirNetworkAndDisks() {
    test.aws.addInstanceType(
        InstanceType.x86("g4dn.xlarge", 4, 16_384).network(3, 10).localStorage(125));
    InstanceTypeInfo info =
        test.ec2
            .describeInstanceTypes(request -> request.instanceTypesWithStrings("g4dn.xlarge"))
            .instanceTypes()
            .get(0);
    assertThat(info.networkInfo().maximumNetworkInterfaces()).isEqualTo(3);
    assertThat(info.networkInfo().ipv4AddressesPerInterface()).isEqualTo(10);
    assertThat(info.instanceStorageInfo().totalSizeInGB()).isEqualTo(125);
  }

  private String template(String name) {
    return test.ec2
        .createLaunchTemplate(
            request ->
                request
                    .launchTemplateName(name + "-template")
                    .launchTemplateData(data -> data.imageId(MachineImage.USUAL.id())))
        .launchTemplate()
        .launchTemplateId();
  }

  private List<String> matching(int vcpus, int memoryMib, int accelerators, String manufacturer) {
    return test
        .ec2
        .getInstanceTypesFromInstanceRequirements(
            request ->
                request
                    .architectureTypes(ArchitectureType.X86_64)
                    .virtualizationTypes(VirtualizationType.HVM)
                    .instanceRequirements(
                        needs ->
                            needs
                                .vCpuCount(range -> range.min(vcpus))
                                .memoryMiB(range -> range.min(memoryMib))
                                .acceleratorCount(range -> range.min(accelerators))
                                .acceleratorManufacturersWithStrings(manufacturer)))
        .instanceTypes()
        .stream()
        .map(InstanceTypeInfoFromInstanceRequirements::instanceType)
        .toList();
  }
}
