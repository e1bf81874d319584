package io.gpupool.clouds.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when a test moves it. */
public final class ManualClock implements InstantSource {

  private Instant now = Instant.parse("2026-01-01T10:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Lets time pass. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}
