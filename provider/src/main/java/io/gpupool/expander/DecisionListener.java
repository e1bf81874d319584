package io.gpupool.expander;

import java.time.Duration;

/** Is told decisions. Called while the autoscaler waits: returns soon, throws nothing. */
@FunctionalInterface
public interface DecisionListener {

  /**
   * A decision was made.
   *
   * @param took how long it took
   */
  void decided(Decision decision, Duration took);

  /** Tells both. */
  default DecisionListener and(DecisionListener other) {
    return (decision, took) -> {
      decided(decision, took);
      other.decided(decision, took);
    };
  }
}
