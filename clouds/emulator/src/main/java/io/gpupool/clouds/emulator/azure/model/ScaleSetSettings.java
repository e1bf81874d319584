package io.gpupool.clouds.emulator.azure.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a scale set is told to be, but for its capacity.
 *
 * @param location its region
 * @param vmSize the size of its machines
 * @param tier of the size, {@code Standard}
 * @param zones the numbers of its zones; none if it has none
 * @param tags its tags, which its machines have too
 * @param properties everything else, as Azure's documentation of {@code properties} has it
 */
public record ScaleSetSettings(
    String location,
    String vmSize,
    String tier,
    List<String> zones,
    Map<String, String> tags,
    Map<String, Object> properties) {

  public ScaleSetSettings {
    Objects.requireNonNull(vmSize, "vmSize");
    zones = List.copyOf(zones);
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    if (!location.matches("[a-z0-9]+")) {
      throw new IllegalArgumentException("'" + location + "' is no region");
    }
  }

  /** How it keeps its machines. */
  public Orchestration orchestration() {
    return "flexible".equalsIgnoreCase(String.valueOf(properties.get("orchestrationMode")))
        ? Orchestration.FLEXIBLE
        : Orchestration.UNIFORM;
  }

  /** Whether its machines are of the flexible kind. */
  public boolean isFlexible() {
    return orchestration() == Orchestration.FLEXIBLE;
  }

  /** Whether all of its machines are near each other, at most a hundred. */
  public boolean singlePlacementGroup() {
    return Boolean.TRUE.equals(properties.get("singlePlacementGroup"));
  }

  /** Whether its zones must have the same number of machines. */
  public boolean zoneBalance() {
    return Boolean.TRUE.equals(properties.get("zoneBalance"));
  }

  /** What its machines are made from. */
  public Map<?, ?> profile() {
    return properties.get("virtualMachineProfile") instanceof Map<?, ?> profile
        ? profile
        : Map.of();
  }

  /** Whether it has spot machines. */
  public boolean spot() {
    return "spot".equalsIgnoreCase(String.valueOf(profile().get("priority")));
  }

  /** What becomes of its spot machines when they are taken back. */
  public EvictionPolicy evictionPolicy() {
    return "delete".equalsIgnoreCase(String.valueOf(profile().get("evictionPolicy")))
        ? EvictionPolicy.DELETE
        : EvictionPolicy.DEALLOCATE;
  }

  /** What its machines are called by their systems, before the number. */
  Optional<String> computerNamePrefix() {
    return profile().get("osProfile") instanceof Map<?, ?> system
            && system.get("computerNamePrefix") instanceof String prefix
        ? Optional.of(prefix)
        : Optional.empty();
  }

  /** Where it may put machines: its zones, or its region alone; {@code eastus-1}. */
  public List<String> places() {
    return zones.isEmpty()
        ? List.of(location)
        : zones.stream().map(zone -> location + "-" + zone).toList();
  }

  /** The same with other tags. */
  public ScaleSetSettings withTags(Map<String, String> newTags) {
    return new ScaleSetSettings(location, vmSize, tier, zones, newTags, properties);
  }

  /** The same with machines of another size. */
  public ScaleSetSettings withSize(String newSize) {
    return new ScaleSetSettings(location, newSize, tier, zones, tags, properties);
  }

  /** The same in other zones. */
  public ScaleSetSettings withZones(List<String> newZones) {
    return new ScaleSetSettings(location, vmSize, tier, newZones, tags, properties);
  }

  /** The same, with these properties instead of those of the same names, at any depth. */
  public ScaleSetSettings withProperties(Map<?, ?> changes) {
    return new ScaleSetSettings(location, vmSize, tier, zones, tags, merged(properties, changes));
  }

  private static Map<String, Object> merged(Map<?, ?> before, Map<?, ?> changes) {
    Map<String, Object> merged = new LinkedHashMap<>();
    before.forEach((name, value) -> merged.put(name.toString(), value));
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            merged.remove(name.toString());
          } else {
            merged.put(
                name.toString(),
                value instanceof Map<?, ?> after
                        && merged.get(name.toString()) instanceof Map<?, ?> here
                    ? merged(here, after)
                    : value);
          }
        });
    return merged;
  }
}
