package io.gpupool.clouds.catalog;

import io.gpupool.clouds.api.Accelerator;
import java.util.Locale;

/**
 * Compares what clouds call accelerators with what the catalog calls them. {@code nvidia-tesla-t4},
 * {@code T4} of NVIDIA and {@code nvidia-t4-16gb} are one and the same.
 */
final class AcceleratorNames {

  private static final long GIB = 1L << 30;

  private AcceleratorNames() {}

  /**
   * Whether the catalog's model is what the cloud means. A cloud that states the memory means a
   * model with that much of it, give or take what is reserved; of models that differ in nothing
   * else, all are meant by a cloud that states none.
   */
  static boolean mean(Accelerator accelerator, String model) {
    String name = name(accelerator);
    if (name.equals(model)) {
      return true;
    }
    int memoryAt = model.lastIndexOf('-');
    if (memoryAt < 0 || !model.substring(memoryAt).matches("-\\d+gb")) {
      return false;
    }
    long gib = Long.parseLong(model.substring(memoryAt + 1, model.length() - "gb".length()));
    return name.equals(model.substring(0, memoryAt)) && isAbout(gib, accelerator.memoryBytes());
  }

  private static String name(Accelerator accelerator) {
    String vendor = accelerator.vendor() + "-";
    String model = accelerator.model().toLowerCase(Locale.ROOT).replace(' ', '-');
    String bare = model.startsWith(vendor) ? model.substring(vendor.length()) : model;
    // the maker's old brand, which only some clouds still say
    return vendor + (bare.startsWith("tesla-") ? bare.substring("tesla-".length()) : bare);
  }

  private static boolean isAbout(long gib, long bytes) {
    return bytes == 0 || Math.abs(bytes - gib * GIB) <= gib * GIB / 10;
  }
}
