package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.aws.AwsUnderTest.Refusal;
import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

final class InstanceTypesTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aGpuMachineIsDescribed() {
    InstanceTypeInfo p5 = described("p5.48xlarge");

    assertThat(p5.vCpuInfo().defaultVCpus()).isEqualTo(192);
    assertThat(p5.memoryInfo().sizeInMiB()).isEqualTo(2_097_152);
    assertThat(p5.processorInfo().supportedArchitecturesAsStrings()).containsExactly("x86_64");
    assertThat(p5.supportedUsageClassesAsStrings()).containsExactly("on-demand", "spot");
    assertThat(p5.gpuInfo().totalGpuMemoryInMiB()).isEqualTo(655_360);
    assertThat(p5.gpuInfo().gpus())
        .singleElement()
        .satisfies(
            gpu -> {
              assertThat(gpu.name()).isEqualTo("H100");
              assertThat(gpu.manufacturer()).isEqualTo("NVIDIA");
              assertThat(gpu.count()).isEqualTo(8);
              assertThat(gpu.memoryInfo().sizeInMiB()).isEqualTo(81_920);
            });
    assertThat(p5.neuronInfo()).isNull();
    assertThat(p5.inferenceAcceleratorInfo()).isNull();
  }

  @Test
  void anArmMachineWithoutAcceleratorsHasNone() {
    InstanceTypeInfo plain = described("g5g.xlarge");

    assertThat(plain.processorInfo().supportedArchitecturesAsStrings()).containsExactly("arm64");
    assertThat(plain.gpuInfo()).isNull();
  }

  @Test
  void gaudiIsAGpuByHabana() {
    test.aws.addInstanceType(
        InstanceType.x86("dl1.24xlarge", 96, 786_432)
            .with(new Accelerator.Gpu(8, "Gaudi HL-205", "Habana", 32_768)));

    assertThat(described("dl1.24xlarge").gpuInfo().gpus().get(0).manufacturer())
        .isEqualTo("Habana");
  }

  @Test
  void inferentiaIsListedTwiceAndTrainiumOnce() {
    test.aws.addInstanceType(
        InstanceType.x86("inf2.24xlarge", 96, 393_216)
            .with(Accelerator.Neuron.inferentia(6, "Inferentia2", 32_768, 2, 2)));
    test.aws.addInstanceType(
        InstanceType.x86("trn1.32xlarge", 128, 524_288)
            .with(Accelerator.Neuron.trainium(16, "Trainium", 32_768, 2, 2)));

    InstanceTypeInfo inferentia = described("inf2.24xlarge");
    InstanceTypeInfo trainium = described("trn1.32xlarge");

    assertThat(inferentia.inferenceAcceleratorInfo().accelerators())
        .singleElement()
        .satisfies(
            accelerator -> {
              assertThat(accelerator.name()).isEqualTo("Inferentia2");
              assertThat(accelerator.manufacturer()).isEqualTo("AWS");
              assertThat(accelerator.count()).isEqualTo(6);
              assertThat(accelerator.memoryInfo().sizeInMiB()).isEqualTo(32_768);
            });
    assertThat(inferentia.neuronInfo().totalNeuronDeviceMemoryInMiB()).isEqualTo(196_608);
    assertThat(inferentia.gpuInfo()).isNull();
    assertThat(trainium.inferenceAcceleratorInfo()).isNull();
    assertThat(trainium.neuronInfo().neuronDevices())
        .singleElement()
        .satisfies(
            device -> {
              assertThat(device.name()).isEqualTo("Trainium");
              assertThat(device.count()).isEqualTo(16);
              assertThat(device.coreInfo().count()).isEqualTo(2);
              assertThat(device.coreInfo().version()).isEqualTo(2);
            });
  }

  @Test
  void typesThatDoNotExistAreRefused() {
    assertThat(
            refusalOf(
                () ->
                    test.ec2.describeInstanceTypes(
                        request -> request.instanceTypesWithStrings("g5.xlarge", "p9.x", "p8.x"))))
        .isEqualTo(
            new Refusal(
                400,
                "InvalidInstanceType",
                "The following supplied instance types do not exist: [p8.x, p9.x]"));
  }

  @Test
  void listsAreCutIntoPages() {
    IntStream.range(0, 120)
        .forEach(
            i ->
                test.aws.addInstanceType(
                    InstanceType.x86(String.format("m%03d.large", i), 2, 8_192)));

    List<Integer> sizes =
        test.ec2.describeInstanceTypesPaginator(request -> {}).stream()
            .map(DescribeInstanceTypesResponse::instanceTypes)
            .map(List::size)
            .toList();

    assertThat(sizes).containsExactly(100, 23);
    assertThat(
            test.ec2
                .describeInstanceTypesPaginator(request -> request.maxResults(5))
                .instanceTypes())
        .hasSize(123);
    assertThat(
            refusalOf(() -> test.ec2.describeInstanceTypes(request -> request.maxResults(4)))
                .code())
        .isEqualTo("InvalidParameterValue");
  }

  @Test
  void filtersMayHaveWildcards() {
    assertThat(filtered("instance-type", "g5*")).containsExactly("g5.xlarge", "g5g.xlarge");
    assertThat(filtered("instance-type", "g5.?large")).containsExactly("g5.xlarge");
    assertThat(filtered("processor-info.supported-architecture", "arm64"))
        .containsExactly("g5g.xlarge");
    assertThat(refusalOf(() -> filtered("colour", "red")))
        .isEqualTo(new Refusal(400, "InvalidParameterValue", "The filter 'colour' is invalid"));
  }

  private InstanceTypeInfo described(String type) {
    return test.ec2
        .describeInstanceTypes(request -> request.instanceTypesWithStrings(type))
        .instanceTypes()
        .get(0);
  }

  private List<String> filtered(String name, String value) {
    return test
        .ec2
        .describeInstanceTypes(
            request -> request.filters(Filter.builder().name(name).values(value).build()))
        .instanceTypes()
        .stream()
        .map(InstanceTypeInfo::instanceTypeAsString)
        .toList();
  }
}
