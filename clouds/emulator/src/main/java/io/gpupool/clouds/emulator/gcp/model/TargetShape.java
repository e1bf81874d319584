package io.gpupool.clouds.emulator.gcp.model;

/** How a regional group spreads over its zones, in the API's words. */
public enum TargetShape {
  /** The same number in each, whatever the zones have to give. */
  EVEN,
  /** As evenly as the zones' capacity allows. */
  BALANCED,
  /** Wherever there is capacity. */
  ANY,
  /** All in one zone, whichever has capacity at the beginning. */
  ANY_SINGLE_ZONE
}
