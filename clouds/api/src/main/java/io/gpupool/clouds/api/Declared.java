package io.gpupool.clouds.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a group's owner has written on the group for the autoscaler to know.
 *
 * @param labels labels that its nodes will carry
 * @param taints taints that its nodes will carry
 * @param resources quantities in Kubernetes' notation that its nodes will report, by resource name;
 *     they win over what the machine type says
 * @param options what the autoscaler shall do otherwise with this group
 */
public record Declared(
    Map<String, String> labels,
    List<Taint> taints,
    Map<String, String> resources,
    OptionOverrides options) {

  /** Nothing written. */
  public static final Declared NOTHING =
      new Declared(Map.of(), List.of(), Map.of(), OptionOverrides.NONE);

  public Declared {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    resources = Map.copyOf(resources);
    Objects.requireNonNull(options, "options");
  }
}
