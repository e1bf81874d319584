package io.gpupool.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a group's nodes have come.
 *
 * @param youngest when its youngest node that stays was first seen or asked for; empty without
 *     nodes
 * @param creating whether any of them has still to be created
 */
public record Youth(Optional<Instant> youngest, boolean creating) {

  public Youth {
    Objects.requireNonNull(youngest, "youngest");
  }

  boolean anyYoungerThan(Duration age, Instant now) {
    return youngest.map(born -> born.plus(age).isAfter(now)).orElse(false);
  }
}
