package io.gpupool.clouds.catalog;

import java.time.LocalDate;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a machine type costs in a region by the provider's list.
 *
 * @param onDemandUsdPerHour absent where it isn't sold that way
 * @param spotUsdPerHour absent where it isn't known; spot prices move, so this is a first guess
 * @param spotBasis what the spot price is: a list price, or an estimate and of when; empty if there
 *     is none
 * @param source who says so
 * @param date as of when
 */
public record ListPrice(
    OptionalDouble onDemandUsdPerHour,
    OptionalDouble spotUsdPerHour,
    String spotBasis,
    String source,
    LocalDate date) {
  public ListPrice {
    Objects.requireNonNull(onDemandUsdPerHour, "onDemandUsdPerHour");
    Objects.requireNonNull(spotUsdPerHour, "spotUsdPerHour");
    Objects.requireNonNull(spotBasis, "spotBasis");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(date, "date");
    if (onDemandUsdPerHour.isEmpty() && spotUsdPerHour.isEmpty()) {
      throw new IllegalArgumentException("a list price without a price");
    }
  }
}
