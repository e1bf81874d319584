package io.gpupool.policy;

import java.util.Objects;

/**
 * What may be spent per hour on some groups together.
 *
 * @param place where the configuration says so
 * @param scope which groups
 * @param usdPerHour zero or more
 */
public record Ceiling(String place, Scope scope, double usdPerHour) {
  public Ceiling {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(scope, "scope");
    if (!(usdPerHour >= 0)) {
      throw new IllegalArgumentException("a ceiling of " + usdPerHour + " usd per hour");
    }
  }
}
