package io.gpupool.policy;

import io.gpupool.clouds.api.OptionOverrides;
import java.time.Duration;

/**
 * The autoscaler's options for a group.
 *
 * @param utilizationThreshold below which a node without GPU may be removed
 * @param gpuUtilizationThreshold below which a node with GPU may be removed
 * @param unneededTime how long a node must have been unneeded to be removed
 * @param unreadyTime how long an unready node must have been unneeded to be removed
 * @param provisionTime how long a node may take to join; zero where the release doesn't say
 * @param zeroOrMax whether the group is scaled all or nothing
 * @param ignoreDaemonSets whether DaemonSets' pods count for a node's utilisation
 */
public record AutoscalingOptions(
    double utilizationThreshold,
    double gpuUtilizationThreshold,
    Duration unneededTime,
    Duration unreadyTime,
    Duration provisionTime,
    boolean zeroOrMax,
    boolean ignoreDaemonSets) {

  /** These, and what is wanted otherwise. */
  AutoscalingOptions with(OptionOverrides overrides) {
    return new AutoscalingOptions(
        overrides.utilizationThreshold().orElse(utilizationThreshold),
        overrides.gpuUtilizationThreshold().orElse(gpuUtilizationThreshold),
        overrides.unneededTime().orElse(unneededTime),
        overrides.unreadyTime().orElse(unreadyTime),
        overrides.provisionTime().orElse(provisionTime),
        overrides.zeroOrMax().orElse(zeroOrMax),
        overrides.ignoreDaemonSets().orElse(ignoreDaemonSets));
  }
}
