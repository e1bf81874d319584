package io.gpupool.clouds.emulator.aws.model;

/** Where it is written what an instance was to be. */
public sealed interface LaunchOrigin permits TemplateReference, ConfigurationReference {

  /** The higher, the newer; of what has no versions there is but one. */
  int age();
}
