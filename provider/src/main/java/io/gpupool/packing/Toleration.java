package io.gpupool.packing;

import io.gpupool.clouds.api.Taint;

/**
 * What a pod tolerates, as Kubernetes has it.
 *
 * @param key the taint's key; empty for all keys
 * @param anyValue whether the value doesn't matter ({@code Exists})
 * @param value the taint's value otherwise ({@code Equal})
 * @param effect the taint's effect; empty for all effects
 */
public record Toleration(String key, boolean anyValue, String value, String effect) {

  /** Whether this is about the taint. */
  public boolean tolerates(Taint taint) {
    return (effect.isEmpty() || effect.equals(taint.effect()))
        && (key.isEmpty() ? anyValue : key.equals(taint.key()))
        && (anyValue || value.equals(taint.value()));
  }
}
