package io.gpupool.pricing;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.ListPrice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What nodes cost: what the admin says; else, for spot, what the cloud quotes at the moment, the
 * dearest of the zones where the node may be; else the list price, less discounts. A spot price
 * that nobody knows is taken to be the price on demand, which it doesn't exceed.
 */
public final class PriceList {

  private final PriceRules rules;
  private final Catalog catalog;

  public PriceList(PriceRules rules, Catalog catalog) {
    this.rules = rules;
    this.catalog = catalog;
  }

  /**
   * What one more node costs.
   *
   * @param offers what its cloud quotes at the moment
   */
  public NodePrice of(Priced node, List<Offer> offers) {
    Optional<String> prepaid =
        rules.reservations().stream()
            .filter(reservation -> reservation.match().matches(node))
            .map(PriceRules.Reservation::pool)
            .findFirst();
    for (PriceRules.FixedPrice override : rules.overrides()) {
      if (override.match().matches(node)) {
        return new NodePrice(override.usdPerHour(), "configured", prepaid);
      }
    }
    NodePrice full =
        quoted(node, offers)
            .or(() -> listed(node))
            .orElse(
                new NodePrice(
                    Double.POSITIVE_INFINITY,
                    "no price is known of %s in %s; prices.overrides can state one"
                        .formatted(node.machineType(), node.region()),
                    Optional.empty()));
    double percent = remaining(node);
    String basis =
        percent == 1 || !full.isKnown()
            ? full.basis()
            : String.format(Locale.ROOT, "%s, less %.4g %%", full.basis(), 100 * (1 - percent));
    return new NodePrice(full.usdPerHour() * percent, basis, prepaid);
  }

  private double remaining(Priced node) {
    double remaining = 1;
    for (PriceRules.Discount discount : rules.discounts()) {
      if (discount.match().matches(node)) {
        remaining *= 1 - discount.percent() / 100;
      }
    }
    return remaining;
  }

  private static Optional<NodePrice> quoted(Priced node, List<Offer> offers) {
    OptionalDouble dearest =
        offers.stream()
            .filter(offer -> offer.machineType().equals(node.machineType()))
            .filter(offer -> offer.capacityType() == node.capacityType())
            .filter(offer -> node.zones().contains(offer.zone()))
            .mapToDouble(Offer::usdPerHour)
            .max();
    return dearest.isPresent()
        ? Optional.of(new NodePrice(dearest.getAsDouble(), "quoted by the cloud", Optional.empty()))
        : Optional.empty();
  }

  private Optional<NodePrice> listed(Priced node) {
    return catalog
        .price(node.cloud(), node.region(), node.machineType())
        .flatMap(price -> listed(node, price));
  }

  private static Optional<NodePrice> listed(Priced node, ListPrice price) {
    if (node.capacityType() == CapacityType.SPOT && price.spotUsdPerHour().isPresent()) {
      return Optional.of(
          new NodePrice(
              price.spotUsdPerHour().getAsDouble(),
              "spot, " + price.spotBasis() + " of " + price.date(),
              Optional.empty()));
    }
    String basis =
        node.capacityType() == CapacityType.SPOT
            ? "on demand by the list of %s, since no spot price is known"
            : "on demand by the list of %s";
    return price.onDemandUsdPerHour().isPresent()
        ? Optional.of(
            new NodePrice(
                price.onDemandUsdPerHour().getAsDouble(),
                basis.formatted(price.date()),
                Optional.empty()))
        : Optional.empty();
  }
}
