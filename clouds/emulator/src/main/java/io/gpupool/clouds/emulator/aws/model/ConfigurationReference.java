package io.gpupool.clouds.emulator.aws.model;

/**
 * A launch configuration, by name.
 *
 * @param name the name
 */
public record ConfigurationReference(String name) implements LaunchOrigin {
  @Override
  public int age() {
    return 0;
  }
}
