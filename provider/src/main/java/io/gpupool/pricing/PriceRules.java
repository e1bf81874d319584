package io.gpupool.pricing;

import java.util.List;

/**
 * What an admin says of prices.
 *
 * @param overrides prices; the first that matches holds and nothing else does
 * @param discounts by how much prices are lower; all that match hold, one after the other
 * @param reservations nodes that are paid for anyway; a node draws on the first that matches
 */
public record PriceRules(
    List<FixedPrice> overrides, List<Discount> discounts, List<Reservation> reservations) {

  /** Nothing said. */
  public static final PriceRules NONE = new PriceRules(List.of(), List.of(), List.of());

  public PriceRules {
    overrides = List.copyOf(overrides);
    discounts = List.copyOf(discounts);
    reservations = List.copyOf(reservations);
  }

  /**
   * A price instead of every other.
   *
   * @param usdPerHour finite, zero or more
   */
  public record FixedPrice(PriceMatch match, double usdPerHour) {
    public FixedPrice {
      if (!Double.isFinite(usdPerHour) || usdPerHour < 0) {
        throw new IllegalArgumentException("a price of " + usdPerHour + " usd per hour");
      }
    }
  }

  /**
   * A discount on list prices and offers.
   *
   * @param percent from 0 to 100
   */
  public record Discount(PriceMatch match, double percent) {
    public Discount {
      if (!(percent >= 0 && percent <= 100)) {
        throw new IllegalArgumentException("a discount of " + percent + " per cent");
      }
    }
  }

  /**
   * Nodes that are paid for whether they run or not.
   *
   * @param nodes how many, one or more
   */
  public record Reservation(PriceMatch match, int nodes) {
    public Reservation {
      if (nodes < 1) {
        throw new IllegalArgumentException("a reservation of " + nodes + " nodes");
      }
    }

    /** What the pool is called. */
    public String pool() {
      return "reservation of "
          + nodes
          + " "
          + match.type().orElse("nodes")
          + match.region().map(region -> " in " + region).orElse("")
          + match.cloud().map(cloud -> " of " + cloud).orElse("");
    }
  }
}
