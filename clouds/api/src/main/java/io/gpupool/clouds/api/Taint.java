package io.gpupool.clouds.api;

import java.util.Objects;
import java.util.Set;

/**
 * A node's taint.
 *
 * @param key never empty
 * @param value may be empty
 * @param effect one of {@code NoSchedule}, {@code PreferNoSchedule}, {@code NoExecute}
 */
public record Taint(String key, String value, String effect) {

  private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  public Taint {
    if (key.isBlank()) {
      throw new IllegalArgumentException("a taint has no key");
    }
    Objects.requireNonNull(value, "value");
    if (!EFFECTS.contains(effect)) {
      throw new IllegalArgumentException(
          "taint " + key + " has the effect '" + effect + "'; expected one of " + EFFECTS);
    }
  }

  @Override
  public String toString() {
    return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect;
  }
}
