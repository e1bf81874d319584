package io.gpupool.clouds.api;

/**
 * The accelerators of one machine, all of a kind.
 *
 * @param vendor who makes them, lower case: {@code nvidia}, {@code amd}, {@code habana}, {@code
 *     aws}
 * @param model the maker's name, as the cloud writes it: {@code H100}
 * @param count how many the machine has, one or more
 * @param memoryBytes of each; zero if the cloud doesn't say
 */
public record Accelerator(String vendor, String model, int count, long memoryBytes) {
  public Accelerator {
    if (vendor.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException("an accelerator needs a vendor and a model");
    }
    if (count <= 0 || memoryBytes < 0) {
      throw new IllegalArgumentException(count + " accelerators of " + memoryBytes + " bytes");
    }
  }
}
