package io.gpupool.config;

import java.time.Duration;

/** One entry of {@code clouds}: an account of one cloud and which of its groups to manage. */
public sealed interface CloudConfig permits AwsConfig, AzureConfig, GcpConfig {

  /** How long a reading lasts unless the file says otherwise. */
  Duration DEFAULT_REFRESH = Duration.ofSeconds(30);

  /** The shortest time that a reading may last: asking more often only gets us throttled. */
  Duration SHORTEST_REFRESH = Duration.ofSeconds(1);

  /** What to do for each cloud. */
  interface Cases<T> {
    T aws(AwsConfig aws);

    T azure(AzureConfig azure);

    T gcp(GcpConfig gcp);
  }

  /** Does what is to be done for this one. */
  <T> T accept(Cases<T> cases);

  /** The entry's own name, which no other has. */
  String name();

  /** How long a reading lasts while nothing is going on. */
  Duration refresh();
}
