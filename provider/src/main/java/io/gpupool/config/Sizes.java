package io.gpupool.config;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * The limits that a mapping gives with its keys {@code min} and {@code max}.
 *
 * @param min zero or more
 * @param max not below the minimum
 */
record Sizes(OptionalInt min, OptionalInt max) {
  Sizes {
    Objects.requireNonNull(min, "min");
    Objects.requireNonNull(max, "max");
    if (min.orElse(0) < 0 || max.orElse(Integer.MAX_VALUE) < min.orElse(0)) {
      throw new IllegalArgumentException("sizes from " + min + " to " + max);
    }
  }

  /** Reads them; where they contradict each other, that is reported and they are unlimited. */
  static Sizes read(YamlMapping mapping) {
    OptionalInt min = mapping.optionalNumber("min", 0);
    OptionalInt max = mapping.optionalNumber("max", 0);
    if (min.isPresent() && max.isPresent() && min.getAsInt() > max.getAsInt()) {
      mapping.problemAt("min", min.getAsInt() + ", above the maximum", max.getAsInt() + " or less");
      return new Sizes(OptionalInt.empty(), OptionalInt.empty());
    }
    return new Sizes(min, max);
  }
}
