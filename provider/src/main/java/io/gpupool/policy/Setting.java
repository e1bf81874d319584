package io.gpupool.policy;

import io.gpupool.clouds.api.OptionOverrides;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** One of the autoscaler's options for a group, under the name that it has in the configuration. */
public enum Setting {
  /** Seconds. */
  UNNEEDED("unneeded"),
  /** Seconds. */
  UNREADY("unready"),
  /** From 0 to 1. */
  UTILIZATION("utilization"),
  /** From 0 to 1. */
  GPU_UTILIZATION("gpuUtilization"),
  /** Seconds. */
  PROVISION_TIME("provisionTime"),
  /** 0 or 1. */
  IGNORE_DAEMON_SETS("ignoreDaemonSets"),
  /** 0 or 1. */
  ZERO_OR_MAX("zeroOrMax");

  private final String key;

  Setting(String key) {
    this.key = key;
  }

  /** Its name. */
  public String key() {
    return key;
  }

  /** What the options say of it, as a number; empty if they say nothing. */
  public OptionalDouble in(OptionOverrides options) {
    return switch (this) {
      case UNNEEDED -> seconds(options.unneededTime());
      case UNREADY -> seconds(options.unreadyTime());
      case UTILIZATION -> options.utilizationThreshold();
      case GPU_UTILIZATION -> options.gpuUtilizationThreshold();
      case PROVISION_TIME -> seconds(options.provisionTime());
      case IGNORE_DAEMON_SETS -> oneOrZero(options.ignoreDaemonSets());
      case ZERO_OR_MAX -> oneOrZero(options.zeroOrMax());
    };
  }

  /** Such a number for people: {@code 3m}, {@code 0.875}, {@code true}. */
  public String inWords(double value) {
    return switch (this) {
      case UNNEEDED, UNREADY, PROVISION_TIME ->
          Seconds.text(Duration.ofMillis((long) (value * 1e3)));
      case UTILIZATION, GPU_UTILIZATION -> Double.toString(value);
      case IGNORE_DAEMON_SETS, ZERO_OR_MAX -> Boolean.toString(value == 1);
    };
  }

  private static OptionalDouble seconds(Optional<Duration> time) {
    return time.isPresent()
        ? OptionalDouble.of(time.get().toNanos() / 1e9)
        : OptionalDouble.empty();
  }

  private static OptionalDouble oneOrZero(Optional<Boolean> yes) {
    return yes.isPresent() ? OptionalDouble.of(yes.get() ? 1 : 0) : OptionalDouble.empty();
  }
}
