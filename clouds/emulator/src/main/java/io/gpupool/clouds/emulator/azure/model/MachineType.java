package io.gpupool.clouds.emulator.azure.model;

import java.util.Locale;
import java.util.Objects;

/**
 * A size of virtual machines.
 *
 * @param name such as {@code Standard_ND96isr_H100_v5}
 * @param family what quotas are counted by, {@code standardNDSH100v5Family}
 * @param architecture {@code x64} or {@code Arm64}
 * @param vcpus virtual processors
 * @param memoryGib memory, which may have a fraction
 * @param gpus whole GPUs
 * @param localDiskMib the temporary disk, zero if there is none
 */
public record MachineType(
    String name,
    String family,
    String architecture,
    int vcpus,
    double memoryGib,
    int gpus,
    int localDiskMib) {

  public MachineType {
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(architecture, "architecture");
    if (name.isBlank() || vcpus <= 0 || !(memoryGib > 0) || gpus < 0 || localDiskMib < 0) {
      throw new IllegalArgumentException(
          "VM size '" + name + "' of " + vcpus + " vCPUs and " + memoryGib + " GiB");
    }
  }

  /** An x86 machine without GPUs and temporary disk. */
  public static MachineType x86(String name, int vcpus, double memoryGib) {
    return new MachineType(name, familyOf(name), "x64", vcpus, memoryGib, 0, 0);
  }

  /** An Arm machine without GPUs and temporary disk. */
  public static MachineType arm(String name, int vcpus, double memoryGib) {
    return new MachineType(name, familyOf(name), "Arm64", vcpus, memoryGib, 0, 0);
  }

  /** The same machine with GPUs. */
  public MachineType withGpus(int count) {
    return new MachineType(name, family, architecture, vcpus, memoryGib, count, localDiskMib);
  }

  /** The same machine with a temporary disk. */
  public MachineType withLocalDisk(int mib) {
    return new MachineType(name, family, architecture, vcpus, memoryGib, gpus, mib);
  }

  /** The same machine, counted by another family's quota. */
  public MachineType ofFamily(String newFamily) {
    return new MachineType(name, newFamily, architecture, vcpus, memoryGib, gpus, localDiskMib);
  }

  /** The part of the name that sizes of one family share, roughly as Azure makes it. */
  private static String familyOf(String name) {
    String[] parts = name.split("_", -1);
    StringBuilder family = new StringBuilder(parts[0].toLowerCase(Locale.ROOT));
    for (int i = 1; i < parts.length; i++) {
      family.append(i == 1 ? parts[i].replaceFirst("\\d+", "") : parts[i]);
    }
    return family.append("Family").toString();
  }
}
