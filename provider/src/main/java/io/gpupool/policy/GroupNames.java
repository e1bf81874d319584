package io.gpupool.policy;

import io.gpupool.clouds.api.NodeGroupId;

/** A set of groups, told by their ids. */
public interface GroupNames {

  /** Whether the group is among them. */
  boolean matches(NodeGroupId group);

  /**
   * Whether every group of the others is among these, as far as can be told from the two alone;
   * false where that is in doubt.
   */
  boolean covers(GroupNames others);
}
