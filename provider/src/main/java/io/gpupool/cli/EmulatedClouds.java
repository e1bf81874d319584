package io.gpupool.cli;

import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.rehearsal.Machine;
import io.gpupool.rehearsal.MachineRoom;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Emulated clouds with groups in them, as the demo and {@code gpupool emulate} show them: GPU pools
 * of several kinds, empty to begin with.
 */
final class EmulatedClouds implements MachineRoom, AutoCloseable {

  private final SortedMap<String, EmulatedPools> clouds = new TreeMap<>();

  private EmulatedClouds(List<EmulatedPools> clouds) {
    clouds.forEach(cloud -> this.clouds.put(cloud.cloud(), cloud));
  }

  /**
   * Starts them.
   *
   * @param chosen which clouds
   * @param ports by cloud; any free port for a cloud that isn't named
   */
  static EmulatedClouds start(
      Set<String> chosen,
      Catalog catalog,
      InstantSource clock,
      long seed,
      Map<String, Integer> ports) {
    List<EmulatedPools> started = new ArrayList<>();
    boolean complete = false;
    try {
      for (String cloud : new TreeSet<>(chosen)) {
        started.add(pools(cloud, catalog, clock, seed, ports.getOrDefault(cloud, 0)));
      }
      complete = true;
    } finally {
      if (!complete) {
        started.forEach(EmulatedPools::close);
      }
    }
    return new EmulatedClouds(started);
  }

  private static EmulatedPools pools(
      String cloud, Catalog catalog, InstantSource clock, long seed, int port) {
    return switch (cloud) {
      case "aws" -> EmulatedAwsPools.start(catalog, clock, seed, port);
      case "gcp" -> EmulatedGcpPools.start(catalog, clock, seed, port);
      case "azure" -> EmulatedAzurePools.start(catalog, clock, seed, port);
      default -> throw new IllegalArgumentException("no cloud is called " + cloud);
    };
  }

  /** Where each cloud listens. */
  SortedMap<String, URI> endpoints() {
    SortedMap<String, URI> endpoints = new TreeMap<>();
    clouds.forEach((name, cloud) -> endpoints.put(name, cloud.endpoint()));
    return endpoints;
  }

  /** How many calls each cloud has answered. */
  SortedMap<String, Integer> calls() {
    SortedMap<String, Integer> calls = new TreeMap<>();
    clouds.forEach((name, cloud) -> calls.put(name, cloud.calls()));
    return calls;
  }

  /** Forgets calls, and what else is over since some time, which would grow with a long run. */
  void forget(Instant before) {
    clouds.values().forEach(cloud -> cloud.forget(before));
  }

  @Override
  public List<Machine> machines() {
    return clouds.values().stream().flatMap(cloud -> cloud.machines().stream()).toList();
  }

  /** What a machine of a group costs by list price. */
  double usdPerHour(String group) {
    EmulatedPools cloud = clouds.get(group.substring(0, group.indexOf('/')));
    if (cloud == null) {
      throw new IllegalArgumentException("no cloud has the group " + group);
    }
    return cloud.usdPerHour(group);
  }

  /**
   * The section of a configuration file that manages all of them.
   *
   * @param refresh how often they are read, in Go's form
   */
  String configuration(String refresh) {
    StringBuilder section = new StringBuilder("clouds:\n");
    clouds.forEach(
        (name, cloud) -> {
          section.append("  - name: ").append(name).append("\n    ").append(name).append(":\n");
          cloud.configuration().forEach(line -> section.append("      ").append(line).append('\n'));
          section.append("      refresh: ").append(refresh).append('\n');
        });
    return section.toString();
  }

  @Override
  public void close() {
    clouds.values().forEach(EmulatedPools::close);
  }
}
