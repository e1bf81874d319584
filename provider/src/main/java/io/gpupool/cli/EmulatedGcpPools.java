package io.gpupool.cli;

import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.CatalogEntry;
import io.gpupool.clouds.catalog.ListPrice;
import io.gpupool.clouds.emulator.gcp.EmulatedGcp;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance.State;
import io.gpupool.clouds.emulator.gcp.EmulatedProject;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.model.TargetShape;
import io.gpupool.clouds.gcp.GcpSettings;
import io.gpupool.rehearsal.Machine;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** GPU pools in an emulated Google Cloud, of which some are cheap and soon sold out. */
final class EmulatedGcpPools implements EmulatedPools {

  private static final String PROJECT = "my-project";
  private static final String REGION = "us-central1";
  private static final String ZONE = REGION + "-a";

  /** What the groups' instance templates are labelled with, for discovery. */
  private static final String LABEL = "cluster";

  private static final String CLUSTER = "demo";

  /** What a local SSD of Google's has. */
  private static final int SSD_GIB = 375;

  /**
   * A group of the demo.
   *
   * @param row what the catalog calls the machine type with what is attached to it
   * @param location a zone, or a region for a regional group
   * @param spot whether it buys spot instances
   * @param max its largest size
   * @param capacity how many machines the zone has; empty for as many as anyone wants
   */
  private record Pool(String row, String location, boolean spot, int max, OptionalInt capacity) {

    static Pool of(String row, int max) {
      return new Pool(row, ZONE, false, max, OptionalInt.empty());
    }

    Pool scarce(int machines) {
      return new Pool(row, location, spot, max, OptionalInt.of(machines));
    }

    Pool asSpot() {
      return new Pool(row, location, true, max, capacity);
    }

    /** In any zone of the region. */
    Pool regional() {
      return new Pool(row, REGION, spot, max, capacity);
    }

    String name() {
      return row.toLowerCase(Locale.ROOT).replace('+', '-') + (spot ? "-spot" : "");
    }

    String machineType() {
      return bare(row);
    }
  }

  private static final List<Pool> POOLS =
      List.of(
          Pool.of("n1-standard-8+1xT4", 20).scarce(4),
          Pool.of("n1-standard-16+2xT4", 10).scarce(3),
          Pool.of("g2-standard-16", 20).scarce(4),
          Pool.of("g2-standard-32", 20).regional(),
          Pool.of("g2-standard-24", 10).asSpot().scarce(2),
          Pool.of("g2-standard-48", 10),
          Pool.of("g2-standard-96", 6),
          Pool.of("a2-highgpu-8g", 4).scarce(1),
          Pool.of("a3-highgpu-8g", 2).asSpot());

  private final Catalog catalog;
  private final InstantSource clock;
  private final EmulatedGcp gcp;

  private EmulatedGcpPools(Catalog catalog, InstantSource clock, EmulatedGcp gcp) {
    this.catalog = catalog;
    this.clock = clock;
    this.gcp = gcp;
  }

  /**
   * Starts them.
   *
   * @param port to listen on; any free one if zero
   */
  static EmulatedGcpPools start(Catalog catalog, InstantSource clock, long seed, int port) {
    EmulatedGcp gcp = EmulatedGcp.builder().clock(clock).seed(seed).port(port).start();
    catalog.entries().stream()
        .filter(entry -> entry.cloud().equals("gcp"))
        .forEach(entry -> gcp.addMachineType(machineType(entry)));
    EmulatedProject project = gcp.project(PROJECT);
    for (Pool pool : POOLS) {
      project.addGroup(definition(catalog, pool));
      pool.capacity()
          .ifPresent(
              machines -> {
                if (pool.spot()) {
                  gcp.setSpotCapacity(pool.machineType(), ZONE, machines);
                } else {
                  gcp.setCapacity(pool.machineType(), ZONE, machines);
                }
              });
    }
    return new EmulatedGcpPools(catalog, clock, gcp);
  }

  private static GroupDefinition definition(Catalog catalog, Pool pool) {
    GroupDefinition group =
        GroupDefinition.of(pool.location(), pool.name(), pool.machineType())
            .label(LABEL, CLUSTER)
            .label(GcpSettings.MAX_LABEL, Integer.toString(pool.max()));
    if (pool.location().equals(REGION)) {
      group = group.shape(TargetShape.ANY);
    }
    if (isAttached(pool.row())) {
      CatalogEntry entry = catalog.entry("gcp", pool.row()).orElseThrow();
      group =
          group.accelerators(
              acceleratorType(entry.model()), entry.machine().accelerator().orElseThrow().count());
    }
    return pool.spot() ? group.spot() : group;
  }

  @Override
  public String cloud() {
    return "gcp";
  }

  @Override
  public URI endpoint() {
    return gcp.endpoint();
  }

  @Override
  public int calls() {
    return gcp.calls().counts().values().stream().mapToInt(Number::intValue).sum();
  }

  @Override
  public void forget(Instant before) {
    gcp.calls().clear();
    gcp.forget(before);
  }

  @Override
  public List<Machine> machines() {
    return gcp.instances().stream().map(this::machine).toList();
  }

  @Override
  public double usdPerHour(String group) {
    Pool pool =
        POOLS.stream()
            .filter(candidate -> group.endsWith("/" + candidate.name()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such group: " + group));
    ListPrice price = catalog.price("gcp", REGION, pool.row()).orElseThrow();
    OptionalDouble usd = pool.spot() ? price.spotUsdPerHour() : price.onDemandUsdPerHour();
    return usd.orElseThrow();
  }

  @Override
  public List<String> configuration() {
    return List.of(
        "project: " + PROJECT,
        "discover: {labels: {" + LABEL + ": " + CLUSTER + "}}",
        "endpoint: " + endpoint(),
        "credentials: none");
  }

  @Override
  public void close() {
    gcp.close();
  }

  private Machine machine(EmulatedInstance instance) {
    boolean leaving = instance.state() == State.ENDING || instance.state() == State.GONE;
    return new Machine(
        instance.providerId(),
        NodeGroupId.of("gcp", instance.project(), instance.location(), instance.group()).value(),
        instance.launched(),
        instance.running(),
        leaving ? Optional.of(instance.terminated().orElse(clock.instant())) : Optional.empty(),
        instance.terminated());
  }

  private static io.gpupool.clouds.emulator.gcp.model.MachineType machineType(CatalogEntry entry) {
    MachineType machine = entry.machine();
    int mib = (int) (machine.memoryBytes() >> 20);
    String name = bare(machine.name());
    io.gpupool.clouds.emulator.gcp.model.MachineType type =
        machine.architecture().equals("arm64")
            ? io.gpupool.clouds.emulator.gcp.model.MachineType.arm(name, machine.vcpu(), mib)
            : io.gpupool.clouds.emulator.gcp.model.MachineType.x86(name, machine.vcpu(), mib);
    if (isAttached(machine.name())) {
      return type;
    }
    return type.with(acceleratorType(entry.model()), machine.accelerator().orElseThrow().count())
        .bundledSsds((int) ((machine.localDiskBytes() >> 30) / SSD_GIB));
  }

  /** Whether the row is of a machine with accelerators that aren't part of its type. */
  private static boolean isAttached(String row) {
    return row.indexOf('+') >= 0;
  }

  private static String bare(String row) {
    return isAttached(row) ? row.substring(0, row.indexOf('+')) : row;
  }

  /** What Google calls a model of the catalog. */
  private static String acceleratorType(String model) {
    return switch (model) {
      case "nvidia-p4-8gb" -> "nvidia-tesla-p4";
      case "nvidia-t4-16gb" -> "nvidia-tesla-t4";
      case "nvidia-p100-16gb" -> "nvidia-tesla-p100";
      case "nvidia-v100-16gb" -> "nvidia-tesla-v100";
      case "nvidia-a100-40gb" -> "nvidia-tesla-a100";
      case "nvidia-l4-24gb" -> "nvidia-l4";
      case "nvidia-b200-180gb" -> "nvidia-b200";
      case "nvidia-gb200-192gb" -> "nvidia-gb200";
      case "nvidia-rtx-pro-6000-96gb" -> "nvidia-rtx-pro-6000";
      default -> model;
    };
  }
}
