package io.gpupool.clouds.api;

/**
 * The accelerators of one machine, all of a kind.
 *
 * @param vendor who makes them, lower case: {@code nvidia}, {@code amd}, {@code habana}, {@code
 *     aws}
 * @param model the maker's name, as the cloud writes it: {@code H100}
 * @param count how many the machine has, one or more
 * @param memoryBytes of each; zero if the cloud doesn't say
 * @param coresEach cores of each that can be asked for one by one, as AWS's chips have them; zero
 *     where there is no such thing
 */
public record Accelerator(String vendor, String model, int count, long memoryBytes, int coresEach) {
  public Accelerator {
    if (vendor.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException("an accelerator needs a vendor and a model");
    }
    if (count <= 0 || memoryBytes < 0 || coresEach < 0) {
      throw new IllegalArgumentException(
          count + " accelerators of " + memoryBytes + " bytes and " + coresEach + " cores");
    }
  }

  /** Accelerators that can only be asked for whole. */
  public Accelerator(String vendor, String model, int count, long memoryBytes) {
    this(vendor, model, count, memoryBytes, 0);
  }
}
