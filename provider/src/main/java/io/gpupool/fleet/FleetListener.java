package io.gpupool.fleet;

/**
 * Is told what happens to the fleet. Called on the fleet's threads: returns soon, throws nothing.
 */
@FunctionalInterface
public interface FleetListener {

  /** Something happened. */
  void on(FleetEvent event);

  /** Tells both. */
  default FleetListener and(FleetListener other) {
    return event -> {
      on(event);
      other.on(event);
    };
  }
}
