package io.gpupool.bench;

/**
 * The size of a cluster.
 *
 * @param groups node groups, one or more
 * @param nodes nodes of theirs, spread evenly
 * @param unmanaged nodes that belong to no group
 */
public record LoopSize(int groups, int nodes, int unmanaged) {
  public LoopSize {
    if (groups < 1 || nodes < 0 || unmanaged < 0) {
      throw new IllegalArgumentException(
          groups + " groups, " + nodes + " nodes and " + unmanaged + " that belong to none");
    }
  }

  /** The group of a node: its number modulo the number of groups. */
  int groupOf(int node) {
    return node % groups;
  }

  /** A node's provider id. */
  static String providerId(int node) {
    return "aws:///us-east-1a/i-%017x".formatted(node);
  }

  /** The provider id of a node that belongs to no group. */
  static String unmanagedProviderId(int node) {
    return "rack://room-1/node-%06d".formatted(node);
  }
}
