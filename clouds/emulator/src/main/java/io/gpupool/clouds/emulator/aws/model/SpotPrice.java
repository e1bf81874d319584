package io.gpupool.clouds.emulator.aws.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

/** What a spot instance costs per hour in a zone since some moment, in US dollars. */
public record SpotPrice(String instanceType, String zone, BigDecimal usd, Instant since) {
  public SpotPrice {
    Objects.requireNonNull(instanceType, "instanceType");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(since, "since");
    if (usd.signum() <= 0) {
      throw new IllegalArgumentException("a spot price of " + usd + " USD");
    }
  }
}
