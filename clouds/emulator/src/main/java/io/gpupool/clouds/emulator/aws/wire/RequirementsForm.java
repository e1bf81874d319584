package io.gpupool.clouds.emulator.aws.wire;

import io.gpupool.clouds.emulator.aws.model.InstanceRequirements;
import io.gpupool.clouds.emulator.aws.model.InstanceRequirements.Range;
import java.util.Optional;

/**
 * Reads what instance types have to have. Both services have the same attributes; only that Auto
 * Scaling's lists have names in the plural.
 */
public final class RequirementsForm {

  private RequirementsForm() {}

  /**
   * The requirements that a structure holds.
   *
   * @param form the structure {@code InstanceRequirements}
   * @param plural what the names of lists end in: {@code s} or nothing
   */
  public static InstanceRequirements read(Parameters form, String plural) {
    form.knowing(
        "InstanceRequirements",
        "VCpuCount",
        "MemoryMiB",
        "AcceleratorCount",
        "AcceleratorManufacturer" + plural,
        "AcceleratorName" + plural,
        "AcceleratorType" + plural,
        "AllowedInstanceType" + plural,
        "ExcludedInstanceType" + plural);
    return new InstanceRequirements(
        range(form, "VCpuCount").orElse(new Range(Optional.empty(), Optional.empty())),
        range(form, "MemoryMiB").orElse(new Range(Optional.empty(), Optional.empty())),
        range(form, "AcceleratorCount"),
        form.texts("AcceleratorManufacturer" + plural),
        form.texts("AcceleratorName" + plural),
        form.texts("AcceleratorType" + plural),
        form.texts("AllowedInstanceType" + plural),
        form.texts("ExcludedInstanceType" + plural));
  }

  private static Optional<Range> range(Parameters form, String name) {
    return form.structure(name).map(range -> new Range(range.integer("Min"), range.integer("Max")));
  }
}
