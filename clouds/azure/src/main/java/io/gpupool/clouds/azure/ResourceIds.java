package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Azure's names of things, as paths. */
final class ResourceIds {

  private ResourceIds() {}

  /** Where the part with this name is, whatever its case. */
  static int indexOf(List<String> parts, String name) {
    for (int k = 0; k < parts.size() - 1; k++) {
      if (parts.get(k).equalsIgnoreCase(name)) {
        return k;
      }
    }
    throw new IllegalArgumentException(String.join("/", parts) + " has no " + name);
  }

  /**
   * What Azure's node controller writes for the machine with this resource id: the resource group
   * in lower case, and the rest as Azure has it.
   */
  static ProviderId providerId(String resourceId) {
    List<String> parts = new ArrayList<>(List.of(resourceId.split("/", -1)));
    int group = indexOf(parts, "resourceGroups") + 1;
    parts.set(group, parts.get(group).toLowerCase(Locale.ROOT));
    return new ProviderId("azure://" + String.join("/", parts));
  }

  /** By what two names of one machine can be told to be the same. */
  static String key(ProviderId id) {
    return id.value().toLowerCase(Locale.ROOT);
  }
}
