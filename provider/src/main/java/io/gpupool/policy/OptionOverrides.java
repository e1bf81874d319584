package io.gpupool.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What the configuration wants differently from the autoscaler's own options.
 *
 * @param provisionTime how long a node may take to join
 * @param zeroOrMax whether the group is scaled all or nothing
 */
public record OptionOverrides(Optional<Duration> provisionTime, Optional<Boolean> zeroOrMax) {

  public OptionOverrides {
    Objects.requireNonNull(provisionTime, "provisionTime");
    Objects.requireNonNull(zeroOrMax, "zeroOrMax");
  }

  /** The options as they are to be, or as they were where nothing is wanted differently. */
  AutoscalingOptions applyTo(AutoscalingOptions options) {
    return new AutoscalingOptions(
        options.utilizationThreshold(),
        options.gpuUtilizationThreshold(),
        options.unneededTime(),
        options.unreadyTime(),
        provisionTime.orElse(options.provisionTime()),
        zeroOrMax.orElse(options.zeroOrMax()),
        options.ignoreDaemonSets());
  }
}
