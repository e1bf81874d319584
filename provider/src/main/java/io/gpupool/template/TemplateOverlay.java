package io.gpupool.template;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Taint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the configuration says of a group's nodes; it wins over what the cloud says.
 *
 * @param labels added or replaced
 * @param taints added; one with the same key and effect is replaced
 * @param resources quantities in Kubernetes' notation, added or replaced; zero removes a resource
 * @param capacityType how they are paid for
 */
public record TemplateOverlay(
    Map<String, String> labels,
    List<Taint> taints,
    Map<String, String> resources,
    Optional<CapacityType> capacityType) {

  /** Nothing said. */
  public static final TemplateOverlay NONE =
      new TemplateOverlay(Map.of(), List.of(), Map.of(), Optional.empty());

  public TemplateOverlay {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    resources = Map.copyOf(resources);
    Objects.requireNonNull(capacityType, "capacityType");
  }
}
