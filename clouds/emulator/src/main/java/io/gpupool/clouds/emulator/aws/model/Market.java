package io.gpupool.clouds.emulator.aws.model;

/** How an instance is bought. */
public enum Market {
  ON_DEMAND,
  SPOT
}
