package io.gpupool.clouds.emulator.gcp.model;

import java.util.regex.Pattern;

/**
 * A zone or a region.
 *
 * @param name such as {@code us-central1-a} or {@code us-central1}
 * @param zonal whether it is a zone
 */
public record Location(String name, boolean zonal) implements Comparable<Location> {

  private static final Pattern ZONE = Pattern.compile("[a-z0-9-]+[0-9]-[a-z]");
  private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]*[0-9]");

  public Location {
    if (!(zonal ? ZONE : REGION).matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no "
              + (zonal ? "zone, such as us-central1-a" : "region, such as us-central1"));
    }
  }

  /** A zone or a region, whichever the name says. */
  public static Location of(String name) {
    return new Location(name, ZONE.matcher(name).matches());
  }

  /** The name of the region that it is or is in. */
  public String region() {
    return zonal ? name.substring(0, name.lastIndexOf('-')) : name;
  }

  /** Such as {@code zones/us-central1-a}. */
  public String path() {
    return (zonal ? "zones/" : "regions/") + name;
  }

  @Override
  public int compareTo(Location other) {
    return path().compareTo(other.path());
  }
}
