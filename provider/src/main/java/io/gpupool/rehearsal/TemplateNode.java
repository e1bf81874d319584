package io.gpupool.rehearsal;

import com.google.protobuf.ByteString;
import io.gpupool.proto.kubernetes.Node;
import java.util.Map;

/**
 * A node of a group that isn't there yet, as the server describes it.
 *
 * @param capacity what it has
 * @param allocatable what pods can have of it
 * @param labels its labels
 * @param bytes all of it, as the server sent it
 */
record TemplateNode(
    Resources capacity, Resources allocatable, Map<String, String> labels, ByteString bytes) {

  /** A node of which nothing else is known. */
  TemplateNode(Resources capacity, Resources allocatable, Map<String, String> labels) {
    this(capacity, allocatable, labels, ByteString.EMPTY);
  }

  static TemplateNode of(Node node) {
    return new TemplateNode(
        Resources.of(node.getStatus().getCapacityMap()),
        Resources.of(node.getStatus().getAllocatableMap()),
        Map.copyOf(node.getMetadata().getLabelsMap()),
        node.toByteString());
  }
}
