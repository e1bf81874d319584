package io.gpupool.clouds.emulator.azure.model;

import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.Objections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where machines go: into the zone of their scale set with the fewest, or the next one that has
 * room, unless the zones must be in balance.
 */
final class Placement {

  private final MachineTypes types;
  private final Capacity capacity;
  private final Objections<LaunchAttempt, ProvisioningError> objections;

  Placement(
      MachineTypes types,
      Capacity capacity,
      Objections<LaunchAttempt, ProvisioningError> objections) {
    this.types = types;
    this.capacity = capacity;
    this.objections = objections;
  }

  /** What became of an attempt to find a place. */
  sealed interface Result {
    /** Where it was tried, {@code eastus-1} or the region alone. */
    String place();
  }

  /** It was found, and is taken. */
  record Found(String place) implements Result {}

  /** There was none. */
  record Refused(String place, ProvisioningError error) implements Result {}

  /** Takes a place for one more machine of a scale set. */
  Result take(ScaleSet set) {
    List<String> places = inOrder(set);
    Result result = take(set, places.get(0));
    for (String place : places.subList(1, set.settings().zoneBalance() ? 1 : places.size())) {
      if (result instanceof Refused && take(set, place) instanceof Found found) {
        result = found;
      }
    }
    return result;
  }

  private Result take(ScaleSet set, String place) {
    ScaleSetSettings settings = set.settings();
    ProvisioningError error =
        objections
            .against(
                new LaunchAttempt(
                    set.subscription(),
                    set.name().resourceGroup(),
                    set.name().name(),
                    settings.vmSize(),
                    place,
                    settings.spot()))
            .orElse(null);
    if (error != null) {
      return new Refused(place, error);
    }
    if (types.isWithheld(settings.vmSize(), place)) {
      return new Refused(
          place, ProvisioningError.skuNotAvailable(settings.vmSize(), settings.location()));
    }
    if (!capacity.take(settings.vmSize(), place, settings.spot())) {
      return new Refused(
          place,
          settings.zones().isEmpty()
              ? ProvisioningError.allocationFailed()
              : ProvisioningError.zonalAllocationFailed());
    }
    return new Found(place);
  }

  /** Gives the place of a machine back. */
  void giveBack(Machine machine) {
    if (machine.unplaced()) {
      capacity.giveBack(machine.type().name(), machine.place(), machine.spot());
    }
  }

  private static List<String> inOrder(ScaleSet set) {
    Map<String, Long> crowds =
        set.counting().stream()
            .collect(Collectors.groupingBy(Machine::place, Collectors.counting()));
    return set.settings().places().stream()
        .sorted(
            Comparator.comparingLong((String place) -> crowds.getOrDefault(place, 0L))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }
}
