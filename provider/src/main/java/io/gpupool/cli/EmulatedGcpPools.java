package io.gpupool.cli;

import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.CatalogEntry;
import io.gpupool.clouds.emulator.gcp.EmulatedGcp;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance.State;
import io.gpupool.clouds.emulator.gcp.EmulatedProject;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.model.TargetShape;
import io.gpupool.clouds.gcp.GcpSettings;
import io.gpupool.rehearsal.Machine;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** GPU pools in an emulated Google Cloud, of which some are cheap and soon sold out. */
final class EmulatedGcpPools {

  private static final String PROJECT = "my-project";
  private static final String REGION = "us-central1";
  private static final String ZONE = REGION + "-a";

  /** What the groups' instance templates are labelled with, for discovery. */
  private static final String LABEL = "cluster";

  private static final String CLUSTER = "demo";

  /** What a local SSD of Google's has. */
  private static final int SSD_GIB = 375;

  private static final List<GpuPool> POOLS =
      List.of(
          GpuPool.of("n1-standard-8+1xT4", 20).scarce(4),
          GpuPool.of("n1-standard-16+2xT4", 10).scarce(3),
          GpuPool.of("g2-standard-16", 20).scarce(4),
          GpuPool.of("g2-standard-32", 20).inAnyZone(),
          GpuPool.of("g2-standard-24", 10).asSpot().scarce(2),
          GpuPool.of("g2-standard-48", 10),
          GpuPool.of("g2-standard-96", 6),
          GpuPool.of("a2-highgpu-8g", 4).scarce(1),
          GpuPool.of("a3-highgpu-8g", 2).asSpot());

  private EmulatedGcpPools() {}

  /**
   * Starts them.
   *
   * @param port to listen on; any free one if zero
   */
  static EmulatedPools start(Catalog catalog, InstantSource clock, long seed, int port) {
    EmulatedGcp gcp = EmulatedGcp.builder().clock(clock).seed(seed).port(port).start();
    catalog.entries().stream()
        .filter(entry -> entry.cloud().equals("gcp"))
        .forEach(entry -> gcp.addMachineType(machineType(entry)));
    EmulatedProject project = gcp.project(PROJECT);
    for (GpuPool pool : POOLS) {
      project.addGroup(definition(catalog, pool));
      pool.limit(ZONE, gcp::setCapacity, gcp::setSpotCapacity);
    }
    List<String> configuration =
        List.of(
            "project: " + PROJECT,
            "discover: {labels: {" + LABEL + ": " + CLUSTER + "}}",
            "endpoint: " + gcp.endpoint(),
            "credentials: none");
    return new EmulatedPools(
        gcp,
        new EmulatedPools.Site("gcp", REGION, POOLS, configuration),
        catalog,
        () -> gcp.instances().stream().map(instance -> machine(instance, clock)).toList());
  }

  private static GroupDefinition definition(Catalog catalog, GpuPool pool) {
    GroupDefinition group =
        GroupDefinition.of(pool.anywhere() ? REGION : ZONE, pool.name(), pool.machineType())
            .label(LABEL, CLUSTER)
            .label(GcpSettings.MAX_LABEL, Integer.toString(pool.max()));
    if (pool.anywhere()) {
      group = group.shape(TargetShape.ANY);
    }
    if (isAttached(pool.type())) {
      CatalogEntry entry = catalog.entry("gcp", pool.type()).orElseThrow();
      group =
          group.accelerators(
              acceleratorType(entry.model()), entry.machine().accelerator().orElseThrow().count());
    }
    return pool.spot() ? group.spot() : group;
  }

  private static Machine machine(EmulatedInstance instance, InstantSource clock) {
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
    String name = GpuPool.of(machine.name(), 1).machineType();
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
