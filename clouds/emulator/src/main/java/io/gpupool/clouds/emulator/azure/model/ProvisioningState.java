package io.gpupool.clouds.emulator.azure.model;

import java.util.Locale;

/** What Azure does with a resource. */
public enum ProvisioningState {
  CREATING("Creating", "Creating"),
  UPDATING("Updating", "Updating"),
  SUCCEEDED("Succeeded", "Provisioning succeeded"),
  FAILED("Failed", "Provisioning failed"),
  DELETING("Deleting", "Deleting");

  private final String text;
  private final String display;

  ProvisioningState(String text, String display) {
    this.text = text;
    this.display = display;
  }

  /** Azure's word for it. */
  public String text() {
    return text;
  }

  /** The word in the status of an instance view. */
  public String code() {
    return "ProvisioningState/" + text.toLowerCase(Locale.ROOT);
  }

  /** What people are shown. */
  public String display() {
    return display;
  }

  /** Whether something goes on that will end by itself. */
  public boolean isTransient() {
    return this == CREATING || this == UPDATING || this == DELETING;
  }
}
