package io.gpupool.template;

import java.util.List;
import java.util.Map;

/** How accelerators are called as Kubernetes resources. */
public final class GpuResources {

  /**
   * The names under which the autoscaler recognises a GPU, in the order in which it looks. A node
   * that has the GPU label and none of these allocatable counts as one whose driver isn't ready.
   */
  public static final List<String> RECOGNISED =
      List.of(
          "nvidia.com/gpu",
          "habana.ai/gaudi",
          "gpu.intel.com/xe",
          "amd.com/gpu",
          "microsoft.com/directx");

  /** What AWS's device plugin reports beside whole chips. */
  static final String NEURON_CORES = "aws.amazon.com/neuroncore";

  private static final Map<String, String> BY_VENDOR =
      Map.of(
          "nvidia", "nvidia.com/gpu",
          "amd", "amd.com/gpu",
          "habana", "habana.ai/gaudi",
          "intel", "gpu.intel.com/xe",
          "aws", "aws.amazon.com/neuron",
          "google", "google.com/tpu",
          "qualcomm", "qualcomm.com/qaic");

  private GpuResources() {}

  /** The resource that the vendor's device plugin reports. */
  public static String of(String vendor) {
    return BY_VENDOR.getOrDefault(vendor, vendor + ".com/gpu");
  }
}
