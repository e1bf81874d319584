package io.gpupool.fleet;

import io.gpupool.clouds.api.Cloud;
import java.time.Duration;
import java.util.Objects;

/**
 * A cloud that the fleet consists of: one account in one region, read and changed on its own, so
 * that nothing that happens to it is felt by the others.
 *
 * @param name how it is called in the configuration, in metrics and in logs
 * @param providerIdScheme the scheme of its nodes' provider ids, such as {@code aws}
 * @param cloud the way to it
 * @param refresh how often it is read while nothing happens
 */
public record CloudEntry(String name, String providerIdScheme, Cloud cloud, Duration refresh) {
  public CloudEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(providerIdScheme, "providerIdScheme");
    Objects.requireNonNull(cloud, "cloud");
    if (refresh.isNegative() || refresh.isZero()) {
      throw new IllegalArgumentException("refresh of " + name + " is " + refresh);
    }
  }
}
