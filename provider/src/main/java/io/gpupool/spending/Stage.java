package io.gpupool.spending;

import io.gpupool.clouds.api.InstanceState;

/** What a node that costs money is doing. */
public enum Stage {
  /** It is there for pods, used or not. */
  RUNNING,
  /** It is paid for and not there yet. */
  BOOTING,
  /** It is paid for and not there any more. */
  DELETING;

  static Stage of(InstanceState state) {
    return switch (state) {
      case RUNNING -> RUNNING;
      case CREATING -> BOOTING;
      case DELETING -> DELETING;
    };
  }
}
