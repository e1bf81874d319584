package io.gpupool.cli;

import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.CatalogEntry;
import io.gpupool.clouds.catalog.ListPrice;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedInstance;
import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.rehearsal.Machine;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** GPU pools in an emulated AWS, of which some are cheap and soon sold out. */
final class EmulatedAwsPools {

  private static final String REGION = "us-east-1";
  private static final String ZONE = REGION + "a";

  /** What the groups are tagged with, for discovery. */
  private static final String TAG = "k8s.io/cluster-autoscaler/enabled";

  private static final List<GpuPool> POOLS =
      List.of(
          GpuPool.of("g4dn.4xlarge", 20).scarce(4),
          GpuPool.of("g6.4xlarge", 20).scarce(4),
          GpuPool.of("g5.4xlarge", 20),
          GpuPool.of("g4dn.12xlarge", 10).scarce(3),
          GpuPool.of("g6.12xlarge", 10).asSpot().scarce(2),
          GpuPool.of("g5.12xlarge", 10),
          GpuPool.of("g5.48xlarge", 6),
          GpuPool.of("p4d.24xlarge", 4).scarce(1),
          GpuPool.of("p5.48xlarge", 2).asSpot());

  private EmulatedAwsPools() {}

  /**
   * Starts them.
   *
   * @param port to listen on; any free one if zero
   */
  static EmulatedPools start(Catalog catalog, InstantSource clock, long seed, int port) {
    EmulatedAws aws = EmulatedAws.builder().clock(clock).seed(seed).port(port).start();
    for (CatalogEntry entry : catalog.entries()) {
      if (entry.cloud().equals("aws")) {
        aws.addInstanceType(instanceType(entry));
        spotPrice(catalog, entry.machine())
            .ifPresent(
                usd ->
                    aws.setSpotPrice(
                        entry.machine().name(), ZONE, String.format(Locale.ROOT, "%.4f", usd)));
      }
    }
    for (GpuPool pool : POOLS) {
      GroupDefinition group =
          GroupDefinition.of(pool.name(), pool.machineType())
              .sizes(0, pool.max())
              .zones(ZONE)
              .tag(TAG, "true");
      aws.region(REGION).addGroup(pool.spot() ? group.spot() : group);
      pool.limit(ZONE, aws::setCapacity, aws::setSpotCapacity);
    }
    List<String> configuration =
        List.of(
            "regions: [" + REGION + "]",
            "discover: {tags: {" + TAG + ": \"true\"}}",
            "endpoint: " + aws.endpoint());
    return new EmulatedPools(
        aws,
        new EmulatedPools.Site("aws", REGION, POOLS, configuration),
        catalog,
        () -> aws.instances().stream().map(instance -> machine(instance, clock)).toList());
  }

  private static Machine machine(EmulatedInstance instance, InstantSource clock) {
    boolean leaving = instance.state() == State.ENDING || instance.state() == State.GONE;
    return new Machine(
        instance.providerId(),
        NodeGroupId.of("aws", instance.account(), instance.region(), instance.group()).value(),
        instance.launched(),
        instance.inService(),
        leaving ? Optional.of(instance.terminated().orElse(clock.instant())) : Optional.empty(),
        instance.terminated());
  }

  private static InstanceType instanceType(CatalogEntry entry) {
    MachineType machine = entry.machine();
    long mib = machine.memoryBytes() >> 20;
    InstanceType type =
        machine.architecture().equals("arm64")
            ? InstanceType.arm(machine.name(), machine.vcpu(), (int) mib)
            : InstanceType.x86(machine.name(), machine.vcpu(), (int) mib);
    InstanceType whole = type.localStorage((int) (machine.localDiskBytes() / 1_000_000_000));
    return machine.accelerator().map(devices -> whole.with(accelerator(devices))).orElse(whole);
  }

  private static Accelerator accelerator(io.gpupool.clouds.api.Accelerator devices) {
    // nvidia-rtx-pro-6000-96gb is sold as the RTX PRO 6000 of NVIDIA
    String name =
        devices
            .model()
            .replaceFirst("^" + devices.vendor() + "-", "")
            .replaceFirst("-\\d+gb$", "")
            .replace('-', ' ')
            .toUpperCase(Locale.ROOT);
    int mib = (int) (devices.memoryBytes() >> 20);
    return switch (devices.vendor()) {
      case "aws" -> Accelerator.Neuron.trainium(devices.count(), name, mib, 2, 2);
      case "habana" -> new Accelerator.Gpu(devices.count(), name, "Habana", mib);
      default ->
          new Accelerator.Gpu(
              devices.count(), name, devices.vendor().toUpperCase(Locale.ROOT), mib);
    };
  }

  private static OptionalDouble spotPrice(Catalog catalog, MachineType machine) {
    return catalog
        .price("aws", REGION, machine.name())
        .map(ListPrice::spotUsdPerHour)
        .orElse(OptionalDouble.empty());
  }
}
