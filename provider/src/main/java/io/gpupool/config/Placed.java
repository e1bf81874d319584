package io.gpupool.config;

import java.util.Objects;

/**
 * A value and where it stands, for rules that compare values from different places.
 *
 * @param path its place in the structure
 * @param position its place in the text; for a default, the place of what it is a default in
 */
record Placed<T>(T value, String path, Position position) {
  Placed {
    Objects.requireNonNull(value, "value");
  }
}
