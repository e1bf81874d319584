package io.gpupool.clouds.api;

/**
 * The sizes that a group may have, both ends included.
 *
 * @param min zero or more
 * @param max {@code min} or more
 */
public record SizeLimits(int min, int max) {
  public SizeLimits {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("sizes from " + min + " to " + max);
    }
  }

  /** These limits without what lies outside {@code other}; empty overlap yields {@code other}. */
  public SizeLimits within(SizeLimits other) {
    int low = Math.max(min, other.min);
    int high = Math.min(max, other.max);
    return low <= high ? new SizeLimits(low, high) : other;
  }

  @Override
  public String toString() {
    return min + ".." + max;
  }
}
