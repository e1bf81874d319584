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
  GOOGLES_ONE("g2-standard-4", 4, 16, 1, "nvidia-l4", 24_576, "nvidia-l4-24gb"),
  GOOGLES_EIGHT("a2-highgpu-8g", 96, 680, 8, "nvidia-tesla-a100", 40_960, "nvidia-a100-40gb");

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
    return List.of(ONE, LESS, FOUR, EIGHT);
  }

  /** Those of Google Cloud. */
  static List<Kind> ofGoogle() {
    return List.of(GOOGLES_ONE, GOOGLES_EIGHT);
  }

  String machineType() {
    return machineType;
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
