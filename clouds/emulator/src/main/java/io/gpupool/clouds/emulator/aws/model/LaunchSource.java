package io.gpupool.clouds.emulator.aws.model;

/** What a group launches. */
public sealed interface LaunchSource {

  /** Instances as one launch template says. */
  record OneTemplate(TemplateReference template) implements LaunchSource {}

  /** Instances as one launch configuration says. */
  record Configured(LaunchConfiguration configuration) implements LaunchSource {}

  /** Instances of several types. */
  record Mixed(MixedInstancesPolicy policy) implements LaunchSource {}
}
