package io.gpupool.capacity;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a cloud sells in one place: whoever asks for it, it is there or not.
 *
 * @param entry the entry of the fleet, which is one account or project of one cloud
 * @param zone the cloud's own name for it
 * @param machineType the cloud's own name for it
 * @param market how it is paid for
 */
public record Offering(String entry, String zone, String machineType, CapacityType market)
    implements Comparable<Offering> {
  public Offering {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(machineType, "machineType");
    Objects.requireNonNull(market, "market");
  }

  /** What nodes of a shape can be taken from. */
  static List<Offering> of(String entry, NodeShape shape) {
    List<Offering> offerings = new ArrayList<>();
    for (String zone : shape.zones()) {
      offerings.add(new Offering(entry, zone, shape.machine().name(), shape.capacityType()));
    }
    return offerings;
  }

  @Override
  public int compareTo(Offering other) {
    return toString().compareTo(other.toString());
  }

  /** As people say it. */
  @Override
  public String toString() {
    return "%s %s in %s of %s".formatted(machineType, market, zone, entry);
  }
}
