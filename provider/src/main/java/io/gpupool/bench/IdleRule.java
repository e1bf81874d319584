package io.gpupool.bench;

import java.time.Duration;

/**
 * When empty nodes go.
 *
 * @param name what people call it
 * @param cooldown what holds removals up after nodes were added
 * @param patience how long a node has to be empty
 */
public record IdleRule(String name, Cooldown cooldown, Patience patience) {

  /** What holds removals up for ten minutes after nodes were added. */
  public enum Cooldown {
    /** Nothing. */
    NONE,
    /** Nodes added to the same group ({@code --scale-down-delay-type-local}). */
    LOCAL,
    /** Nodes added anywhere, the autoscaler's default. */
    GLOBAL
  }

  /** How long a node has to be empty until it is removed. */
  @FunctionalInterface
  public interface Patience {

    /**
     * As it is at a moment.
     *
     * @param sinceAdded how long ago the pool's youngest node was asked for
     */
    Duration of(IdlePool pool, Duration sinceAdded);
  }
}
