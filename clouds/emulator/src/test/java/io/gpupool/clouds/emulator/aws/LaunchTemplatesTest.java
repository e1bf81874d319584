package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.aws.AwsUnderTest.Refusal;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Tag;

final class LaunchTemplatesTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aTemplateCanBeMadeAndIsShownAsItWasMade() {
    LaunchTemplate made =
        test.ec2
            .createLaunchTemplate(
                request ->
                    request
                        .launchTemplateName("gpu")
                        .versionDescription("first")
                        .launchTemplateData(
                            data ->
                                data.instanceType(InstanceType.G5_XLARGE)
                                    .imageId("ami-1")
                                    .keyName("key")
                                    .ebsOptimized(true)
                                    .securityGroupIds("sg-1", "sg-2")
                                    .instanceMarketOptions(
                                        market ->
                                            market
                                                .marketType(MarketType.SPOT)
                                                .spotOptions(spot -> spot.maxPrice("0.7")))
                                    .blockDeviceMappings(
                                        LaunchTemplateBlockDeviceMappingRequest.builder()
                                            .deviceName("/dev/xvda")
                                            .ebs(disk -> disk.volumeSize(200))
                                            .build())
                                    .tagSpecifications(
                                        LaunchTemplateTagSpecificationRequest.builder()
                                            .resourceType(ResourceType.INSTANCE)
                                            .tags(Tag.builder().key("k").value("v").build())
                                            .build())))
            .launchTemplate();

    assertThat(made.launchTemplateId()).matches("lt-[0-9a-f]{17}");
    assertThat(made.latestVersionNumber()).isEqualTo(1);
    assertThat(made.defaultVersionNumber()).isEqualTo(1);
    assertThat(made.createTime()).isEqualTo(test.now());
    LaunchTemplateVersion version = versions("gpu", "$Latest").get(0);
    assertThat(version.versionDescription()).isEqualTo("first");
    assertThat(version.defaultVersion()).isTrue();
    ResponseLaunchTemplateData data = version.launchTemplateData();
    assertThat(data.instanceType()).isEqualTo(InstanceType.G5_XLARGE);
    assertThat(data.imageId()).isEqualTo("ami-1");
    assertThat(data.keyName()).isEqualTo("key");
    assertThat(data.ebsOptimized()).isTrue();
    assertThat(data.securityGroupIds()).containsExactly("sg-1", "sg-2");
    assertThat(data.instanceMarketOptions().marketType()).isEqualTo(MarketType.SPOT);
    assertThat(data.instanceMarketOptions().spotOptions().maxPrice()).isEqualTo("0.7");
    assertThat(data.blockDeviceMappings().get(0).ebs().volumeSize()).isEqualTo(200);
    assertThat(data.tagSpecifications().get(0).tags().get(0).value()).isEqualTo("v");
  }

  @Test
  void versionsAreFoundByNumberLatestAndDefault() {
    test.region.addLaunchTemplate("gpu", LaunchTemplateData.of("g5.xlarge"));
    test.region.addLaunchTemplateVersion("gpu", LaunchTemplateData.of("p5.48xlarge"));
    test.region.addLaunchTemplateVersion("gpu", LaunchTemplateData.of("g5g.xlarge"));
    test.region.setDefaultVersion("gpu", 2);

    assertThat(types("gpu", "1")).containsExactly("g5.xlarge");
    assertThat(types("gpu", "$Latest")).containsExactly("g5g.xlarge");
    assertThat(types("gpu", "$Default")).containsExactly("p5.48xlarge");
    assertThat(types("gpu", "$Latest", "3", "1")).containsExactly("g5g.xlarge", "g5.xlarge");
    assertThat(types("gpu")).containsExactly("g5g.xlarge", "p5.48xlarge", "g5.xlarge");
    LaunchTemplate template =
        test.ec2
            .describeLaunchTemplates(request -> request.launchTemplateNames("gpu"))
            .launchTemplates()
            .get(0);
    assertThat(template.latestVersionNumber()).isEqualTo(3);
    assertThat(template.defaultVersionNumber()).isEqualTo(2);
  }

  @Test
  void theLatestVersionsOfAllTemplatesCanBeAskedFor() {
    test.region.addLaunchTemplate("one", LaunchTemplateData.of("g5.xlarge"));
    test.region.addLaunchTemplate("two", LaunchTemplateData.of("p5.48xlarge"));

    assertThat(
            test.ec2
                .describeLaunchTemplateVersions(request -> request.versions("$Latest"))
                .launchTemplateVersions())
        .hasSize(2);
    assertThat(
            refusalOf(
                    () -> test.ec2.describeLaunchTemplateVersions(request -> request.versions("1")))
                .code())
        .isEqualTo("InvalidParameterCombination");
  }

  @Test
  void templatesAndVersionsThatDoNotExistAreRefused() {
    test.region.addLaunchTemplate("gpu", LaunchTemplateData.of("g5.xlarge"));

    assertThat(
            refusalOf(
                () ->
                    test.ec2.describeLaunchTemplates(
                        request -> request.launchTemplateIds("lt-0123"))))
        .isEqualTo(
            new Refusal(
                400,
                "InvalidLaunchTemplateId.NotFound",
                "The specified launch template, with template ID lt-0123, does not exist."));
    assertThat(refusalOf(() -> versions("none", "1")))
        .isEqualTo(
            new Refusal(
                400,
                "InvalidLaunchTemplateName.NotFoundException",
                "At least one of the launch templates specified in the request does not exist."));
    assertThat(refusalOf(() -> versions("gpu", "2")))
        .isEqualTo(
            new Refusal(
                400,
                "InvalidLaunchTemplateId.VersionNotFound",
                "Could not find launch template version"));
  }

  @Test
  void aNameIsTakenOnceAndMustBeWellFormed() {
    test.region.addLaunchTemplate("gpu", LaunchTemplateData.of("g5.xlarge"));

    assertThat(refusalOf(() -> create("gpu")).code())
        .isEqualTo("InvalidLaunchTemplateName.AlreadyExistsException");
    assertThat(refusalOf(() -> create("a b")).code())
        .isEqualTo("InvalidLaunchTemplateName.MalformedException");
  }

  @Test
  void listsAreCutIntoPages() {
    IntStream.range(0, 5)
        .forEach(
            i -> test.region.addLaunchTemplate("gpu-" + i, LaunchTemplateData.of("g5.xlarge")));

    assertThat(
            test
                .ec2
                .describeLaunchTemplatesPaginator(request -> request.maxResults(2))
                .launchTemplates()
                .stream()
                .map(LaunchTemplate::launchTemplateName))
        .containsExactlyInAnyOrder("gpu-0", "gpu-1", "gpu-2", "gpu-3", "gpu-4");
  }

  private void create(String name) {
    test.ec2.createLaunchTemplate(
        request ->
            request
                .launchTemplateName(name)
                .launchTemplateData(data -> data.instanceType(InstanceType.G5_XLARGE)));
  }

  private List<LaunchTemplateVersion> versions(String name, String... versions) {
    return test.ec2
        .describeLaunchTemplateVersions(
            request -> request.launchTemplateName(name).versions(versions))
        .launchTemplateVersions();
  }

  private List<String> types(String name, String... versions) {
    return versions(name, versions).stream()
        .map(version -> version.launchTemplateData().instanceTypeAsString())
        .toList();
  }
}
