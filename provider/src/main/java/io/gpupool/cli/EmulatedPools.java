package io.gpupool.cli;

import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.ListPrice;
import io.gpupool.clouds.emulator.EmulatedCloud;
import io.gpupool.rehearsal.Machine;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** An emulated cloud with GPU pools in it, all in one region. */
final class EmulatedPools implements AutoCloseable {

  private final EmulatedCloud emulated;
  private final Site site;
  private final Catalog catalog;
  private final Supplier<List<Machine>> machines;

  /**
   * Where the pools are.
   *
   * @param cloud the cloud's name, with which ids of its groups begin
   * @param region the region, as the catalog calls it
   * @param pools what is there
   * @param configuration what a configuration file says under the cloud's name to manage these
   *     pools, a line for each key
   */
  record Site(String cloud, String region, List<GpuPool> pools, List<String> configuration) {
    Site {
      pools = List.copyOf(pools);
      configuration = List.copyOf(configuration);
    }
  }

  /**
   * @param emulated has the pools already; closed with this
   * @param machines every machine that it ever had
   */
  EmulatedPools(
      EmulatedCloud emulated, Site site, Catalog catalog, Supplier<List<Machine>> machines) {
    this.emulated = emulated;
    this.site = site;
    this.catalog = catalog;
    this.machines = machines;
  }

  /** The cloud's name. */
  String cloud() {
    return site.cloud();
  }

  /** Where it listens. */
  URI endpoint() {
    return emulated.endpoint();
  }

  /** How many calls it has answered since they were last forgotten. */
  int calls() {
    return emulated.calls().counts().values().stream().mapToInt(Number::intValue).sum();
  }

  /** Forgets calls, and what else is over since some time, which would grow with a long run. */
  void forget(Instant before) {
    emulated.calls().clear();
    emulated.forget(before);
  }

  /** Every machine that ever was. */
  List<Machine> machines() {
    return machines.get();
  }

  /** What a machine of a group, which is one of this cloud's, costs by list price. */
  double usdPerHour(String group) {
    GpuPool pool =
        site.pools().stream()
            .filter(candidate -> group.endsWith("/" + candidate.name()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such group: " + group));
    ListPrice price = catalog.price(site.cloud(), site.region(), pool.type()).orElseThrow();
    OptionalDouble usd = pool.spot() ? price.spotUsdPerHour() : price.onDemandUsdPerHour();
    return usd.orElseThrow();
  }

  /** What a configuration file says under the cloud's name to manage these pools. */
  List<String> configuration() {
    return site.configuration();
  }

  @Override
  public void close() {
    emulated.close();
  }
}
