package io.gpupool.clouds.emulator.aws.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Spot prices and how they came to be. */
public final class SpotPrices {

  private static final Comparator<SpotPrice> LATEST_FIRST =
      Comparator.comparing(SpotPrice::since)
          .reversed()
          .thenComparing(SpotPrice::instanceType)
          .thenComparing(SpotPrice::zone);

  private final List<SpotPrice> history = new ArrayList<>();

  void set(SpotPrice price) {
    history.removeIf(
        old ->
            old.instanceType().equals(price.instanceType())
                && old.zone().equals(price.zone())
                && old.since().equals(price.since()));
    history.add(price);
  }

  /** The price now, if there is one. */
  Optional<BigDecimal> current(String instanceType, String zone) {
    for (int i = history.size() - 1; i >= 0; i--) {
      SpotPrice price = history.get(i);
      if (price.instanceType().equals(instanceType) && price.zone().equals(zone)) {
        return Optional.of(price.usd());
      }
    }
    return Optional.empty();
  }

  /**
   * The prices that were in force at any moment of a period, latest first: those set within it, and
   * the last one before it of each type and zone.
   */
  public List<SpotPrice> between(Instant from, Instant until) {
    return history.stream()
        .filter(price -> !price.since().isAfter(until))
        .filter(price -> !price.since().isBefore(from) || isLastBefore(price, from))
        .sorted(LATEST_FIRST)
        .toList();
  }

  private boolean isLastBefore(SpotPrice price, Instant moment) {
    int place = history.indexOf(price);
    return history.subList(place + 1, history.size()).stream()
        .noneMatch(
            later ->
                later.instanceType().equals(price.instanceType())
                    && later.zone().equals(price.zone())
                    && !later.since().isAfter(moment));
  }
}
