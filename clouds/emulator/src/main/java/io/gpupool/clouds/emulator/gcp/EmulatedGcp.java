package io.gpupool.clouds.emulator.gcp;

import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.EmulatedCloud;
import io.gpupool.clouds.emulator.EmulatorBuilder;
import io.gpupool.clouds.emulator.EmulatorServer;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.SeededNames;
import io.gpupool.clouds.emulator.gcp.access.Access;
import io.gpupool.clouds.emulator.gcp.access.Tokens;
import io.gpupool.clouds.emulator.gcp.compute.ComputeEngine;
import io.gpupool.clouds.emulator.gcp.model.Behaviour;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import io.gpupool.clouds.emulator.gcp.model.LaunchAttempt;
import io.gpupool.clouds.emulator.gcp.model.Location;
import io.gpupool.clouds.emulator.gcp.model.MachineType;
import io.gpupool.clouds.emulator.gcp.model.OperationAttempt;
import io.gpupool.clouds.emulator.gcp.model.World;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A Google Cloud in this process: managed instance groups and what goes with them of Compute
 * Engine, for any number of projects, on one port of the loopback interface, and beside it the
 * places where tokens are handed out.
 *
 * <p>Time is whatever its clock says. Between two looks at it, by a request or by a method here,
 * nothing happens; each look first lets everything happen that was due, in order of time. Under the
 * same seed the same story has the same names and numbers.
 *
 * <p>Thread-safe.
 */
public final class EmulatedGcp implements EmulatedCloud {

  private final World world;
  private final Access access;
  private final Faults faults;
  private final CallLog calls;
  private final EmulatorServer server;

  private EmulatedGcp(Builder builder) {
    this.world = new World(builder.clock(), builder.seed(), builder.behaviour);
    this.faults = builder.faults();
    this.calls = builder.calls();
    Tokens tokens = new Tokens(new SeededNames(~builder.seed()));
    this.access = new Access(tokens);
    GcpApi api =
        new GcpApi(
            world,
            access,
            ComputeEngine.methods(),
            new TokenService(world, access, tokens, builder.clock()));
    this.server = builder.serve(api);
  }

  /** A Google Cloud to be. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where it listens, for all projects and locations. */
  @Override
  public URI endpoint() {
    return server.endpoint();
  }

  /** The calls that it got. */
  @Override
  public CallLog calls() {
    return calls;
  }

  /** The faults that it shows. */
  @Override
  public Faults faults() {
    return faults;
  }

  /** Who is let in, and what they may do. */
  public Access access() {
    return access;
  }

  /** A project, made if there is none of that name. */
  public EmulatedProject project(String name) {
    return new EmulatedProject(world, name);
  }

  /** Adds a machine type. */
  public void addMachineType(MachineType type) {
    change(now -> world.add(type));
  }

  /** Adds a zone that the emulator doesn't know, and its region if need be. */
  public void addZone(String zone) {
    change(now -> world.addZone(zone));
  }

  /**
   * From now on a zone has so many more of a machine type, or of an accelerator that is attached.
   * It had as many as anyone wants.
   */
  public void setCapacity(String type, String zone, int more) {
    change(now -> world.capacity().set(type, zone, more));
  }

  /** From now on a zone has as many of a machine type or accelerator as anyone wants. */
  public void setUnlimitedCapacity(String type, String zone) {
    change(now -> world.capacity().setUnlimited(type, zone));
  }

  /** From now on a zone has so many more of a type for spot instances. */
  public void setSpotCapacity(String type, String zone, int more) {
    change(now -> world.capacity().setSpot(type, zone, more));
  }

  /** Lets instances fail to be created although there is capacity, until the episode is closed. */
  public Episode refuseLaunches(Predicate<LaunchAttempt> matching, CreationError error) {
    Runnable end = world.inTurn(now -> world.launchObjections().add(matching, error));
    return () -> change(now -> end.run());
  }

  /** Lets operations fail that were accepted, with nothing done, until the episode is closed. */
  public Episode failOperations(Predicate<OperationAttempt> matching, CreationError error) {
    Runnable end = world.inTurn(now -> world.operationObjections().add(matching, error));
    return () -> change(now -> end.run());
  }

  /**
   * Lets nothing be learnt of a zone or a region, until the episode is closed. Lists of all places
   * name it, to those who have asked for {@code returnPartialSuccess}, and fail for others.
   */
  public Episode unreachable(String location) {
    Location place = Location.of(location);
    change(now -> world.darken(place));
    return () -> change(now -> world.lighten(place));
  }

  /** Every group of every project. */
  public List<EmulatedGroup> groups() {
    return world.inTurn(
        now ->
            world.projects().stream()
                .flatMap(project -> project.groups().all().values().stream())
                .map(EmulatedGroup::of)
                .toList());
  }

  /**
   * Forgets the past, which would otherwise grow with a long life: instances that were gone and
   * operations that had ended by then. The real one forgets instances at once and remembers
   * operations for two weeks.
   */
  @Override
  public void forget(Instant before) {
    change(
        now ->
            world
                .projects()
                .forEach(
                    project -> {
                      project.machines().forget(before);
                      project.operations().forget(before);
                    }));
  }

  /** Every instance that ever was, of every project. */
  public List<EmulatedInstance> instances() {
    return world.inTurn(
        now ->
            world.projects().stream()
                .flatMap(project -> project.machines().ever().stream())
                .map(EmulatedInstance::of)
                .toList());
  }

  /** Stops listening; requests that are still open are cut off. */
  @Override
  public void close() {
    server.close();
  }

  private void change(Consumer<Instant> change) {
    world.inTurn(
        now -> {
          change.accept(now);
          return now;
        });
  }

  /** How a Google Cloud is to be. */
  public static final class Builder extends EmulatorBuilder<Builder> {

    private Behaviour behaviour = Behaviour.usual();

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** How long things take. */
    public Builder behaviour(Behaviour newBehaviour) {
      behaviour = Objects.requireNonNull(newBehaviour, "behaviour");
      return this;
    }

    /** Starts it. */
    public EmulatedGcp start() {
      return new EmulatedGcp(this);
    }
  }
}
