package io.gpupool.e2e;

import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import java.util.List;

/** The machine types of the emulated clouds' groups. */
enum Kind {
  ONE("g5.xlarge", 4, 16, 1, "A10G", 22_888, "nvidia-a10g-24gb"),
  LESS("g4dn.xlarge", 4, 14, 1, "T4", 15_259, "nvidia-t4-16gb"),
  FOUR("g5.12xlarge", 48, 192, 4, "A10G", 22_888, "nvidia-a10g-24gb"),
  EIGHT("p5.48xlarge", 192, 2_048, 8, "H100", 81_920, "nvidia-h100-80gb"),
  EIGHT_A100("p4d.24xlarge", 96, 1_152, 8, "A100", 40_960, "nvidia-a100-40gb"),
  GOOGLES_ONE("g2-standard-4", 4, 16, 1, "nvidia-l4", 24_576, "nvidia-l4-24gb"),
  GOOGLES_ONE_OF_16("g2-standard-16", 16, 64, 1, "nvidia-l4", 24_576, "nvidia-l4-24gb"),
  GOOGLES_EIGHT("a2-highgpu-8g", 96, 680, 8, "nvidia-tesla-a100", 40_960, "nvidia-a100-40gb"),
  AZURES_ONE("Standard_NC4as_T4_v3", 4, 28, 1, "T4", 16_384, "nvidia-t4-16gb"),
  AZURES_LARGE_ONE("Standard_NC24ads_A100_v4", 24, 220, 1, "A100", 81_920, "nvidia-a100-80gb"),
  AZURES_EIGHT("Standard_ND96asr_v4", 96, 900, 8, "A100", 40_960, "nvidia-a100-40gb");

  /** What kernels and kubelets take of a machine, so that nodes look like their template. */
  private static final double MEMORY_LEFT = 0.925;

  private static final long KUBELET_MIB = 255 + 11 * 110 + 100;

  private final String machineType;
  private final int vcpu;
  private final int memoryGib;
  private final int gpus;
  private final String gpuName;
  private final int gpuMib;
  private final String label;

  Kind(
      String machineType,
      int vcpu,
      int memoryGib,
      int gpus,
      String gpuName,
      int gpuMib,
      String label) {
    this.machineType = machineType;
    this.vcpu = vcpu;
    this.memoryGib = memoryGib;
    this.gpus = gpus;
    this.gpuName = gpuName;
    this.gpuMib = gpuMib;
    this.label = label;
  }

  /** Those of AWS. */
  static List<Kind> ofAws() {
    return List.of(ONE, LESS, FOUR, EIGHT, EIGHT_A100);
  }

  /** Those of Google Cloud. */
  static List<Kind> ofGoogle() {
    return List.of(GOOGLES_ONE, GOOGLES_ONE_OF_16, GOOGLES_EIGHT);
  }

  /** Those of Azure. */
  static List<Kind> ofAzure() {
    return List.of(AZURES_ONE, AZURES_LARGE_ONE, AZURES_EIGHT);
  }

  String machineType() {
    return machineType;
  }

  int memoryGib() {
    return memoryGib;
  }

  int memoryMib() {
    return memoryGib << 10;
  }

  /** What the cloud calls its accelerators. */
  String gpuName() {
    return gpuName;
  }

  int vcpu() {
    return vcpu;
  }

  int gpus() {
    return gpus;
  }

  /** The value of the GPU label, which the kubelets of such machines are started with. */
  String label() {
    return label;
  }

  String capacityMemory() {
    return (long) (((long) memoryGib << 30) * MEMORY_LEFT) + "";
  }

  String allocatableMemory() {
    return (long) (((long) memoryGib << 30) * MEMORY_LEFT) - (KUBELET_MIB << 20) + "";
  }

  InstanceType instanceType() {
    return InstanceType.x86(machineType, vcpu, memoryMib())
        .with(new Accelerator.Gpu(gpus, gpuName, "NVIDIA", gpuMib));
  }

  static Kind of(String machineType) {
    for (Kind kind : values()) {
      if (kind.machineType.equals(machineType)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of machine here is called " + machineType);
  }
}
