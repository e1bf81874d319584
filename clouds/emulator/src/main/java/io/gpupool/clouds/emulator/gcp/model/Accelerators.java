package io.gpupool.clouds.emulator.gcp.model;

import java.util.Locale;

/**
 * Accelerators of one type, attached to a machine or built into it.
 *
 * @param type such as {@code nvidia-tesla-t4}
 * @param count how many
 */
public record Accelerators(String type, int count) {

  public Accelerators {
    if (type.isBlank() || count <= 0) {
      throw new IllegalArgumentException(count + " accelerators '" + type + "'");
    }
  }

  /** The quota that they count toward, such as {@code NVIDIA_T4_GPUS}. */
  public String quotaMetric() {
    String model = type.replace("tesla-", "").replace("h100-80gb", "h100");
    return model.replace('-', '_').toUpperCase(Locale.ROOT) + "_GPUS";
  }
}
