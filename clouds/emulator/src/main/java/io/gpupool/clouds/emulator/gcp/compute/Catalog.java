package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.gcp.model.Accelerators;
import io.gpupool.clouds.emulator.gcp.model.GcpException;
import io.gpupool.clouds.emulator.gcp.model.MachineType;
import io.gpupool.clouds.emulator.gcp.wire.Link;
import io.gpupool.clouds.emulator.gcp.wire.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The methods of {@code machineTypes} and {@code acceleratorTypes}. */
final class Catalog {

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T08:00:00Z");

  /** What can be attached to machines that have none built in, and how many at most. */
  private static final Map<String, Integer> ATTACHABLE =
      Map.of(
          "nvidia-tesla-t4",
          4,
          "nvidia-tesla-p4",
          4,
          "nvidia-tesla-v100",
          8,
          "nvidia-tesla-p100",
          4);

  private Catalog() {}

  /** All of them. */
  static List<Method> methods() {
    return Stream.concat(
            of("machineTypes", "machineType", Catalog::machineTypes).stream(),
            of("acceleratorTypes", "acceleratorType", Catalog::acceleratorTypes).stream())
        .toList();
  }

  /** What a zone has of something, written, by name. */
  @FunctionalInterface
  private interface Shelf {
    SortedMap<String, Fields> in(Request request, String zone);
  }

  private static List<Method> of(String collection, String thing, Shelf shelf) {
    String ofZone = "projects/{project}/zones/{zone}/" + collection;
    return List.of(
        Method.get(
            collection + ".list",
            ofZone,
            "compute." + collection + ".list",
            Listing.PARAMETERS,
            request -> {
              String zone = request.location().name();
              return new Listing<Fields>(request, fields -> fields)
                  .list(
                      "compute#" + thing + "List",
                      "projects/" + request.project().name() + "/zones/" + zone + "/" + collection,
                      shelf.in(request, zone).entrySet().stream());
            }),
        Method.get(
            collection + ".get",
            ofZone + "/{name}",
            "compute." + collection + ".get",
            Set.of(),
            request -> one(request, collection, shelf)),
        Method.get(
            collection + ".aggregatedList",
            "projects/{project}/aggregated/" + collection,
            "compute." + collection + ".list",
            Listing.AGGREGATED_PARAMETERS,
            request ->
                new Listing<Fields>(request, fields -> fields)
                    .aggregated(
                        "compute#" + thing + "AggregatedList",
                        collection,
                        Scopes.zones(request.world().geography()),
                        everywhere(request, shelf))));
  }

  private static Fields one(Request request, String collection, Shelf shelf) {
    String zone = request.location().name();
    String name = request.path("name");
    Fields listed = shelf.in(request, zone).get(name);
    if (listed != null) {
      return listed;
    }
    if (collection.equals("machineTypes")) {
      // a custom type is on no list, and there all the same
      return request
          .world()
          .types()
          .in(zone, name)
          .map(type -> machineType(request, zone, type))
          .orElseThrow(() -> missing(request, zone, collection, name));
    }
    throw missing(request, zone, collection, name);
  }

  private static GcpException missing(
      Request request, String zone, String collection, String name) {
    return GcpException.notFound(
        "projects/" + request.project().name() + "/zones/" + zone + "/" + collection + "/" + name);
  }

  private static Stream<Map.Entry<String, Fields>> everywhere(Request request, Shelf shelf) {
    return Scopes.zones(request.world().geography()).stream()
        .flatMap(
            scope ->
                shelf.in(request, scope.substring("zones/".length())).entrySet().stream()
                    .map(entry -> Map.entry(scope + "/" + entry.getKey(), entry.getValue())));
  }

  private static SortedMap<String, Fields> machineTypes(Request request, String zone) {
    TreeMap<String, Fields> types = new TreeMap<>();
    for (MachineType type : request.world().types().all()) {
      if (type.isIn(zone)) {
        types.put(type.name(), machineType(request, zone, type));
      }
    }
    return types;
  }

  private static Fields machineType(Request request, String zone, MachineType type) {
    Fields fields =
        Fields.none()
            .with("kind", "compute#machineType")
            .with(
                "id", Long.toString(1_000_000L + Math.floorMod(type.name().hashCode(), 1_000_000)))
            .with("creationTimestamp", Timestamp.of(LONG_AGO))
            .with("name", type.name())
            .with("description", type.vcpus() + " vCPUs, " + type.memoryMib() + " MiB RAM")
            .with("guestCpus", type.vcpus())
            .with("memoryMb", type.memoryMib())
            .with("imageSpaceGb", 0)
            .with("maximumPersistentDisks", 128)
            .with("maximumPersistentDisksSizeGb", "263168")
            .with("zone", zone)
            .with("isSharedCpu", type.name().startsWith("e2-") && type.vcpus() < 2)
            .with("architecture", type.architecture());
    type.accelerators()
        .ifPresent(
            built ->
                fields.with(
                    "accelerators",
                    List.of(
                        Fields.none()
                            .with("guestAcceleratorType", built.type())
                            .with("guestAcceleratorCount", built.count()))));
    if (type.bundledSsds() > 0) {
      fields.with(
          "bundledLocalSsds",
          Fields.none()
              .with("defaultInterface", "NVME")
              .with("partitionCount", type.bundledSsds()));
    }
    return fields.with("selfLink", link(request, zone, "machineTypes", type.name()));
  }

  private static SortedMap<String, Fields> acceleratorTypes(Request request, String zone) {
    TreeMap<String, Integer> most = new TreeMap<>(ATTACHABLE);
    for (MachineType type : request.world().types().all()) {
      if (type.isIn(zone)) {
        type.accelerators().ifPresent(built -> count(most, built));
      }
    }
    TreeMap<String, Fields> types = new TreeMap<>();
    most.forEach(
        (name, cards) ->
            types.put(
                name,
                Fields.none()
                    .with("kind", "compute#acceleratorType")
                    .with(
                        "id", Long.toString(2_000_000L + Math.floorMod(name.hashCode(), 1_000_000)))
                    .with("creationTimestamp", Timestamp.of(LONG_AGO))
                    .with("name", name)
                    .with("description", name)
                    .with("zone", zoneLink(request, zone))
                    .with("maximumCardsPerInstance", cards)
                    .with("selfLink", link(request, zone, "acceleratorTypes", name))));
    return types;
  }

  private static void count(Map<String, Integer> most, Accelerators built) {
    most.merge(built.type(), built.count(), Math::max);
  }

  private static String zoneLink(Request request, String zone) {
    return Link.to("projects/" + request.project().name() + "/zones/" + zone);
  }

  private static String link(Request request, String zone, String collection, String name) {
    return zoneLink(request, zone) + "/" + collection + "/" + name;
  }
}
