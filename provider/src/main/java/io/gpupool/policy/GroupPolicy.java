package io.gpupool.policy;

import java.util.Objects;

/**
 * What holds for a group, and what that was worked out from.
 *
 * @param facts the group
 * @param boot how long its nodes take until they can be used
 * @param standing which options hold, and who says so
 */
public record GroupPolicy(GroupFacts facts, BootTime boot, Standing standing) {
  public GroupPolicy {
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(boot, "boot");
    Objects.requireNonNull(standing, "standing");
  }
}
