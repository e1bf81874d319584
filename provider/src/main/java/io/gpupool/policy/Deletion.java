package io.gpupool.policy;

import io.gpupool.clouds.api.NodeGroupId;
import java.time.Instant;

/**
 * Instances of a group that were deleted together.
 *
 * @param group whose
 * @param nodes how many
 * @param at when
 */
public record Deletion(NodeGroupId group, int nodes, Instant at) {}
