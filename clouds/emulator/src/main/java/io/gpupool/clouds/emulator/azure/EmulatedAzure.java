package io.gpupool.clouds.emulator.azure;

import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.EmulatedCloud;
import io.gpupool.clouds.emulator.EmulatorBuilder;
import io.gpupool.clouds.emulator.EmulatorServer;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.SeededNames;
import io.gpupool.clouds.emulator.azure.access.Access;
import io.gpupool.clouds.emulator.azure.access.Tokens;
import io.gpupool.clouds.emulator.azure.compute.ComputeProvider;
import io.gpupool.clouds.emulator.azure.model.Behaviour;
import io.gpupool.clouds.emulator.azure.model.LaunchAttempt;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import io.gpupool.clouds.emulator.azure.model.OperationAttempt;
import io.gpupool.clouds.emulator.azure.model.ProvisioningError;
import io.gpupool.clouds.emulator.azure.model.World;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An Azure in this process: scale sets and what goes with them of the compute provider of Azure
 * Resource Manager, for any number of subscriptions, on one port of the loopback interface, and
 * beside it the places where tokens are handed out.
 *
 * <p>Time is whatever its clock says. Between two looks at it, by a request or by a method here,
 * nothing happens; each look first lets everything happen that was due, in order of time. Under the
 * same seed the same story has the same names and numbers.
 *
 * <p>Places are named as Kubernetes names them: {@code eastus-1} is a zone of the region {@code
 * eastus}, and where a scale set has no zones its region stands for itself.
 *
 * <p>Thread-safe.
 */
public final class EmulatedAzure implements EmulatedCloud {

  private final World world;
  private final Access access;
  private final Faults faults;
  private final CallLog calls;
  private final EmulatorServer server;

  private EmulatedAzure(Builder builder) {
    this.world = new World(builder.clock(), builder.seed(), builder.behaviour);
    this.faults = builder.faults();
    this.calls = builder.calls();
    Tokens tokens = new Tokens(new SeededNames(~builder.seed()));
    this.access = new Access(tokens, builder.open);
    this.server =
        builder.serve(
            new AzureApi(
                world,
                access,
                ComputeProvider.methods(),
                new TokenService(tokens, builder.clock()),
                new RateLimits(builder.throttling),
                new SeededNames(builder.seed() + 1),
                builder.pageSize));
  }

  /** An Azure to be. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where it listens, for all subscriptions, and for those who want a token. */
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

  /** A subscription, made if there is none of that id. */
  public EmulatedSubscription subscription(String id) {
    return new EmulatedSubscription(world, id);
  }

  /** Adds a size. */
  public void addMachineType(MachineType type) {
    change(now -> world.add(type));
  }

  /**
   * From now on a zone, or a region for scale sets without zones, has so many more of a size. It
   * had as many as anyone wants.
   */
  public void setCapacity(String vmSize, String place, int more) {
    change(now -> world.capacity().set(vmSize, place, more));
  }

  /** From now on a zone or region has as many of a size as anyone wants. */
  public void setUnlimitedCapacity(String vmSize, String place) {
    change(now -> world.capacity().setUnlimited(vmSize, place));
  }

  /** From now on a zone or region has so many more of a size for spot machines. */
  public void setSpotCapacity(String vmSize, String place, int more) {
    change(now -> world.capacity().setSpot(vmSize, place, more));
  }

  /** Withholds a size from everyone in a zone, or in all of a region, as {@code skus} then says. */
  public void withhold(String vmSize, String place) {
    change(now -> world.withhold(vmSize, place));
  }

  /** Lets machines not be had although there is capacity, until the episode is closed. */
  public Episode refuseLaunches(Predicate<LaunchAttempt> matching, ProvisioningError error) {
    Runnable end = world.inTurn(now -> world.launchObjections().add(matching, error));
    return () -> change(now -> end.run());
  }

  /** Lets machines run and fail to be provisioned all the same, until the episode is closed. */
  public Episode failBoots(Predicate<LaunchAttempt> matching, ProvisioningError error) {
    Runnable end = world.inTurn(now -> world.bootObjections().add(matching, error));
    return () -> change(now -> end.run());
  }

  /**
   * Lets operations fail that were accepted, until the episode is closed. Deletions are then
   * undone; a capacity stays what it was told to be.
   */
  public Episode failOperations(Predicate<OperationAttempt> matching, ProvisioningError error) {
    Runnable end = world.inTurn(now -> world.operationObjections().add(matching, error));
    return () -> change(now -> end.run());
  }

  /** Every scale set of every subscription. */
  public List<EmulatedGroup> groups() {
    return world.inTurn(
        now ->
            world.subscriptions().stream()
                .flatMap(subscription -> subscription.scaleSets().all().values().stream())
                .map(EmulatedGroup::of)
                .toList());
  }

  /** Every machine that ever was, of every subscription. */
  public List<EmulatedInstance> instances() {
    return world.inTurn(
        now ->
            world.subscriptions().stream()
                .flatMap(subscription -> subscription.machines().ever().stream())
                .map(EmulatedInstance::of)
                .toList());
  }

  /**
   * Forgets the past, which would otherwise grow with a long life: machines that were gone and
   * operations that had ended by then.
   */
  @Override
  public void forget(Instant before) {
    change(
        now ->
            world
                .subscriptions()
                .forEach(
                    subscription -> {
                      subscription.machines().forget(before);
                      subscription.operations().forget(before);
                    }));
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

  /** How an Azure is to be. */
  public static final class Builder extends EmulatorBuilder<Builder> {

    private static final int USUAL_PAGE = 100;

    private Behaviour behaviour = Behaviour.usual();
    private boolean open;
    private boolean throttling;
    private int pageSize = USUAL_PAGE;

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

    /** Lets those in who have no token; without this they are refused. */
    public Builder open() {
      open = true;
      return this;
    }

    /** Answers only as many requests as the real one does. */
    public Builder throttling() {
      throttling = true;
      return this;
    }

    /** How many things lists have in one piece. */
    public Builder pageSize(int newSize) {
      if (newSize <= 0) {
        throw new IllegalArgumentException("pages of " + newSize);
      }
      pageSize = newSize;
      return this;
    }

    /** Starts it. */
    public EmulatedAzure start() {
      return new EmulatedAzure(this);
    }
  }
}
