package io.gpupool.clouds.emulator.azure.model;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sizes of virtual machines that there are, and where they can't be had. */
public final class MachineTypes {

  private final TreeMap<String, MachineType> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Set<String>> withheld = new HashMap<>();

  /** Adds one, or replaces the one of the same name. */
  void add(MachineType type) {
    byName.put(type.name(), type);
  }

  /**
   * Withholds a size from everyone in a zone of a region, or in all of the region.
   *
   * @param place {@code eastus-1} or {@code eastus}
   */
  void withhold(String type, String place) {
    withheld.computeIfAbsent(type, key -> new TreeSet<>()).add(place);
  }

  /** All of them, by name. */
  public Collection<MachineType> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** The one with a name, in whatever case. */
  public Optional<MachineType> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Whether a size is withheld in a region or a zone itself. */
  public boolean isWithheld(String type, String place) {
    return withheld.getOrDefault(type, Set.of()).contains(place);
  }
}
