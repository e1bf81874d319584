package io.gpupool.clouds.emulator.gcp.model;

/**
 * The disk that an instance boots from.
 *
 * @param gb its size
 * @param type such as {@code pd-balanced}
 * @param image such as {@code projects/cos-cloud/global/images/family/cos-stable}
 */
public record BootDisk(long gb, String type, String image) {

  /** A plain one. */
  public static final BootDisk USUAL =
      new BootDisk(100, "pd-balanced", "projects/cos-cloud/global/images/family/cos-stable");

  public BootDisk {
    if (gb <= 0 || type.isBlank() || image.isBlank()) {
      throw new IllegalArgumentException("a boot disk '" + type + "' of " + gb + " GB");
    }
  }
}
