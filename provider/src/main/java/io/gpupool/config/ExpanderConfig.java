package io.gpupool.config;

import io.gpupool.packing.Placement;
import java.time.Duration;
import java.util.Objects;

/**
 * How the autoscaler is told which group to take.
 *
 * @param listen where it asks, with TLS
 * @param scheduler how the cluster's scheduler is assumed to place pods
 * @param budget how long to think about a choice
 */
public record ExpanderConfig(ListenAddress listen, Placement scheduler, Duration budget) {

  /** Where it listens unless the file says otherwise. */
  public static final ListenAddress DEFAULT_LISTEN = new ListenAddress("0.0.0.0", 8087);

  /** What Kubernetes does unless told otherwise. */
  public static final Placement DEFAULT_SCHEDULER = Placement.LEAST_ALLOCATED;

  /** A part of the five seconds that the autoscaler waits. */
  public static final Duration DEFAULT_BUDGET = Duration.ofMillis(1500);

  public ExpanderConfig {
    Objects.requireNonNull(listen, "listen");
    Objects.requireNonNull(scheduler, "scheduler");
    Objects.requireNonNull(budget, "budget");
  }
}
