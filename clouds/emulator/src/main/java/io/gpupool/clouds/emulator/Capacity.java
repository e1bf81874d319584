package io.gpupool.clouds.emulator;

import java.util.HashMap;
import java.util.Map;

/**
 * How many more of each thing each zone can still give, to all accounts together: machines of a
 * type, or accelerators. Without a number it is as many as anyone wants. What ends gives its place
 * back, unless the cloud took it for someone else. Spot instances need a place like all others, and
 * can be held shorter. Not thread-safe; its cloud holds a lock around it.
 */
public final class Capacity {

  private final Map<Pool, Integer> left = new HashMap<>();
  private final Map<Pool, Integer> spotLeft = new HashMap<>();

  /** From now on a zone has so many more. */
  public void set(String thing, String zone, int more) {
    left.put(new Pool(thing, zone), notNegative(more));
  }

  /** From now on a zone has as many as anyone wants. */
  public void setUnlimited(String thing, String zone) {
    left.remove(new Pool(thing, zone));
    spotLeft.remove(new Pool(thing, zone));
  }

  /** From now on a zone has so many more for spot instances. */
  public void setSpot(String thing, String zone, int more) {
    spotLeft.put(new Pool(thing, zone), notNegative(more));
  }

  /** How many more can be had. */
  public int left(String thing, String zone, boolean spot) {
    Pool pool = new Pool(thing, zone);
    int ordinary = left.getOrDefault(pool, Integer.MAX_VALUE);
    return spot ? Math.min(ordinary, spotLeft.getOrDefault(pool, Integer.MAX_VALUE)) : ordinary;
  }

  /** Whether one more can be had. */
  public boolean has(String thing, String zone, boolean spot) {
    return left(thing, zone, spot) > 0;
  }

  /** Takes one, if it can be had. */
  public boolean take(String thing, String zone, boolean spot) {
    return take(thing, zone, spot, 1);
  }

  /** Takes so many, if that many can be had. */
  public boolean take(String thing, String zone, boolean spot, int amount) {
    if (left(thing, zone, spot) < amount) {
      return false;
    }
    change(new Pool(thing, zone), spot, -amount);
    return true;
  }

  /** Gives one back. */
  public void giveBack(String thing, String zone, boolean spot) {
    giveBack(thing, zone, spot, 1);
  }

  /** Gives so many back. */
  public void giveBack(String thing, String zone, boolean spot, int amount) {
    change(new Pool(thing, zone), spot, amount);
  }

  private void change(Pool pool, boolean spot, int by) {
    left.computeIfPresent(pool, (key, now) -> now + by);
    if (spot) {
      spotLeft.computeIfPresent(pool, (key, now) -> now + by);
    }
  }

  private static int notNegative(int more) {
    if (more < 0) {
      throw new IllegalArgumentException(more + " more to be had");
    }
    return more;
  }

  private record Pool(String thing, String zone) {}
}
