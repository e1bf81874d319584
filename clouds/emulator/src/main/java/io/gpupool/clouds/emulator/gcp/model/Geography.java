package io.gpupool.clouds.emulator.gcp.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Regions and their zones. */
public final class Geography {

  private final Map<String, List<String>> zonesByRegion = new TreeMap<>();

  Geography() {
    add("us-central1", "abcf");
    add("us-east1", "bcd");
    add("us-east4", "abc");
    add("us-east5", "abc");
    add("us-south1", "abc");
    add("us-west1", "abc");
    add("us-west4", "abc");
    add("europe-north1", "abc");
    add("europe-west1", "bcd");
    add("europe-west2", "abc");
    add("europe-west3", "abc");
    add("europe-west4", "abc");
    add("asia-northeast1", "abc");
    add("asia-south1", "abc");
    add("asia-southeast1", "abc");
  }

  private void add(String region, String letters) {
    zonesByRegion.put(
        region, letters.chars().mapToObj(letter -> region + "-" + (char) letter).toList());
  }

  /** All regions, by name. */
  public Collection<String> regions() {
    return List.copyOf(zonesByRegion.keySet());
  }

  /** All zones, by name. */
  public List<String> zones() {
    return zonesByRegion.values().stream().flatMap(List::stream).toList();
  }

  /** The zones of a region; none if there is no such region. */
  public List<String> zones(String region) {
    return zonesByRegion.getOrDefault(region, List.of());
  }

  /** Whether there is such a zone or region. */
  public boolean knows(Location location) {
    return location.zonal()
        ? zones(location.region()).contains(location.name())
        : zonesByRegion.containsKey(location.name());
  }

  /** Adds a zone, and its region if need be. */
  void addZone(String zone) {
    Location location = new Location(zone, true);
    List<String> zones = new ArrayList<>(zones(location.region()));
    if (!zones.contains(zone)) {
      zones.add(zone);
      zonesByRegion.put(location.region(), List.copyOf(zones));
    }
  }
}
