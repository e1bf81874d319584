package io.gpupool.clouds.api;

/** How an instance is paid for and whether the cloud may take it back. */
public enum CapacityType {
  ON_DEMAND("on-demand"),
  SPOT("spot"),
  RESERVED("reserved");

  private final String label;

  CapacityType(String label) {
    this.label = label;
  }

  /** Its name in labels and in the configuration. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
