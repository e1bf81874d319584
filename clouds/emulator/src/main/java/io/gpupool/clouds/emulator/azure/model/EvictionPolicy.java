package io.gpupool.clouds.emulator.azure.model;

/** What becomes of a spot machine that Azure takes back. */
public enum EvictionPolicy {
  /** It is switched off and still counts. */
  DEALLOCATE("Deallocate"),
  /** It is deleted, and its scale set's capacity falls. */
  DELETE("Delete");

  private final String text;

  EvictionPolicy(String text) {
    this.text = text;
  }

  /** Azure's word for it. */
  public String text() {
    return text;
  }
}
