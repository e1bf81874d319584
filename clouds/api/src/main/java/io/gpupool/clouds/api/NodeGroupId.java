package io.gpupool.clouds.api;

import java.util.Objects;
import java.util.StringJoiner;

/**
 * A group's name across all clouds: the cloud's own name and what places the group in it, joined by
 * slashes, as in {@code aws/111122223333/us-east-1/p5-spot}. It is what the autoscaler prints, what
 * configuration patterns match and what never changes while the group exists.
 */
public record NodeGroupId(String value) implements Comparable<NodeGroupId> {

  public NodeGroupId {
    Objects.requireNonNull(value, "value");
    if (value.indexOf('/') <= 0 || value.endsWith("/")) {
      throw new IllegalArgumentException(
          "'" + value + "' is no group id: it needs a cloud and a name, as in aws/.../my-group");
    }
  }

  /** Joins the parts, with {@code /} and {@code %} inside a part percent-encoded. */
  public static NodeGroupId of(String cloud, String... parts) {
    StringJoiner joined = new StringJoiner("/");
    joined.add(encode(cloud));
    for (String part : parts) {
      joined.add(encode(part));
    }
    return new NodeGroupId(joined.toString());
  }

  /** The cloud's name, decoded: the first part. */
  public String cloud() {
    return decode(value.substring(0, value.indexOf('/')));
  }

  /** The group's own name, decoded: the last part. */
  public String name() {
    return decode(value.substring(value.lastIndexOf('/') + 1));
  }

  @Override
  public int compareTo(NodeGroupId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String encode(String part) {
    if (part.isEmpty()) {
      throw new IllegalArgumentException("a part of a group id is empty");
    }
    return part.replace("%", "%25").replace("/", "%2F");
  }

  private static String decode(String part) {
    return part.replace("%2F", "/").replace("%25", "%");
  }
}
