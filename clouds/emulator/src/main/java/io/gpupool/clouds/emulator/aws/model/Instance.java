package io.gpupool.clouds.emulator.aws.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One EC2 instance. It has two states, as in the real AWS: what the machine does, and what its
 * group takes it for. They differ after a machine has died and before its group has noticed.
 */
public final class Instance {

  private static final Duration VISIBLE_AFTER_ITS_END = Duration.ofHours(1);

  private final String id;
  private final Group group;
  private final InstanceType type;
  private final String zone;
  private final Market market;
  private final LaunchOrigin origin;
  private final boolean protectedFromScaleIn;
  private final String imageId;
  private final String privateAddress;
  private final Map<String, String> tags;
  private final Instant launched;

  private Machine machine = Machine.PENDING;
  private Membership membership = Membership.PENDING;
  private boolean healthy = true;
  private boolean warned;
  private Optional<StateReason> stateReason = Optional.empty();
  private @Nullable Instant inService;
  private @Nullable Instant terminated;
  private @Nullable Activity launch;
  private @Nullable Activity termination;

  Instance(
      String id,
      Group group,
      LaunchChoice choice,
      String zone,
      String privateAddress,
      Map<String, String> tags,
      Instant launched) {
    this.id = id;
    this.group = group;
    this.type = choice.type();
    this.zone = zone;
    this.market = choice.market();
    this.origin = choice.origin();
    this.protectedFromScaleIn = group.protectsNew();
    this.imageId = choice.imageId();
    this.privateAddress = privateAddress;
    this.tags = Map.copyOf(tags);
    this.launched = launched;
  }

  /** What the machine does, in EC2's codes and words. */
  public enum Machine {
    PENDING(0, "pending"),
    RUNNING(16, "running"),
    SHUTTING_DOWN(32, "shutting-down"),
    TERMINATED(48, "terminated");

    private final int code;
    private final String word;

    Machine(int code, String word) {
      this.code = code;
      this.word = word;
    }

    /** EC2's number for the state. */
    public int code() {
      return code;
    }

    /** EC2's word for the state. */
    public String word() {
      return word;
    }

    boolean isEnding() {
      return this == SHUTTING_DOWN || this == TERMINATED;
    }
  }

  /** What the group takes it for, in the words of Auto Scaling. */
  public enum Membership {
    PENDING("Pending"),
    IN_SERVICE("InService"),
    TERMINATING("Terminating"),
    GONE("Terminated");

    private final String word;

    Membership(String word) {
      this.word = word;
    }

    /** The lifecycle state as DescribeAutoScalingGroups writes it. */
    public String word() {
      return word;
    }
  }

  /** Why an instance ended, in EC2's words. */
  public record StateReason(String code, String message) {

    static StateReason userInitiated() {
      return new StateReason(
          "Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated shutdown");
    }

    static StateReason spotTermination() {
      return new StateReason(
          "Server.SpotInstanceTermination",
          "Server.SpotInstanceTermination: Spot instance termination");
    }
  }

  /** Such as {@code i-0123456789abcdef0}. */
  public String id() {
    return id;
  }

  /** What Kubernetes calls it. */
  public String providerId() {
    return "aws:///" + zone + "/" + id;
  }

  /** The group that launched it. */
  public Group group() {
    return group;
  }

  /** Its type. */
  public InstanceType type() {
    return type;
  }

  /** Where it is. */
  public String zone() {
    return zone;
  }

  /** How it is bought. */
  public Market market() {
    return market;
  }

  /** What it was made from, a launch template with its version's number. */
  public LaunchOrigin origin() {
    return origin;
  }

  /** Whether its group doesn't choose it when it shrinks. */
  public boolean isProtected() {
    return protectedFromScaleIn;
  }

  /** The image that it was made from. */
  public String imageId() {
    return imageId;
  }

  /** Its address in its subnet. */
  public String privateAddress() {
    return privateAddress;
  }

  /** Its tags. */
  public Map<String, String> tags() {
    return tags;
  }

  /** When it was launched. */
  public Instant launched() {
    return launched;
  }

  /** What the machine does. */
  public Machine machine() {
    return machine;
  }

  /** What its group takes it for. */
  public Membership membership() {
    return membership;
  }

  /** Whether its group believes that it is well. */
  public boolean isHealthy() {
    return healthy;
  }

  /** Why it ended, if it has. */
  public Optional<StateReason> stateReason() {
    return stateReason;
  }

  /** When it was up, if it ever was. */
  public Optional<Instant> inService() {
    return Optional.ofNullable(inService);
  }

  /** When it was gone, if it is. */
  public Optional<Instant> terminated() {
    return Optional.ofNullable(terminated);
  }

  /** Whether EC2 still shows it, which it does for an hour after its end. */
  public boolean isVisible(Instant now) {
    return terminated().map(end -> end.plus(VISIBLE_AFTER_ITS_END).isAfter(now)).orElse(true);
  }

  /** Whether it counts toward its group's capacity. */
  public boolean isLive() {
    return membership == Membership.PENDING || membership == Membership.IN_SERVICE;
  }

  /** Whether its group still lists it. */
  public boolean isMember() {
    return membership != Membership.GONE;
  }

  /** How it is being taken out of its group, once it is. */
  Optional<Activity> termination() {
    return Optional.ofNullable(termination);
  }

  boolean isWarned() {
    return warned;
  }

  void launchedBy(Activity activity) {
    launch = activity;
  }

  void running(Instant at) {
    machine = Machine.RUNNING;
    if (membership == Membership.PENDING) {
      membership = Membership.IN_SERVICE;
      inService = at;
      endLaunch(activity -> activity.succeed(at));
    }
  }

  void warn() {
    warned = true;
  }

  void shuttingDown(StateReason reason) {
    machine = Machine.SHUTTING_DOWN;
    stateReason = Optional.of(reason);
  }

  void terminated(Instant at) {
    machine = Machine.TERMINATED;
    terminated = at;
  }

  void unhealthy() {
    healthy = false;
  }

  /** Takes it out of service; a launch that is still going on ends here. */
  void terminating(Activity activity, Instant at) {
    String why = stateReason.map(StateReason::message).orElse("");
    if (membership == Membership.PENDING) {
      endLaunch(
          launching ->
              launching.cancel(
                  at,
                  "Instance became unhealthy while waiting for instance to be in InService state."
                      + " Termination Reason: "
                      + why));
    }
    membership = Membership.TERMINATING;
    termination = activity;
  }

  void gone(Instant at) {
    membership = Membership.GONE;
    if (termination != null) {
      termination.succeed(at);
    }
  }

  private void endLaunch(Consumer<Activity> how) {
    if (launch != null) {
      how.accept(launch);
    }
  }
}
