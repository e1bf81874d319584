package io.gpupool.clouds.emulator.gcp.compute;

import java.util.List;
import java.util.stream.Stream;

/** The Compute Engine API, as far as it is emulated. */
public final class ComputeEngine {

  private ComputeEngine() {}

  /** Its methods. */
  public static List<Method> methods() {
    return Stream.of(
            InstanceGroupManagers.methods(),
            InstanceGroups.methods(),
            ComputeOperations.methods(),
            Instances.methods(),
            Catalog.methods(),
            Places.methods())
        .flatMap(List::stream)
        .toList();
  }
}
