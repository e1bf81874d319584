package io.gpupool.packing;

/** Which resources are GPUs, so that nodes with them are kept for pods that ask for them. */
final class Gpus {

  private Gpus() {}

  /**
   * Whether a resource is an accelerator or a part of one: whatever the device plugins of the
   * vendors report, shared and divided ones included.
   */
  static boolean isGpu(String resource) {
    return resource.startsWith("nvidia.com/")
        || resource.startsWith("amd.com/")
        || resource.startsWith("habana.ai/")
        || resource.startsWith("gpu.intel.com/")
        || resource.startsWith("aws.amazon.com/neuron")
        || resource.startsWith("google.com/tpu")
        || resource.startsWith("qualcomm.com/")
        || resource.equals("microsoft.com/directx");
  }

  /** How many of all of them together. */
  static long in(Amounts amounts) {
    return amounts.names().stream().filter(Gpus::isGpu).mapToLong(amounts::get).sum();
  }
}
