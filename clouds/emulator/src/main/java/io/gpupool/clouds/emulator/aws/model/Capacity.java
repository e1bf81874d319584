package io.gpupool.clouds.emulator.aws.model;

import java.util.HashMap;
import java.util.Map;

/**
 * How many more instances of each type each zone can still give, to all accounts together. Without
 * a number it is as many as anyone wants. An instance that ends gives its place back, unless AWS
 * took the instance for someone else. Spot instances need a place like all others, and can be held
 * shorter.
 */
public final class Capacity {

  private final Map<Pool, Integer> machines = new HashMap<>();
  private final Map<Pool, Integer> spot = new HashMap<>();

  /** From now on a zone has so many more of a type. */
  public void set(String instanceType, String zone, int more) {
    machines.put(new Pool(instanceType, zone), notNegative(more));
  }

  /** From now on a zone has as many of a type as anyone wants. */
  public void setUnlimited(String instanceType, String zone) {
    machines.remove(new Pool(instanceType, zone));
    spot.remove(new Pool(instanceType, zone));
  }

  /** From now on a zone has so many more of a type for spot instances. */
  public void setSpot(String instanceType, String zone, int more) {
    spot.put(new Pool(instanceType, zone), notNegative(more));
  }

  boolean has(String instanceType, String zone, Market market) {
    Pool pool = new Pool(instanceType, zone);
    return left(machines, pool) > 0 && (market == Market.ON_DEMAND || left(spot, pool) > 0);
  }

  boolean take(String instanceType, String zone, Market market) {
    if (!has(instanceType, zone, market)) {
      return false;
    }
    change(new Pool(instanceType, zone), market, -1);
    return true;
  }

  void giveBack(String instanceType, String zone, Market market) {
    change(new Pool(instanceType, zone), market, 1);
  }

  private void change(Pool pool, Market market, int by) {
    machines.computeIfPresent(pool, (key, left) -> left + by);
    if (market == Market.SPOT) {
      spot.computeIfPresent(pool, (key, left) -> left + by);
    }
  }

  private static int left(Map<Pool, Integer> pools, Pool pool) {
    return pools.getOrDefault(pool, Integer.MAX_VALUE);
  }

  private static int notNegative(int more) {
    if (more < 0) {
      throw new IllegalArgumentException(more + " more instances");
    }
    return more;
  }

  private record Pool(String instanceType, String zone) {}
}
