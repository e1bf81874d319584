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
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** GPU pools in an emulated AWS, of which some are cheap and soon sold out. */
final class EmulatedAwsPools implements EmulatedPools {

  private static final String REGION = "us-east-1";
  private static final String ZONE = REGION + "a";

  /** What the groups are tagged with, for discovery. */
  private static final String TAG = "k8s.io/cluster-autoscaler/enabled";

  /**
   * A group of the demo.
   *
   * @param spot whether it buys spot instances
   * @param max its largest size
   * @param capacity how many machines the zone has; empty for as many as anyone wants
   */
  private record Pool(String machineType, boolean spot, int max, Optional<Integer> capacity) {
    String name() {
      return machineType.replace('.', '-') + (spot ? "-spot" : "");
    }
  }

  private static final List<Pool> POOLS =
      List.of(
          new Pool("g4dn.4xlarge", false, 20, Optional.of(4)),
          new Pool("g6.4xlarge", false, 20, Optional.of(4)),
          new Pool("g5.4xlarge", false, 20, Optional.empty()),
          new Pool("g4dn.12xlarge", false, 10, Optional.of(3)),
          new Pool("g6.12xlarge", true, 10, Optional.of(2)),
          new Pool("g5.12xlarge", false, 10, Optional.empty()),
          new Pool("g5.48xlarge", false, 6, Optional.empty()),
          new Pool("p4d.24xlarge", false, 4, Optional.of(1)),
          new Pool("p5.48xlarge", true, 2, Optional.empty()));

  private final Catalog catalog;
  private final InstantSource clock;
  private final EmulatedAws aws;

  private EmulatedAwsPools(Catalog catalog, InstantSource clock, EmulatedAws aws) {
    this.catalog = catalog;
    this.clock = clock;
    this.aws = aws;
  }

  /**
   * Starts them.
   *
   * @param port to listen on; any free one if zero
   */
  static EmulatedAwsPools start(Catalog catalog, InstantSource clock, long seed, int port) {
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
    for (Pool pool : POOLS) {
      GroupDefinition group =
          GroupDefinition.of(pool.name(), pool.machineType())
              .sizes(0, pool.max())
              .zones(ZONE)
              .tag(TAG, "true");
      aws.region(REGION).addGroup(pool.spot() ? group.spot() : group);
      pool.capacity()
          .ifPresent(
              machines -> {
                if (pool.spot()) {
                  aws.setSpotCapacity(pool.machineType(), ZONE, machines);
                } else {
                  aws.setCapacity(pool.machineType(), ZONE, machines);
                }
              });
    }
    return new EmulatedAwsPools(catalog, clock, aws);
  }

  @Override
  public String cloud() {
    return "aws";
  }

  @Override
  public URI endpoint() {
    return aws.endpoint();
  }

  @Override
  public int calls() {
    return aws.calls().counts().values().stream().mapToInt(Number::intValue).sum();
  }

  @Override
  public void forget(Instant before) {
    aws.calls().clear();
    aws.forget(before);
  }

  @Override
  public List<Machine> machines() {
    return aws.instances().stream().map(this::machine).toList();
  }

  @Override
  public double usdPerHour(String group) {
    Pool pool =
        POOLS.stream()
            .filter(candidate -> group.endsWith("/" + candidate.name()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such group: " + group));
    ListPrice price = price(catalog, pool.machineType()).orElseThrow();
    OptionalDouble usd = pool.spot() ? price.spotUsdPerHour() : price.onDemandUsdPerHour();
    return usd.orElseThrow();
  }

  @Override
  public List<String> configuration() {
    return List.of(
        "regions: [" + REGION + "]",
        "discover: {tags: {" + TAG + ": \"true\"}}",
        "endpoint: " + endpoint());
  }

  @Override
  public void close() {
    aws.close();
  }

  private Machine machine(EmulatedInstance instance) {
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
    return price(catalog, machine.name())
        .map(ListPrice::spotUsdPerHour)
        .orElse(OptionalDouble.empty());
  }

  private static Optional<ListPrice> price(Catalog catalog, String machineType) {
    return catalog.price("aws", REGION, machineType);
  }
}
