package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.InstanceGroupManager;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.NodeGroupId;

/**
 * Where a managed instance group is.
 *
 * @param project the project's id
 * @param location a zone or a region
 * @param name the group's name
 */
record GroupRef(String project, String location, String name) {

  static final String CLOUD = "gcp";

  /** The group that a manager of the API is. */
  static GroupRef of(String project, InstanceGroupManager manager) {
    String location =
        Links.name(manager.getZone().isEmpty() ? manager.getRegion() : manager.getZone());
    return new GroupRef(project, location, manager.getName());
  }

  /** The group with this id, if it can be one of this project. */
  static GroupRef of(String project, NodeGroupId id) throws CloudException {
    String[] parts = id.value().split("/", -1);
    if (parts.length != 4
        || !id.equals(NodeGroupId.of(CLOUD, project, decoded(parts[2]), id.name()))) {
      throw new CloudException(
          CloudError.of(
              Kind.NOT_FOUND,
              "NoSuchGroup",
              "%s is no group of the project %s; expected gcp/%s/<zone or region>/<name>"
                  .formatted(id, project, project)));
    }
    return new GroupRef(project, decoded(parts[2]), id.name());
  }

  private static String decoded(String part) {
    return part.replace("%2F", "/").replace("%25", "%");
  }

  NodeGroupId id() {
    return NodeGroupId.of(CLOUD, project, location, name);
  }

  /** A region's name has two parts, {@code us-central1}; a zone's has more. */
  boolean isRegional() {
    return location.indexOf('-') == location.lastIndexOf('-');
  }

  String region() {
    return isRegional() ? location : location.substring(0, location.lastIndexOf('-'));
  }

  /** Whether it is in this zone, or in this region or one of its zones. */
  boolean isIn(String zoneOrRegion) {
    return location.equals(zoneOrRegion) || region().equals(zoneOrRegion);
  }
}
