package io.gpupool.fleet;

import org.slf4j.LoggerFactory;

/**
 * Is told what happens to the fleet. Called on the fleet's threads: returns soon, throws nothing.
 */
@FunctionalInterface
public interface FleetListener {

  /** Something happened. */
  void on(FleetEvent event);

  /** The same, with the fleet out of harm's way should it throw after all. */
  default FleetListener guarded() {
    return event -> {
      try {
        on(event);
      } catch (RuntimeException defect) {
        LoggerFactory.getLogger(FleetListener.class)
            .error("a listener of the fleet failed on {}", event, defect);
      }
    };
  }

  /** Tells both. */
  default FleetListener and(FleetListener other) {
    return event -> {
      on(event);
      other.on(event);
    };
  }
}
