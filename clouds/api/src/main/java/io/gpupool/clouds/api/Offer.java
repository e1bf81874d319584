package io.gpupool.clouds.api;

import java.time.Instant;
import java.util.Objects;

/**
 * A price that a cloud quotes.
 *
 * @param machineType the cloud's own name for the type
 * @param zone where
 * @param capacityType how
 * @param usdPerHour for one machine, finite and not negative
 * @param quotedAt when the cloud set it
 */
public record Offer(
    String machineType,
    String zone,
    CapacityType capacityType,
    double usdPerHour,
    Instant quotedAt) {
  public Offer {
    Objects.requireNonNull(machineType, "machineType");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(capacityType, "capacityType");
    Objects.requireNonNull(quotedAt, "quotedAt");
    if (!Double.isFinite(usdPerHour) || usdPerHour < 0) {
      throw new IllegalArgumentException(machineType + " at " + usdPerHour + " usd per hour");
    }
  }
}
