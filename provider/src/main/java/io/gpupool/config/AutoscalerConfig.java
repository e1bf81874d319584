package io.gpupool.config;

import java.util.Objects;
import java.util.Optional;

/**
 * What is known beforehand about the autoscaler that calls.
 *
 * @param release what it calls itself; empty if that is to be seen from its messages
 */
public record AutoscalerConfig(Optional<AutoscalerRelease> release) {
  public AutoscalerConfig {
    Objects.requireNonNull(release, "release");
  }
}
