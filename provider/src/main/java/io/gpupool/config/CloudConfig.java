package io.gpupool.config;

/** One entry of {@code clouds}: an account of one cloud and which of its groups to manage. */
public sealed interface CloudConfig permits AwsConfig {

  /** The entry's own name, which no other has. */
  String name();
}
