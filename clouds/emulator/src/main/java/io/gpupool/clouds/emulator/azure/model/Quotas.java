package io.gpupool.clouds.emulator.azure.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How many cores a subscription may have in a region: of a family, of all spot machines, and in
 * all. Machines count from the request to their end, also when they are switched off.
 */
public final class Quotas {

  /** The cores of all machines but spot ones. */
  public static final String ALL = "cores";

  /** The cores of spot machines, which count for no family. */
  public static final String SPOT = "lowPriorityCores";

  private final Map<String, Map<String, Integer>> limits = new HashMap<>();
  private final Machines machines;

  Quotas(Machines machines) {
    this.machines = machines;
  }

  /** Limits the cores of a family, of {@link #SPOT} or of {@link #ALL} in a region. */
  public void limit(String location, String name, int cores) {
    if (cores < 0) {
      throw new IllegalArgumentException("a quota of " + cores + " cores");
    }
    limits.computeIfAbsent(location, key -> new TreeMap<>()).put(name, cores);
  }

  /** What is said against so many more machines, if something is. */
  void check(ScaleSetSettings settings, MachineType type, int more) {
    int required = more * type.vcpus();
    List<String> names = settings.spot() ? List.of(SPOT) : List.of(type.family(), ALL);
    for (String name : names) {
      OptionalInt limit = limit(settings.location(), name);
      int used = limit.isPresent() ? used(settings.location(), name) : 0;
      if (required > 0 && limit.isPresent() && used + required > limit.getAsInt()) {
        ProvisioningError error =
            ProvisioningError.quotaExceeded(
                name, settings.location(), limit.getAsInt(), used, required);
        throw new AzureException(409, error.code(), error.message());
      }
    }
  }

  /** The limit, if there is one. */
  public OptionalInt limit(String location, String name) {
    Integer limit = limits.getOrDefault(location, Map.of()).get(name);
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  /** How many cores are in use. */
  public int used(String location, String name) {
    return machines.living().stream()
        .filter(machine -> machine.settings().location().equals(location))
        .filter(
            machine ->
                machine.spot()
                    ? name.equals(SPOT)
                    : name.equals(ALL) || name.equals(machine.type().family()))
        .mapToInt(machine -> machine.type().vcpus())
        .sum();
  }

  /** How many machines there are. */
  public int machines(String location) {
    return (int)
        machines.living().stream()
            .filter(machine -> machine.settings().location().equals(location))
            .count();
  }
}
