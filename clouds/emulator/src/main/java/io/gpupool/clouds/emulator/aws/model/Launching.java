package io.gpupool.clouds.emulator.aws.model;

import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.Objections;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds places for a group's new instances: in the zone where the group has fewest, and where that
 * one can't give any, in the next.
 */
final class Launching {

  private final Geography geography;
  private final Capacity capacity;
  private final SpotPrices prices;
  private final Objections<LaunchAttempt, LaunchRefusal> refusals;
  private final LaunchOptions options;

  Launching(
      Geography geography,
      Capacity capacity,
      SpotPrices prices,
      Objections<LaunchAttempt, LaunchRefusal> refusals,
      LaunchOptions options) {
    this.geography = geography;
    this.capacity = capacity;
    this.prices = prices;
    this.refusals = refusals;
    this.options = options;
  }

  /** What came of trying: places taken for instances, and zones that gave none. */
  record Result(List<Place> places, List<Failure> failures) {}

  /** A place that has been taken for an instance. */
  record Place(LaunchChoice choice, String zone) {}

  /** A zone that gave none, in the words of a status message. */
  record Failure(String zone, String message) {}

  /** Tries to bring a group from its live instances to its desired capacity. */
  Result fill(Group group) {
    Round round = new Round(group);
    int desired = group.settings().desired();
    int missing = desired - group.live().size();
    try {
      int onDemand =
          options.onDemandOf(group.settings().source(), desired) - live(group, Market.ON_DEMAND);
      int onDemandMissing = Math.max(0, Math.min(missing, onDemand));
      round.fill(Market.ON_DEMAND, onDemandMissing);
      round.fill(Market.SPOT, missing - onDemandMissing);
    } catch (AwsException invalid) {
      round.failures.add(new Failure(group.settings().zones().get(0), failed(invalid.text())));
    }
    return new Result(round.places, round.failures);
  }

  private static int live(Group group, Market market) {
    return (int) group.live().stream().filter(each -> each.market() == market).count();
  }

  private static String failed(String text) {
    return text + " Launching EC2 instance failed.";
  }

  /** One attempt at filling one group. */
  private final class Round {
    private final Group group;
    private final List<Place> places = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    Round(Group group) {
      this.group = group;
    }

    void fill(Market market, int missing) {
      Set<String> exhausted = new HashSet<>();
      int filled = 0;
      while (filled < missing && exhausted.size() < group.settings().zones().size()) {
        String zone = emptiestZone(exhausted);
        Optional<Failure> failure = tryZone(zone, market);
        if (failure.isPresent()) {
          failures.add(failure.get());
          exhausted.add(zone);
        } else {
          filled++;
        }
      }
    }

    private String emptiestZone(Set<String> except) {
      return group.settings().zones().stream()
          .filter(zone -> !except.contains(zone))
          .min(Comparator.comparingLong(this::occupants))
          .orElseThrow();
    }

    private long occupants(String zone) {
      return group.live().stream().filter(each -> each.zone().equals(zone)).count()
          + places.stream().filter(place -> place.zone().equals(zone)).count();
    }

    private Optional<Failure> tryZone(String zone, Market market) {
      LaunchSource source = group.settings().source();
      boolean mixed = source instanceof LaunchSource.Mixed;
      List<LaunchRefusal> reasons = new ArrayList<>();
      for (LaunchChoice choice : options.of(source, zone, market)) {
        Optional<LaunchRefusal> refusal = refusal(choice, zone, mixed);
        if (refusal.isEmpty()) {
          places.add(new Place(choice, zone));
          return Optional.empty();
        }
        reasons.add(refusal.get());
      }
      return Optional.of(new Failure(zone, reasons.get(0).statusMessage(mixed, market)));
    }

    private Optional<LaunchRefusal> refusal(LaunchChoice choice, String zone, boolean mixed) {
      String type = choice.type().name();
      Optional<LaunchRefusal> objection =
          refusals.against(
              new LaunchAttempt(
                  group.account(), group.region(), group.name(), type, zone, choice.market()));
      if (objection.isPresent()) {
        return objection;
      }
      if (choice.market() == Market.SPOT) {
        Optional<LaunchRefusal> tooDear = tooDear(choice, zone);
        if (tooDear.isPresent()) {
          return tooDear;
        }
      }
      if (capacity.take(type, zone, choice.market() == Market.SPOT)) {
        return Optional.empty();
      }
      if (choice.market() == Market.SPOT) {
        return Optional.of(
            mixed ? LaunchRefusal.unfulfillableSpot() : LaunchRefusal.noSpotCapacity());
      }
      return Optional.of(LaunchRefusal.outOfCapacity(type, zone, elsewhere(type, zone)));
    }

    private Optional<LaunchRefusal> tooDear(LaunchChoice choice, String zone) {
      return prices
          .current(choice.type().name(), zone)
          .flatMap(
              price ->
                  choice
                      .maxSpotPrice()
                      .filter(most -> most.compareTo(price) < 0)
                      .map(most -> LaunchRefusal.spotPriceTooLow(most, price)));
    }

    private List<String> elsewhere(String type, String zone) {
      return geography.zones(group.region()).stream()
          .filter(other -> !other.equals(zone))
          .filter(other -> capacity.has(type, other, false))
          .toList();
    }
  }
}
