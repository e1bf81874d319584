package io.gpupool.clouds.emulator.aws.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The instance types that there are, in all regions alike. */
public final class InstanceTypes {

  private final TreeMap<String, InstanceType> byName = new TreeMap<>();

  void add(InstanceType type) {
    byName.put(type.name(), type);
  }

  /** All of them, by name. */
  public Collection<InstanceType> all() {
    return List.copyOf(byName.values());
  }

  /** Those that have what is required, the smallest first. */
  public List<InstanceType> meeting(InstanceRequirements requirements) {
    return byName.values().stream()
        .filter(requirements::areMetBy)
        .sorted(Comparator.comparingInt(InstanceType::vcpus).thenComparing(InstanceType::name))
        .toList();
  }

  /** The one with a name, if there is one. */
  public Optional<InstanceType> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
