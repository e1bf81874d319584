package io.gpupool.pricing;

import io.gpupool.clouds.api.Offer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What clouds have quoted last, by entry of the fleet. */
public final class OfferBook {

  private final Map<String, List<Offer>> byEntry = new ConcurrentHashMap<>();

  /** Takes over what an entry quotes now. */
  public void quoted(String entry, List<Offer> offers) {
    byEntry.put(entry, List.copyOf(offers));
  }

  /** What an entry has quoted last; empty if it never has. */
  public List<Offer> of(String entry) {
    return byEntry.getOrDefault(entry, List.of());
  }
}
