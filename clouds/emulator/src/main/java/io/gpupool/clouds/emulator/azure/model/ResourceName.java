package io.gpupool.clouds.emulator.azure.model;

import java.util.Locale;

/**
 * The name of a resource within a subscription. Azure doesn't care for its case, and gives it back
 * as it was made.
 *
 * @param resourceGroup the resource group
 * @param name the name in there
 */
public record ResourceName(String resourceGroup, String name) {

  public ResourceName {
    if (resourceGroup.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException(
          "'" + resourceGroup + "' and '" + name + "' name no resource");
    }
  }

  /** The same for all spellings. */
  String key() {
    return (resourceGroup + "/" + name).toLowerCase(Locale.ROOT);
  }
}
