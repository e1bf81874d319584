package io.gpupool.clouds.emulator.aws.model;

/**
 * A machine image.
 *
 * @param id such as {@code ami-0123456789abcdef0}
 * @param architecture {@code x86_64} or {@code arm64}
 * @param rootVolumeGib the size of its root disk, {@code /dev/xvda}
 */
public record MachineImage(String id, String architecture, int rootVolumeGib) {

  /** Where its root disk is. */
  public static final String ROOT_DEVICE = "/dev/xvda";

  /** The image of groups for which no other is named: x86, with a disk of 20 GiB. */
  public static final MachineImage USUAL = new MachineImage("ami-0123456789abcdef0", "x86_64", 20);
}
