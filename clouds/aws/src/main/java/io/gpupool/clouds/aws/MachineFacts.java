package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.MachineType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InferenceDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.NeuronDeviceCoreInfo;
import software.amazon.awssdk.services.ec2.model.NeuronDeviceInfo;

/** EC2's description of an instance type, as a machine type. */
final class MachineFacts {

  private static final long MIB = 1L << 20;
  private static final long GB = 1_000_000_000L;
  private static final int HOST_NETWORK_PODS = 2;

  /** From the third generation on, two cores or one are told apart by each node's own settings. */
  private static final int CORES_ARE_FIXED_BEFORE = 3;

  private MachineFacts() {}

  static MachineType of(InstanceTypeInfo info) {
    return new MachineType(
        info.instanceTypeAsString(),
        architecture(info),
        info.vCpuInfo().defaultVCpus(),
        info.memoryInfo().sizeInMiB() * MIB,
        accelerator(info),
        info.instanceStorageInfo() == null || info.instanceStorageInfo().totalSizeInGB() == null
            ? 0
            : info.instanceStorageInfo().totalSizeInGB() * GB,
        maxPods(info.networkInfo()));
  }

  /**
   * As many pods as Amazon's network plugin has addresses for: every interface but its own first
   * address, and two pods that use the host's network.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html">EKS:
   *     maximum pods</a>
   */
  private static OptionalInt maxPods(NetworkInfo network) {
    if (network == null
        || network.maximumNetworkInterfaces() == null
        || network.ipv4AddressesPerInterface() == null) {
      return OptionalInt.empty();
    }
    int pods =
        network.maximumNetworkInterfaces() * (network.ipv4AddressesPerInterface() - 1)
            + HOST_NETWORK_PODS;
    return pods > HOST_NETWORK_PODS ? OptionalInt.of(pods) : OptionalInt.empty();
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
      return accelerator("aws", chip.name(), chip.count(), memory, cores(chip));
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
    return accelerator(manufacturer, name, count, memoryBytes, 0);
  }

  private static Optional<Accelerator> accelerator(
      String manufacturer, String name, Integer count, long memoryBytes, int coresEach) {
    if (manufacturer == null || name == null) {
      return Optional.empty();
    }
    int devices = count == null ? 1 : Math.max(1, count);
    return Optional.of(
        new Accelerator(
            manufacturer.toLowerCase(Locale.ROOT), name, devices, memoryBytes, coresEach));
  }

  private static int cores(NeuronDeviceInfo chip) {
    NeuronDeviceCoreInfo cores = chip.coreInfo();
    boolean fixed =
        cores != null
            && cores.count() != null
            && cores.version() != null
            && cores.version() < CORES_ARE_FIXED_BEFORE;
    return fixed ? cores.count() : 0;
  }
}
