package io.gpupool.cli;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * A group of the demo, in a cloud that has one zone with machines.
 *
 * @param type what the catalog calls the machine type with what is attached to it
 * @param anywhere whether it isn't bound to that zone
 * @param spot whether it buys spot machines
 * @param max its largest size
 * @param stock how many machines its cloud has; empty for as many as anyone wants
 */
record GpuPool(String type, boolean anywhere, boolean spot, int max, OptionalInt stock) {

  /** Where an emulated cloud is told how many machines it has. */
  interface Stock {
    void set(String machineType, String place, int machines);
  }

  /** A pool in the zone, on demand, of which there are as many machines as anyone wants. */
  static GpuPool of(String type, int max) {
    return new GpuPool(type, false, false, max, OptionalInt.empty());
  }

  GpuPool scarce(int machines) {
    return new GpuPool(type, anywhere, spot, max, OptionalInt.of(machines));
  }

  GpuPool asSpot() {
    return new GpuPool(type, anywhere, true, max, stock);
  }

  GpuPool inAnyZone() {
    return new GpuPool(type, true, spot, max, stock);
  }

  String name() {
    return type.toLowerCase(Locale.ROOT).replaceFirst("^standard_", "").replaceAll("[.+_]", "-")
        + (spot ? "-spot" : "");
  }

  /** The machine type as its cloud calls it, without what is attached to it. */
  String machineType() {
    int attached = type.indexOf('+');
    return attached < 0 ? type : type.substring(0, attached);
  }

  /** Tells a cloud how many machines it has of this pool's, if that isn't any number. */
  void limit(String place, Stock onDemand, Stock ofSpot) {
    stock.ifPresent(machines -> (spot ? ofSpot : onDemand).set(machineType(), place, machines));
  }
}
