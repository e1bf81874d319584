package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.AcceleratorConfig;
import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.MachineType;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Compute Engine's description of a machine type, with what a template attaches to it. */
final class MachineFacts {

  private static final long MIB = 1L << 20;
  private static final long LOCAL_SSD_BYTES = 375L << 30;

  /** Families with Arm processors; newer types say so themselves. */
  private static final Set<String> ARM_FAMILIES = Set.of("t2a", "c4a", "n4a", "a4x");

  private MachineFacts() {}

  /**
   * @param attached the accelerators that a template attaches
   * @param localSsdBytes the local disks that a template attaches
   */
  static MachineType of(
      com.google.cloud.compute.v1.MachineType type,
      Optional<AcceleratorConfig> attached,
      long localSsdBytes) {
    Optional<Accelerator> builtIn =
        type.getAcceleratorsList().stream()
            .filter(each -> each.getGuestAcceleratorCount() > 0)
            .findFirst()
            .map(
                each ->
                    Accelerators.of(
                        Links.name(each.getGuestAcceleratorType()),
                        each.getGuestAcceleratorCount()));
    Optional<Accelerator> added =
        attached.map(
            each ->
                Accelerators.of(Links.name(each.getAcceleratorType()), each.getAcceleratorCount()));
    long bundled = type.getBundledLocalSsds().getPartitionCount() * LOCAL_SSD_BYTES;
    return new MachineType(
        type.getName(),
        architecture(type),
        Math.max(1, type.getGuestCpus()),
        type.getMemoryMb() * MIB,
        builtIn.or(() -> added),
        // templates of types that bring disks along list them all the same
        Math.max(bundled, localSsdBytes),
        OptionalInt.empty());
  }

  private static String architecture(com.google.cloud.compute.v1.MachineType type) {
    if (!type.getArchitecture().isEmpty()) {
      return type.getArchitecture().toLowerCase(Locale.ROOT).contains("arm") ? "arm64" : "amd64";
    }
    String name = type.getName();
    String family = name.substring(0, Math.max(0, name.indexOf('-')));
    return ARM_FAMILIES.contains(family) ? "arm64" : "amd64";
  }
}
