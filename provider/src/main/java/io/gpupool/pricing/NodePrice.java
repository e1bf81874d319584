package io.gpupool.pricing;

import java.util.Objects;
import java.util.Optional;

/**
 * What one more node costs.
 *
 * @param usdPerHour zero or more; infinite if nobody says
 * @param basis who says so, for people
 * @param prepaid the pool of paid nodes that it draws on first
 */
public record NodePrice(double usdPerHour, String basis, Optional<String> prepaid) {
  public NodePrice {
    if (!(usdPerHour >= 0)) {
      throw new IllegalArgumentException("a price of " + usdPerHour + " usd per hour");
    }
    Objects.requireNonNull(basis, "basis");
    Objects.requireNonNull(prepaid, "prepaid");
  }

  /** Whether anybody says what it costs. */
  public boolean isKnown() {
    return Double.isFinite(usdPerHour);
  }
}
