package io.gpupool.clouds.emulator;

import java.net.URI;
import java.time.Instant;

/** What every emulated cloud has, whatever it emulates. */
public interface EmulatedCloud extends AutoCloseable {

  /** Where it listens. */
  URI endpoint();

  /** The calls that it got. */
  CallLog calls();

  /** The faults that it shows. */
  Faults faults();

  /** Forgets what was over by then, which would otherwise grow with a long life. */
  void forget(Instant before);

  /** Stops listening; requests that are still open are cut off. */
  @Override
  void close();
}
