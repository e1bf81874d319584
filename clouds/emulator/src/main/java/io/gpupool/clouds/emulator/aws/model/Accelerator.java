package io.gpupool.clouds.emulator.aws.model;

import java.util.Objects;

/** The accelerators of one instance type, told apart by where DescribeInstanceTypes lists them. */
public sealed interface Accelerator {

  /** How many of them. */
  int count();

  /** AWS's name for the model, such as {@code H100}. */
  String name();

  /** The memory of each. */
  int memoryMib();

  /**
   * Listed under {@code gpuInfo}: GPUs, and Gaudi with the manufacturer {@code Habana}.
   *
   * @param manufacturer as AWS writes it: {@code NVIDIA}, {@code AMD}, {@code Habana}
   */
  record Gpu(int count, String name, String manufacturer, int memoryMib) implements Accelerator {
    public Gpu {
      check(count, name, memoryMib);
      Objects.requireNonNull(manufacturer, "manufacturer");
    }
  }

  /**
   * Listed under {@code neuronInfo}: Trainium and Inferentia, the latter under {@code
   * inferenceAcceleratorInfo} as well.
   *
   * @param cores of each
   * @param coreVersion the generation of the cores
   * @param inference whether it is an Inferentia
   */
  record Neuron(
      int count, String name, int memoryMib, int cores, int coreVersion, boolean inference)
      implements Accelerator {
    public Neuron {
      check(count, name, memoryMib);
    }

    /** Such as {@code inferentia(1, "Inferentia2", 32768, 2, 2)}. */
    public static Neuron inferentia(
        int count, String name, int memoryMib, int cores, int coreVersion) {
      return new Neuron(count, name, memoryMib, cores, coreVersion, true);
    }

    /** Such as {@code trainium(16, "Trainium", 32768, 2, 2)}. */
    public static Neuron trainium(
        int count, String name, int memoryMib, int cores, int coreVersion) {
      return new Neuron(count, name, memoryMib, cores, coreVersion, false);
    }
  }

  private static void check(int count, String name, int memoryMib) {
    if (count <= 0 || name.isBlank() || memoryMib < 0) {
      throw new IllegalArgumentException(
          count + " accelerators '" + name + "' of " + memoryMib + " MiB");
    }
  }
}
