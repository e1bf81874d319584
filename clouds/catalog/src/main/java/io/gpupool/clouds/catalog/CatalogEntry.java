package io.gpupool.clouds.catalog;

import io.gpupool.clouds.api.MachineType;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One machine type of one cloud.
 *
 * @param cloud {@code aws}, {@code gcp} or {@code azure}
 * @param machine what it is; its accelerator's model is the one in {@code model}
 * @param model the accelerators' name across clouds, such as {@code nvidia-h100-80gb}: vendor,
 *     model and nominal memory of a whole one, fit to be a label's value
 * @param fraction how much of an accelerator each of the machine's is: 1 for a whole one
 * @param networkGbps how much its network carries, in gigabits per second, if it is known
 */
public record CatalogEntry(
    String cloud, MachineType machine, String model, double fraction, OptionalDouble networkGbps) {
  public CatalogEntry {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(machine, "machine");
    if (!model.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw new IllegalArgumentException("'" + model + "' can't be a label's value");
    }
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(machine.name() + " has fractions of " + fraction);
    }
    if (!(networkGbps.orElse(1) > 0)) {
      throw new IllegalArgumentException(machine.name() + " has a network of " + networkGbps);
    }
  }
}
