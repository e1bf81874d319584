package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.ProviderId;
import java.util.Optional;

/**
 * Where an instance is, in a project that is known.
 *
 * @param zone its zone
 * @param name its name
 */
record InstanceRef(String zone, String name) {

  private static final String SCHEME = "gce://";

  /** The instance of this project with this id; none for ids of other clouds and projects. */
  static Optional<InstanceRef> of(String project, ProviderId id) {
    String prefix = SCHEME + project + "/";
    if (!id.value().startsWith(prefix)) {
      return Optional.empty();
    }
    String[] parts = id.value().substring(prefix.length()).split("/", -1);
    return parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()
        ? Optional.of(new InstanceRef(parts[0], parts[1]))
        : Optional.empty();
  }

  /** As the node controller writes it. */
  ProviderId providerId(String project) {
    return new ProviderId(SCHEME + project + "/" + zone + "/" + name);
  }

  /** As the API accepts it. */
  String link() {
    return "zones/" + zone + "/instances/" + name;
  }
}
