package io.gpupool.cli;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.azure.AzureSettings;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.CatalogEntry;
import io.gpupool.clouds.emulator.azure.EmulatedAzure;
import io.gpupool.clouds.emulator.azure.EmulatedInstance;
import io.gpupool.clouds.emulator.azure.EmulatedInstance.State;
import io.gpupool.clouds.emulator.azure.EmulatedSubscription;
import io.gpupool.clouds.emulator.azure.GroupDefinition;
import io.gpupool.clouds.emulator.azure.model.EvictionPolicy;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import io.gpupool.rehearsal.Machine;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * GPU pools in an emulated Azure, of which some are cheap and soon sold out. Those that aren't
 * bound to a zone are flexible scale sets.
 */
final class EmulatedAzurePools {

  private static final String SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
  private static final String RESOURCE_GROUP = "my-group";
  private static final String REGION = "eastus";
  private static final String ZONE = "1";

  /** What the scale sets are tagged with, for discovery. */
  private static final String TAG = "cluster";

  private static final String CLUSTER = "demo";

  /** By the list, since no list says what spot machines cost. */
  private static final List<GpuPool> POOLS =
      List.of(
          GpuPool.of("Standard_NC8as_T4_v3", 20).scarce(4),
          GpuPool.of("Standard_NC16as_T4_v3", 20).inAnyZone(),
          GpuPool.of("Standard_NC64as_T4_v3", 10).scarce(2),
          GpuPool.of("Standard_NV36ads_A10_v5", 20).inAnyZone(),
          GpuPool.of("Standard_NV72ads_A10_v5", 10),
          GpuPool.of("Standard_NC24ads_A100_v4", 10).scarce(2),
          GpuPool.of("Standard_NC96ads_A100_v4", 6),
          GpuPool.of("Standard_ND96asr_v4", 4).scarce(1),
          GpuPool.of("Standard_ND96isr_H100_v5", 2));

  private EmulatedAzurePools() {}

  /**
   * Starts them.
   *
   * @param port to listen on; any free one if zero
   */
  static EmulatedPools start(Catalog catalog, InstantSource clock, long seed, int port) {
    EmulatedAzure azure = EmulatedAzure.builder().clock(clock).seed(seed).port(port).open().start();
    catalog.entries().stream()
        .filter(entry -> entry.cloud().equals("azure"))
        .forEach(entry -> azure.addMachineType(machineType(entry)));
    EmulatedSubscription subscription = azure.subscription(SUBSCRIPTION);
    for (GpuPool pool : POOLS) {
      subscription.addGroup(definition(pool));
      pool.limit(
          pool.anywhere() ? REGION : REGION + "-" + ZONE,
          azure::setCapacity,
          azure::setSpotCapacity);
    }
    List<String> configuration =
        List.of(
            "subscription: " + SUBSCRIPTION,
            "discover: {tags: {" + TAG + ": " + CLUSTER + "}}",
            "endpoint: " + azure.endpoint(),
            "identity: {kind: none}");
    return new EmulatedPools(
        azure,
        new EmulatedPools.Site("azure", REGION, POOLS, configuration),
        catalog,
        () -> azure.instances().stream().map(instance -> machine(instance, clock)).toList());
  }

  private static GroupDefinition definition(GpuPool pool) {
    GroupDefinition group =
        GroupDefinition.of(RESOURCE_GROUP, REGION, pool.name(), pool.machineType())
            .tag(TAG, CLUSTER)
            .tag(AzureSettings.MAX_TAG, Integer.toString(pool.max()));
    GroupDefinition placed = pool.anywhere() ? group.flexible() : group.zones(ZONE);
    return pool.spot() ? placed.spot(EvictionPolicy.DELETE) : placed;
  }

  private static Machine machine(EmulatedInstance instance, InstantSource clock) {
    boolean leaving = instance.state() == State.ENDING || instance.state() == State.GONE;
    return new Machine(
        instance.providerId(),
        NodeGroupId.of(
                "azure",
                instance.subscription(),
                instance.resourceGroup().toLowerCase(Locale.ROOT),
                instance.group())
            .value(),
        instance.launched(),
        instance.running(),
        leaving ? Optional.of(instance.terminated().orElse(clock.instant())) : Optional.empty(),
        instance.terminated());
  }

  private static MachineType machineType(CatalogEntry entry) {
    io.gpupool.clouds.api.MachineType machine = entry.machine();
    double gib = (double) (machine.memoryBytes() >> 20) / 1024;
    MachineType type =
        machine.architecture().equals("arm64")
            ? MachineType.arm(machine.name(), machine.vcpu(), gib)
            : MachineType.x86(machine.name(), machine.vcpu(), gib);
    // a part of a GPU is none that a pod could have for itself
    int gpus = entry.fraction() < 1 ? 0 : machine.accelerator().orElseThrow().count();
    return type.withGpus(gpus).withLocalDisk((int) (machine.localDiskBytes() >> 20));
  }
}
