package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.Objections;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The whole emulated Google Cloud: what it has to offer, and every project. Nothing in it is
 * thread-safe; it is looked at and changed only {@linkplain #inTurn in turn}.
 */
public final class World {

  private static final Pattern PROJECT = Pattern.compile("(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{2,61}");

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Stock stock =
      new Stock(
          new Geography(),
          new MachineTypes(),
          new Capacity(),
          new Objections<>(),
          new Objections<>());
  private final TreeMap<String, Project> projects = new TreeMap<>();
  private final TreeSet<Location> dark = new TreeSet<>();

  public World(InstantSource clock, long seed, Behaviour behaviour) {
    this.agenda = new Agenda(clock);
    this.behaviour = behaviour;
    this.names = new SeededNames(seed);
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

  /** A project, made if there is none of that name. */
  public Project project(String name) {
    if (!PROJECT.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no project: it has small letters, digits and hyphens");
    }
    return projects.computeIfAbsent(
        name, key -> new Project(name, agenda, behaviour, names, stock));
  }

  /** A project, or what Google Cloud says when there is none of that name. */
  public Project existing(String name) {
    Project project = projects.get(name);
    if (project == null) {
      throw GcpException.notFound("projects/" + name);
    }
    return project;
  }

  /** All projects, by name. */
  public Collection<Project> projects() {
    return List.copyOf(projects.values());
  }

  /** Regions and zones. */
  public Geography geography() {
    return stock.geography();
  }

  /** The machine types that there are. */
  public MachineTypes types() {
    return stock.types();
  }

  /** How many instances and accelerators there can be. */
  public Capacity capacity() {
    return stock.capacity();
  }

  /** The instances that aren't to be created. */
  public Objections<LaunchAttempt, CreationError> launchObjections() {
    return stock.launches();
  }

  /** The operations that are to fail. */
  public Objections<OperationAttempt, CreationError> operationObjections() {
    return stock.operations();
  }

  /** Adds a machine type, or replaces the one of the same name for what is created from now on. */
  public void add(MachineType type) {
    stock.types().add(type);
  }

  /** Adds a zone, and its region if need be. */
  public void addZone(String zone) {
    stock.geography().addZone(zone);
  }

  /** Whether nothing can be learnt of a zone or region, because of itself or its region. */
  public boolean isDark(Location location) {
    return dark.contains(location) || dark.contains(new Location(location.region(), false));
  }

  /** Lets nothing be learnt of a zone or region. */
  public void darken(Location location) {
    dark.add(location);
  }

  /** Ends that. */
  public void lighten(Location location) {
    dark.remove(location);
  }
}
