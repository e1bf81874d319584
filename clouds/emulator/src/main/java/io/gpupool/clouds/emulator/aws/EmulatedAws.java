package io.gpupool.clouds.emulator.aws;

import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.EmulatedCloud;
import io.gpupool.clouds.emulator.EmulatorBuilder;
import io.gpupool.clouds.emulator.EmulatorServer;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.SeededNames;
import io.gpupool.clouds.emulator.aws.access.Access;
import io.gpupool.clouds.emulator.aws.access.Principals;
import io.gpupool.clouds.emulator.aws.autoscaling.AutoScaling;
import io.gpupool.clouds.emulator.aws.ec2.Ec2;
import io.gpupool.clouds.emulator.aws.model.Behaviour;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.model.LaunchAttempt;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
import io.gpupool.clouds.emulator.aws.model.MachineImage;
import io.gpupool.clouds.emulator.aws.model.World;
import io.gpupool.clouds.emulator.aws.sts.Sts;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An AWS in this process: EC2 Auto Scaling and what goes with it of EC2 and STS, for all regions
 * and any number of accounts, on one port of the loopback interface.
 *
 * <p>Time is whatever its clock says. Between two looks at it, by a request or by a method here,
 * nothing happens; each look first lets everything happen that was due, in order of time. Under the
 * same seed the same story has the same ids.
 *
 * <p>Thread-safe.
 */
public final class EmulatedAws implements EmulatedCloud {

  private final World world;
  private final Access access;
  private final Faults faults;
  private final CallLog calls;
  private final String account;
  private final EmulatorServer server;

  private EmulatedAws(Builder builder) {
    this.world = new World(builder.clock(), builder.seed(), builder.behaviour);
    this.account = builder.account;
    this.faults = builder.faults();
    this.calls = builder.calls();
    Principals principals = new Principals(account, new SeededNames(~builder.seed()));
    this.access = new Access(principals);
    AwsApi api =
        new AwsApi(
            world,
            access,
            List.of(AutoScaling.service(), Ec2.service(), Sts.service(principals)),
            new SeededNames(builder.seed() + 1));
    this.server = builder.serve(api);
  }

  /** An AWS to be. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where it listens, for all services and regions. */
  @Override
  public URI endpoint() {
    return server.endpoint();
  }

  /** The account of everyone whose access key wasn't given to another. */
  public String account() {
    return account;
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

  /** A region in the default account's hands. */
  public EmulatedRegion region(String name) {
    return region(account, name);
  }

  /** A region in some account's hands. */
  public EmulatedRegion region(String ownAccount, String name) {
    return new EmulatedRegion(world, ownAccount, name);
  }

  /** Adds an instance type to all regions. */
  public void addInstanceType(InstanceType type) {
    change(now -> world.add(type));
  }

  /** Adds a machine image to all regions. */
  public void addImage(MachineImage image) {
    change(now -> world.add(image));
  }

  /** From now on a zone has so many more of a type. It had as many as anyone wants. */
  public void setCapacity(String instanceType, String zone, int more) {
    change(now -> world.capacity().set(instanceType, zone, more));
  }

  /** From now on a zone has as many of a type as anyone wants. */
  public void setUnlimitedCapacity(String instanceType, String zone) {
    change(now -> world.capacity().setUnlimited(instanceType, zone));
  }

  /** From now on a zone has so many more of a type for spot instances. */
  public void setSpotCapacity(String instanceType, String zone, int more) {
    change(now -> world.capacity().setSpot(instanceType, zone, more));
  }

  /** Sets what a spot instance costs per hour from now on. */
  public void setSpotPrice(String instanceType, String zone, String usd) {
    change(now -> world.setSpotPrice(instanceType, zone, new BigDecimal(usd), now));
  }

  /** Lets launches fail although there is capacity, until the episode is closed. */
  public Episode refuseLaunches(Predicate<LaunchAttempt> matching, LaunchRefusal refusal) {
    Runnable end = world.inTurn(now -> world.refusals().add(matching, refusal));
    return () -> change(now -> end.run());
  }

  /** Every group of every account and region. */
  public List<EmulatedGroup> groups() {
    return world.inTurn(now -> world.allGroups().stream().map(EmulatedGroup::of).toList());
  }

  /**
   * Forgets the past, which would otherwise grow with a long life: instances that were gone by
   * then, and activities that had begun by then and have ended. The real one remembers instances
   * for an hour and activities for six weeks.
   */
  @Override
  public void forget(Instant before) {
    change(now -> world.regions().forEach(region -> region.forget(before)));
  }

  /** Every instance that ever was, of every account and region. */
  public List<EmulatedInstance> instances() {
    return world.inTurn(now -> world.allInstances().stream().map(EmulatedInstance::of).toList());
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

  /** How an AWS is to be. */
  public static final class Builder extends EmulatorBuilder<Builder> {

    private String account = "111122223333";
    private Behaviour behaviour = Behaviour.usual();

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** The default account. */
    public Builder account(String newAccount) {
      if (!newAccount.matches("\\d{12}")) {
        throw new IllegalArgumentException(
            "'" + newAccount + "' is no account: it has twelve digits");
      }
      account = newAccount;
      return this;
    }

    /** How long things take. */
    public Builder behaviour(Behaviour newBehaviour) {
      behaviour = Objects.requireNonNull(newBehaviour, "behaviour");
      return this;
    }

    /** Starts it. */
    public EmulatedAws start() {
      return new EmulatedAws(this);
    }
  }
}
