package io.gpupool.clouds.emulator.azure.model;

/** Whether a virtual machine runs, once it has been given hardware. */
public enum PowerState {
  RUNNING("running"),
  DEALLOCATING("deallocating"),
  DEALLOCATED("deallocated");

  private final String text;

  PowerState(String text) {
    this.text = text;
  }

  /** The word in the status of an instance view. */
  public String code() {
    return "PowerState/" + text;
  }

  /** What people are shown. */
  public String display() {
    return "VM " + text;
  }
}
