package io.gpupool.fleet;

import org.jspecify.annotations.Nullable;

/**
 * What to do next, or nothing, and then perhaps what to tell the caller.
 *
 * @param value what to do; null for nothing
 * @param refusal what the caller is to be told; null if there is nothing to complain about
 */
record Refusable<T>(@Nullable T value, @Nullable FleetException refusal) {

  static <T> Refusable<T> of(@Nullable T value) {
    return new Refusable<>(value, null);
  }

  static <T> Refusable<T> refused(@Nullable FleetException refusal) {
    return new Refusable<>(null, refusal);
  }
}
