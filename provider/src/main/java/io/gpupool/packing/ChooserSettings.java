package io.gpupool.packing;

import java.util.Objects;

/**
 * What a {@link Chooser} assumes of the cluster.
 *
 * @param nodesPerScaleUp how many nodes the autoscaler adds at a time ({@code
 *     --max-nodes-per-scaleup}), one or more
 * @param placement how the scheduler spreads pods over the nodes once they are there
 */
public record ChooserSettings(int nodesPerScaleUp, Placement placement) {

  /** The defaults of the autoscaler and of the scheduler. */
  public static final ChooserSettings DEFAULT =
      new ChooserSettings(1000, Placement.LEAST_ALLOCATED);

  public ChooserSettings {
    Objects.requireNonNull(placement, "placement");
    if (nodesPerScaleUp < 1) {
      throw new IllegalArgumentException(nodesPerScaleUp + " nodes at a time");
    }
  }
}
