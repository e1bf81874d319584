package io.gpupool.clouds.gcp;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What of an instance template's metadata is for the autoscaler.
 *
 * @param kubeEnv what GKE says; empty outside GKE, or if it can't be read
 * @param unreadable whether there is something of GKE's that can't be read
 * @param own what the owner of a cluster of his own says
 * @param sizes limits of the group's size, by their keys
 */
record AutoscalerMetadata(
    Optional<KubeEnv> kubeEnv, boolean unreadable, NodeVariables own, Map<String, String> sizes) {

  AutoscalerMetadata {
    sizes = Map.copyOf(sizes);
  }

  static AutoscalerMetadata of(Map<String, String> metadata) {
    Optional<String> text = Optional.ofNullable(metadata.get(KubeEnv.KEY));
    Optional<KubeEnv> kubeEnv = text.flatMap(KubeEnv::parse);
    Map<String, String> sizes = new HashMap<>(metadata);
    sizes
        .keySet()
        .removeIf(key -> !key.equals(GcpSettings.MIN_LABEL) && !key.equals(GcpSettings.MAX_LABEL));
    return new AutoscalerMetadata(
        kubeEnv,
        text.isPresent() && kubeEnv.isEmpty(),
        NodeVariables.parse(metadata.getOrDefault(NodeVariables.KEY, "")),
        sizes);
  }

  /** Everything it says of nodes. */
  NodeVariables variables() {
    return kubeEnv.map(KubeEnv::variables).orElse(new NodeVariables(Map.of())).overriddenBy(own);
  }

  AutoscalerMetadata overriddenBy(AutoscalerMetadata others) {
    Map<String, String> merged = new HashMap<>(sizes);
    merged.putAll(others.sizes);
    return new AutoscalerMetadata(
        others.kubeEnv.or(() -> kubeEnv),
        others.kubeEnv.isPresent() ? others.unreadable : unreadable || others.unreadable,
        own.overriddenBy(others.own),
        merged);
  }
}
