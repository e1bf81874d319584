package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.gcp.model.Geography;
import java.util.List;
import java.util.stream.Stream;

/** The places that resources are in. */
final class Scopes {

  private Scopes() {}

  /** Such as {@code zones/us-central1-a}. */
  static List<String> zones(Geography geography) {
    return geography.zones().stream().map(zone -> "zones/" + zone).sorted().toList();
  }

  /** Zones and regions. */
  static List<String> zonesAndRegions(Geography geography) {
    return Stream.concat(
            geography.zones().stream().map(zone -> "zones/" + zone),
            geography.regions().stream().map(region -> "regions/" + region))
        .toList();
  }

  /** Regions, and the place of what is nowhere in particular. */
  static List<String> globalAndRegions(Geography geography) {
    return Stream.concat(
            Stream.of("global"), geography.regions().stream().map(region -> "regions/" + region))
        .toList();
  }
}
