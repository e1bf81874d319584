package io.gpupool.e2e;

import java.time.Duration;

/**
 * How long is waited for what should come by itself. On a machine that has other things to do,
 * {@code -De2e.patience=3} waits three times as long.
 */
final class Patience {

  private static final int FACTOR = Integer.getInteger("e2e.patience", 1);

  private Patience() {}

  static Duration of(Duration usual) {
    return usual.multipliedBy(FACTOR);
  }
}
