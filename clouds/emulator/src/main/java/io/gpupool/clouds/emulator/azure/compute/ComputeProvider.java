package io.gpupool.clouds.emulator.azure.compute;

import java.util.List;
import java.util.stream.Stream;

/** {@code Microsoft.Compute}, as far as it is emulated. */
public final class ComputeProvider {

  private ComputeProvider() {}

  /** Its operations. */
  public static List<Method> methods() {
    return Stream.of(
            VirtualMachineScaleSets.methods(),
            VirtualMachineScaleSetVms.methods(),
            VirtualMachines.methods(),
            OperationResults.methods(),
            ResourceSkus.methods(),
            Usages.methods())
        .flatMap(List::stream)
        .toList();
  }
}
