package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.List;
import java.util.Optional;

/** Writes an instance type as the type {@code InstanceTypeInfo} of the API. */
final class InstanceTypeXml {

  private InstanceTypeXml() {}

  static void write(Xml xml, InstanceType type) {
    int threads = type.architecture().equals("arm64") || type.vcpus() < 2 ? 1 : 2;
    xml.text("instanceType", type.name())
        .text("currentGeneration", true)
        .text("freeTierEligible", false)
        .texts("supportedUsageClasses", List.of("on-demand", "spot"))
        .texts("supportedRootDeviceTypes", List.of("ebs"))
        .texts("supportedVirtualizationTypes", List.of("hvm"))
        .text("bareMetal", false)
        .text("hypervisor", "nitro")
        .element(
            "processorInfo",
            processor -> processor.texts("supportedArchitectures", List.of(type.architecture())))
        .element(
            "vCpuInfo",
            cpu ->
                cpu.text("defaultVCpus", type.vcpus())
                    .text("defaultCores", type.vcpus() / threads)
                    .text("defaultThreadsPerCore", threads))
        .element("memoryInfo", memory -> memory.text("sizeInMiB", type.memoryMib()))
        .text("instanceStorageSupported", type.localStorageGb() > 0)
        .element(
            "instanceStorageInfo",
            Optional.of(type).filter(each -> each.localStorageGb() > 0),
            (storage, each) ->
                storage
                    .text("totalSizeInGB", each.localStorageGb())
                    .text("nvmeSupport", "required"))
        .element(
            "networkInfo",
            Optional.of(type).filter(each -> each.interfaces() > 0),
            (network, each) ->
                network
                    .text("maximumNetworkInterfaces", each.interfaces())
                    .text("ipv4AddressesPerInterface", each.addressesEach()));
    type.accelerator().ifPresent(accelerator -> write(xml, accelerator));
  }

  private static void write(Xml xml, Accelerator accelerator) {
    if (accelerator instanceof Accelerator.Gpu gpu) {
      writeGpu(xml, gpu);
    } else if (accelerator instanceof Accelerator.Neuron neuron) {
      writeNeuron(xml, neuron);
    }
  }

  private static void writeGpu(Xml xml, Accelerator.Gpu gpu) {
    xml.element(
        "gpuInfo",
        info ->
            info.list(
                    "gpus",
                    List.of(gpu),
                    (item, each) -> {
                      item.text("name", each.name())
                          .text("manufacturer", each.manufacturer())
                          .text("count", each.count());
                      writeMemory(item, each);
                    })
                .text("totalGpuMemoryInMiB", total(gpu)));
  }

  private static void writeNeuron(Xml xml, Accelerator.Neuron neuron) {
    if (neuron.inference()) {
      xml.element("inferenceAcceleratorInfo", info -> writeInference(info, neuron));
    }
    xml.element(
        "neuronInfo",
        info ->
            info.list(
                    "neuronDevices",
                    List.of(neuron),
                    (item, each) -> {
                      item.text("count", each.count())
                          .text("name", each.name())
                          .element(
                              "coreInfo",
                              core ->
                                  core.text("count", each.cores())
                                      .text("version", each.coreVersion()));
                      writeMemory(item, each);
                    })
                .text("totalNeuronDeviceMemoryInMiB", total(neuron)));
  }

  /** The items of this one list are called {@code member}, as in no other of EC2. */
  private static void writeInference(Xml xml, Accelerator.Neuron neuron) {
    xml.list(
            "accelerators",
            "member",
            List.of(neuron),
            (item, each) -> {
              item.text("count", each.count())
                  .text("name", each.name())
                  .text("manufacturer", "AWS");
              writeMemory(item, each);
            })
        .text("totalInferenceMemoryInMiB", total(neuron));
  }

  private static void writeMemory(Xml xml, Accelerator accelerator) {
    xml.element("memoryInfo", memory -> memory.text("sizeInMiB", accelerator.memoryMib()));
  }

  private static int total(Accelerator accelerator) {
    return accelerator.count() * accelerator.memoryMib();
  }
}
