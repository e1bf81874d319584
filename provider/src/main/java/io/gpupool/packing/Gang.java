package io.gpupool.packing;

/**
 * Pods that are of use only together, such as those of one training job.
 *
 * @param key what they have in common, such as {@code Job default/train}
 * @param pods how many there will be, those that already run included; one or more
 */
public record Gang(String key, int pods) {
  public Gang {
    if (key.isBlank() || pods < 1) {
      throw new IllegalArgumentException("a gang '" + key + "' of " + pods);
    }
  }
}
