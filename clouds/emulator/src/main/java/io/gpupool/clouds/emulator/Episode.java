package io.gpupool.clouds.emulator;

/** Something that goes on until it is closed. Closing it again does nothing. */
@FunctionalInterface
public interface Episode extends AutoCloseable {

  /** Ends it. */
  @Override
  void close();
}
