package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.MachineType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InferenceDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NeuronDeviceInfo;

/** EC2's description of an instance type, as a machine type. */
final class MachineFacts {

  private static final long MIB = 1L << 20;

  private MachineFacts() {}

  static MachineType of(InstanceTypeInfo info) {
    return new MachineType(
        info.instanceTypeAsString(),
        architecture(info),
        info.vCpuInfo().defaultVCpus(),
        info.memoryInfo().sizeInMiB() * MIB,
        accelerator(info));
  }

  private static String architecture(InstanceTypeInfo info) {
    List<String> supported =
        info.processorInfo() == null
            ? List.of()
            : info.processorInfo().supportedArchitecturesAsStrings();
    return supported.contains("arm64") ? "arm64" : "amd64";
  }

  /** EC2 lists graphics, Neuron and older inference chips in three places. */
  private static Optional<Accelerator> accelerator(InstanceTypeInfo info) {
    if (info.gpuInfo() != null && !info.gpuInfo().gpus().isEmpty()) {
      GpuDeviceInfo gpu = info.gpuInfo().gpus().get(0);
      long memory = gpu.memoryInfo() == null ? 0 : gpu.memoryInfo().sizeInMiB() * MIB;
      return accelerator(gpu.manufacturer(), gpu.name(), gpu.count(), memory);
    }
    if (info.neuronInfo() != null && !info.neuronInfo().neuronDevices().isEmpty()) {
      NeuronDeviceInfo chip = info.neuronInfo().neuronDevices().get(0);
      long memory = chip.memoryInfo() == null ? 0 : chip.memoryInfo().sizeInMiB() * MIB;
      return accelerator("aws", chip.name(), chip.count(), memory);
    }
    if (info.inferenceAcceleratorInfo() != null
        && !info.inferenceAcceleratorInfo().accelerators().isEmpty()) {
      InferenceDeviceInfo chip = info.inferenceAcceleratorInfo().accelerators().get(0);
      return accelerator(chip.manufacturer(), chip.name(), chip.count(), 0);
    }
    return Optional.empty();
  }

  /** Fractions of a card have a count of zero; they come as one device all the same. */
  private static Optional<Accelerator> accelerator(
      String manufacturer, String name, Integer count, long memoryBytes) {
    if (manufacturer == null || name == null) {
      return Optional.empty();
    }
    int devices = count == null ? 1 : Math.max(1, count);
    return Optional.of(
        new Accelerator(manufacturer.toLowerCase(Locale.ROOT), name, devices, memoryBytes));
  }
}
