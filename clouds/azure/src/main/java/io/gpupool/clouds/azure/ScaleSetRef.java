package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.NodeGroupId;
import java.util.List;
import java.util.Locale;

/**
 * Where a scale set is. Azure's names are the same in any case; they are kept in lower case here,
 * but for the scale set's, which is kept as Azure writes it.
 *
 * @param subscription the subscription's id
 * @param resourceGroup in lower case
 * @param name the scale set's name
 */
record ScaleSetRef(String subscription, String resourceGroup, String name) {

  static final String CLOUD = "azure";

  private static final int PARTS = 4;

  ScaleSetRef {
    resourceGroup = resourceGroup.toLowerCase(Locale.ROOT);
  }

  /** The scale set with this resource id, as {@code /subscriptions/s/resourceGroups/g/...}. */
  static ScaleSetRef of(String subscription, String resourceId) {
    List<String> parts = List.of(resourceId.split("/", -1));
    int group = ResourceIds.indexOf(parts, "resourceGroups");
    return new ScaleSetRef(subscription, parts.get(group + 1), parts.get(parts.size() - 1));
  }

  /** The group with this id, if it can be one of this subscription. */
  static ScaleSetRef of(String subscription, NodeGroupId id) throws CloudException {
    String[] parts = id.value().split("/", -1);
    if (parts.length != PARTS
        || !id.equals(NodeGroupId.of(CLOUD, subscription, parts[2], parts[PARTS - 1]))) {
      throw new CloudException(
          CloudError.of(
              Kind.NOT_FOUND,
              "NoSuchGroup",
              "%s is no group of the subscription %s; expected azure/%s/<resource group>/<scale set>"
                  .formatted(id, subscription, subscription)));
    }
    return new ScaleSetRef(subscription, parts[2], parts[PARTS - 1]);
  }

  NodeGroupId id() {
    return NodeGroupId.of(CLOUD, subscription, resourceGroup, name);
  }

  /** Whether a resource id, in whatever case, is this scale set's. */
  boolean hasId(String resourceId) {
    return resourceId.equalsIgnoreCase(
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Compute/virtualMachineScaleSets/%s"
            .formatted(subscription, resourceGroup, name));
  }
}
