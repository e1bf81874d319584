package io.gpupool.clouds.azure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which of a subscription's scale sets are managed. */
final class Discovery {

  private final AzureSettings settings;

  Discovery(AzureSettings settings) {
    this.settings = settings;
  }

  List<ScaleSet> managed(List<ScaleSet> all) {
    return all.stream()
        .filter(group -> !"Deleting".equalsIgnoreCase(group.data().provisioningState()))
        .filter(group -> isNamed(group.ref()) || isDiscovered(group))
        .toList();
  }

  /** The groups that are asked for by name and don't exist. */
  Set<String> absent(List<ScaleSet> all) {
    Set<String> absent = new LinkedHashSet<>();
    for (AzureSettings.Group named : settings.groups()) {
      if (all.stream().noneMatch(group -> means(named, group.ref()))) {
        absent.add(named.name());
      }
    }
    return absent;
  }

  /** Whether this entry of the configuration is about this scale set. */
  static boolean means(AzureSettings.Group named, ScaleSetRef group) {
    return named.name().equalsIgnoreCase(group.name())
        && named.resourceGroup().map(group.resourceGroup()::equalsIgnoreCase).orElse(true);
  }

  private boolean isNamed(ScaleSetRef group) {
    return settings.groups().stream().anyMatch(named -> means(named, group));
  }

  private boolean isDiscovered(ScaleSet group) {
    if (settings.tags().isEmpty()
        || !(settings.resourceGroups().isEmpty()
            || settings.resourceGroups().contains(group.ref().resourceGroup()))) {
      return false;
    }
    return settings.tags().entrySet().stream()
        .allMatch(
            wanted ->
                group
                    .tag(wanted.getKey())
                    .map(value -> wanted.getValue().isEmpty() || wanted.getValue().equals(value))
                    .orElse(false));
  }
}
