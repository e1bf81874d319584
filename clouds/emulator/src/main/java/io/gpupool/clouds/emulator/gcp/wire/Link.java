package io.gpupool.clouds.emulator.gcp.wire;

/** The URLs by which Compute Engine names resources, in answers and in requests. */
public final class Link {

  private static final String BASE = "https://www.googleapis.com/compute/v1/";

  private Link() {}

  /** The URL of a resource by its path, which begins with {@code projects/}. */
  public static String to(String path) {
    return BASE + path;
  }
}
