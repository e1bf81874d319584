package io.gpupool.bench;

import io.gpupool.clouds.api.NodeGroupId;
import java.time.Duration;

/**
 * Equal nodes, each for one pod with as many GPUs.
 *
 * @param group the group that the nodes are of
 * @param gpus of a node
 * @param usdPerHour what a node costs
 * @param boot from the request until a pod can run
 * @param minimumBilling what is paid for a node however short its life
 */
public record IdlePool(
    NodeGroupId group, int gpus, double usdPerHour, Duration boot, Duration minimumBilling) {

  /** A node is paid for while its pods are moved and its machine ends. */
  static final Duration DRAIN = Duration.ofMinutes(1);

  public IdlePool {
    if (gpus < 1 || !(usdPerHour > 0) || boot.isNegative() || minimumBilling.isNegative()) {
      throw new IllegalArgumentException(
          "%s: %d GPUs for %s usd per hour, %s until a pod runs"
              .formatted(group, gpus, usdPerHour, boot));
    }
  }
}
