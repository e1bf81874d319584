package io.gpupool.clouds.emulator.aws.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.Objections;
import io.gpupool.clouds.emulator.SeededNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The whole emulated AWS: what it has to offer, and every account's part of every region. Nothing
 * in it is thread-safe; it is looked at and changed only {@linkplain #inTurn in turn}.
 */
public final class World {

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Stock stock;
  private final TreeMap<String, Region> regions = new TreeMap<>();

  public World(InstantSource clock, long seed, Behaviour behaviour) {
    this.agenda = new Agenda(clock);
    this.behaviour = behaviour;
    this.names = new SeededNames(seed);
    this.stock =
        new Stock(
            new Geography(seed),
            new InstanceTypes(),
            new MachineImages(),
            new Capacity(),
            new SpotPrices(),
            new Objections<>());
  }

  /**
   * Lets everything happen that is due, then asks or changes something. Nobody else does so
   * meanwhile.
   *
   * @param question gets the present
   */
  public synchronized <T> T inTurn(Function<Instant, T> question) {
    return question.apply(agenda.settle());
  }

  /** An account's part of a region. */
  public Region region(String account, String name) {
    return regions.computeIfAbsent(
        account + "/" + name, key -> new Region(account, name, agenda, behaviour, names, stock));
  }

  /** All parts of all regions that anybody has looked at. */
  public Collection<Region> regions() {
    return List.copyOf(regions.values());
  }

  /** Regions and zones. */
  public Geography geography() {
    return stock.geography();
  }

  /** The instance types that there are. */
  public InstanceTypes types() {
    return stock.types();
  }

  /** The machine images that there are. */
  public MachineImages images() {
    return stock.images();
  }

  /** How many instances there can be. */
  public Capacity capacity() {
    return stock.capacity();
  }

  /** What spot instances cost. */
  public SpotPrices prices() {
    return stock.prices();
  }

  /** The launches that are to be refused. */
  public Objections<LaunchAttempt, LaunchRefusal> refusals() {
    return stock.refusals();
  }

  /** Adds an instance type, or replaces one of the same name for what is launched from now on. */
  public void add(InstanceType type) {
    stock.types().add(type);
  }

  /** Adds a machine image, or replaces the one of the same id. */
  public void add(MachineImage image) {
    stock.images().add(image);
  }

  /** Adds zones to a region. */
  public void addZones(String region, List<String> zones) {
    stock.geography().addZones(region, zones);
  }

  /** Sets what a spot instance costs from now on. */
  public void setSpotPrice(String type, String zone, BigDecimal usd, Instant now) {
    stock.prices().set(new SpotPrice(type, zone, usd, now));
  }

  /** Every group there is. */
  public List<Group> allGroups() {
    List<Group> groups = new ArrayList<>();
    regions.values().forEach(region -> groups.addAll(region.groups().all()));
    return groups;
  }

  /** Every instance there ever was. */
  public List<Instance> allInstances() {
    List<Instance> instances = new ArrayList<>();
    regions.values().forEach(region -> instances.addAll(region.machines().all()));
    return instances;
  }
}
