package io.gpupool.rehearsal;

import java.time.Duration;
import java.util.Objects;

/**
 * A pod that arrives, runs for a while and is done. It isn't moved once it runs.
 *
 * @param name unique
 * @param requests what it asks for
 * @param arrival after the beginning
 * @param runtime how long it runs on a node
 */
public record Job(String name, Resources requests, Duration arrival, Duration runtime) {
  public Job {
    Objects.requireNonNull(requests, "requests");
    if (arrival.isNegative() || runtime.isNegative()) {
      throw new IllegalArgumentException(name + " arrives at " + arrival + " for " + runtime);
    }
  }
}
