package io.gpupool.clouds.emulator.azure.model;

/** How a scale set keeps its virtual machines. */
public enum Orchestration {
  /** Numbered, and known through the scale set only. */
  UNIFORM("Uniform"),
  /** As virtual machines in their own right, which say whose they are. */
  FLEXIBLE("Flexible");

  private final String text;

  Orchestration(String text) {
    this.text = text;
  }

  /** Azure's word for it. */
  public String text() {
    return text;
  }
}
