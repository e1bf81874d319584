package io.gpupool.clouds.emulator.gcp.model;

/** How an instance is bought. */
public enum Provisioning {
  /** At the list price, for as long as one wants. */
  STANDARD,
  /** At a discount, until someone else needs it. */
  SPOT,
  /** The same in its older form, for a day at most. */
  PREEMPTIBLE;

  /** Whether it can be taken back. */
  public boolean isSpot() {
    return this != STANDARD;
  }
}
