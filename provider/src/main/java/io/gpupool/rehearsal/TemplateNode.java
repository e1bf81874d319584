package io.gpupool.rehearsal;

import io.gpupool.proto.kubernetes.Node;
import java.util.Map;

/**
 * A node of a group that isn't there yet, as the server describes it.
 *
 * @param capacity what it has
 * @param allocatable what pods can have of it
 * @param labels its labels
 */
record TemplateNode(Resources capacity, Resources allocatable, Map<String, String> labels) {

  static TemplateNode of(Node node) {
    return new TemplateNode(
        Resources.of(node.getStatus().getCapacityMap()),
        Resources.of(node.getStatus().getAllocatableMap()),
        Map.copyOf(node.getMetadata().getLabelsMap()));
  }
}
