package io.gpupool.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a group's nodes take until they can be used.
 *
 * @param time from the request until pods can run there
 * @param seen how many instances that is the middle of; zero for an assumption
 */
public record BootTime(Duration time, int seen) {
  public BootTime {
    Objects.requireNonNull(time, "time");
    if (time.isNegative() || seen < 0) {
      throw new IllegalArgumentException("a boot time of " + time + ", seen " + seen + " times");
    }
  }

  /**
   * What is assumed of nodes that nobody has seen boot: four minutes, and six where a node has
   * eight GPUs or more, whose memory and links take longer to come up.
   */
  public static BootTime assumed(int gpus) {
    return new BootTime(Duration.ofMinutes(gpus >= 8 ? 6 : 4), 0);
  }
}
