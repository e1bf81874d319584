package io.gpupool.clouds.contract;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.SizeLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A cloud in memory that does nothing by itself: machines come, fail and go when the test says so.
 * It keeps the contract of {@link Cloud}, logs every call, and can be told to fail the next ones or
 * to hold them back.
 */
public final class FakeCloud implements Cloud {

  /** Something that happens to a call before it is carried out; may throw or block. */
  @FunctionalInterface
  public interface Interference {
    void before(Call call) throws CloudException;
  }

  /** The verbs of {@link Cloud}. */
  public enum Verb {
    OBSERVE,
    RESIZE,
    DELETE,
    OFFERS
  }

  /**
   * One call.
   *
   * @param verb which
   * @param text its arguments, readable
   */
  public record Call(Verb verb, String text) {}

  private static final class Group {
    final SizeLimits limits;
    int target;
    Instant targetSince;
    final Map<ProviderId, Instance> instances = new LinkedHashMap<>();
    final Deque<LaunchFailure> failures = new ArrayDeque<>();
    final Deque<LaunchFailure> withdrawals = new ArrayDeque<>();
    Optional<NodeShape> shape;

    Group(SizeLimits limits, Instant now, NodeShape shape) {
      this.limits = limits;
      this.targetSince = now;
      this.shape = Optional.of(shape);
    }

    long live() {
      return instances.values().stream().filter(Instance::isLive).count();
    }
  }

  private final InstantSource clock;
  private final String scheme;
  private final Map<NodeGroupId, Group> groups = new TreeMap<>();
  private final Set<String> absent = new LinkedHashSet<>();
  private final List<ReadingProblem> problems = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final Deque<Interference> next = new ArrayDeque<>();
  private Interference always = call -> {};
  private Runnable afterNextObservation = () -> {};
  private boolean losesAnswersOfWrites;
  private int born;

  private boolean closed;

  public FakeCloud(InstantSource clock) {
    this(clock, "fake");
  }

  /**
   * @param scheme of its provider ids, and the first part of its group ids
   */
  public FakeCloud(InstantSource clock, String scheme) {
    this.clock = clock;
    this.scheme = scheme;
  }

  // ---- the world

  /** A group whose instances are all running. */
  public synchronized NodeGroupId addGroup(String name, int min, int max, int target) {
    NodeGroupId id = NodeGroupId.of(scheme, "region", name);
    Group group = new Group(new SizeLimits(min, max), clock.instant(), shape(8));
    groups.put(id, group);
    group.target = target;
    launch(id);
    boot(id);
    return id;
  }

  /** The group takes its leave. */
  public synchronized void removeGroup(NodeGroupId id) {
    groups.remove(id);
  }

  /** A group that was asked for by name doesn't exist. */
  public synchronized void addAbsent(String name) {
    absent.add(name);
  }

  /** A complaint that every reading will carry. */
  public synchronized void addProblem(ReadingProblem problem) {
    problems.add(problem);
  }

  /** As many machines as are missing begin to boot. */
  public synchronized void launch(NodeGroupId id) {
    launch(id, Integer.MAX_VALUE);
  }

  /** Up to {@code most} of the missing machines begin to boot. */
  public synchronized void launch(NodeGroupId id, int most) {
    Group group = group(id);
    for (int k = 0; k < most && group.live() < group.target; k++) {
      ProviderId instance = new ProviderId(scheme + ":///zone/i-" + ++born);
      group.instances.put(instance, Instance.of(instance, InstanceState.CREATING));
    }
  }

  /** Everything that was booting is running. */
  public synchronized void boot(NodeGroupId id) {
    group(id)
        .instances
        .replaceAll(
            (key, instance) ->
                instance.state() == InstanceState.CREATING && instance.failure().isEmpty()
                    ? Instance.of(key, InstanceState.RUNNING)
                    : instance);
  }

  /** What is booting is known to fail, and keeps its id. */
  public synchronized void failBooting(NodeGroupId id, FailureCode code) {
    LaunchFailure failure = new LaunchFailure(clock.instant(), code, "it failed on its way up");
    group(id)
        .instances
        .replaceAll(
            (key, instance) ->
                instance.state() == InstanceState.CREATING
                    ? new Instance(key, InstanceState.CREATING, Optional.of(failure))
                    : instance);
  }

  /** An attempt to launch what is missing fails now. */
  public synchronized void failLaunch(NodeGroupId id, FailureCode code) {
    group(id)
        .failures
        .addFirst(new LaunchFailure(clock.instant(), code, "no machines of this kind"));
  }

  /** The cloud accepted a target and can't keep it: it lowers it by itself and says why. */
  public synchronized void withdraw(NodeGroupId id, int count, FailureCode code) {
    Group group = group(id);
    group.target -= count;
    group.targetSince = clock.instant();
    group.withdrawals.addFirst(
        new LaunchFailure(clock.instant(), code, "accepted, and refused afterwards"));
  }

  /** Everything that was terminating is gone. */
  public synchronized void reap(NodeGroupId id) {
    group(id).instances.values().removeIf(instance -> !instance.isLive());
  }

  /** Instances are taken away from outside; the target stays, so the cloud will replace them. */
  public synchronized void interrupt(NodeGroupId id, int count) {
    List<ProviderId> victims =
        group(id).instances.values().stream()
            .filter(Instance::isLive)
            .limit(count)
            .map(Instance::id)
            .toList();
    victims.forEach(victim -> group(id).instances.remove(victim));
  }

  /** Somebody edits the target; what is too much is terminated, as real clouds do. */
  public synchronized void setTargetByHand(NodeGroupId id, int target) {
    Group group = group(id);
    group.target = target;
    group.targetSince = clock.instant();
    while (group.live() > target) {
      group.instances.values().stream()
          .filter(Instance::isLive)
          .findFirst()
          .ifPresent(victim -> group.instances.put(victim.id(), victim.deleting()));
    }
  }

  /** The shape can't be found out any more, or can again. */
  public synchronized void setShape(NodeGroupId id, Optional<NodeShape> shape) {
    group(id).shape = shape;
  }

  /** What nodes look like here. */
  public static NodeShape shape(int gpus) {
    return NodeShape.of(
        "template/1",
        new MachineType(
            "gpu." + gpus + "x",
            "amd64",
            12 * gpus,
            (128L * gpus) << 30,
            Optional.of(new Accelerator("nvidia", "H100", gpus, 80L << 30))),
        "region",
        List.of("zone"),
        CapacityType.ON_DEMAND);
  }

  public synchronized int target(NodeGroupId id) {
    return group(id).target;
  }

  /** Instances that are there and not on their way out. */
  public synchronized List<ProviderId> live(NodeGroupId id) {
    return group(id).instances.values().stream()
        .filter(Instance::isLive)
        .map(Instance::id)
        .toList();
  }

  // ---- what happens to calls

  /** Happens to the next call that nothing else happens to. */
  public synchronized void next(Interference interference) {
    next.addLast(interference);
  }

  /** The next call fails like this and does nothing. */
  public void failNext(CloudError error) {
    next(
        call -> {
          throw new CloudException(error);
        });
  }

  /** What was meant for the next calls doesn't happen. */
  public synchronized void clearNext() {
    next.clear();
  }

  /** Happens to every call, after whatever was meant for the next ones. */
  public synchronized void always(Interference interference) {
    always = interference;
  }

  /** Happens once, when the next reading has its answer and before it gives it. */
  public synchronized void afterNextObservation(Runnable action) {
    afterNextObservation = action;
  }

  /** Whether writes are carried out and then end in an error. */
  public synchronized void loseAnswersOfWrites(boolean loses) {
    losesAnswersOfWrites = loses;
  }

  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  public synchronized List<Call> calls(Verb verb) {
    return calls.stream().filter(call -> call.verb() == verb).toList();
  }

  // ---- the cloud

  @Override
  public CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    arrive(Verb.OBSERVE, "");
    CloudReading reading = reading();
    Runnable afterwards;
    synchronized (this) {
      afterwards = afterNextObservation;
      afterNextObservation = () -> {};
    }
    afterwards.run();
    return reading;
  }

  private synchronized CloudReading reading() {
    List<GroupReading> readings = new ArrayList<>();
    groups.forEach(
        (id, group) -> {
          List<LaunchFailure> failures = new ArrayList<>(group.withdrawals);
          if (group.live() < group.target) {
            failures.addAll(group.failures);
          }
          readings.add(
              new GroupReading(
                  id,
                  group.limits,
                  group.target,
                  Optional.of(group.targetSince),
                  List.copyOf(group.instances.values()),
                  failures,
                  group.shape));
        });
    return new CloudReading(readings, absent, problems);
  }

  @Override
  public void resize(NodeGroupId id, int from, int to) throws CloudException {
    arrive(Verb.RESIZE, id + " " + from + "->" + to);
    synchronized (this) {
      Group group = groups.get(id);
      if (group == null) {
        throw failure(Kind.NOT_FOUND, "NoSuchGroup", id + " doesn't exist");
      }
      if (group.target != from || (to < from && group.live() > to)) {
        throw failure(
            Kind.CHANGED, "Changed", "the target is " + group.target + " of " + group.live());
      }
      if (to > group.limits.max() || to < group.limits.min()) {
        throw failure(Kind.INVALID, "OutOfLimits", to + " is not within " + group.limits);
      }
      group.target = to;
      group.targetSince = clock.instant();
    }
    loseAnswer();
  }

  @Override
  public Map<ProviderId, DeleteResult> delete(NodeGroupId id, Set<ProviderId> instances)
      throws CloudException {
    if (instances.isEmpty()) {
      return Map.of();
    }
    arrive(Verb.DELETE, id + " " + instances);
    Map<ProviderId, DeleteResult> results = new LinkedHashMap<>();
    synchronized (this) {
      Group group = groups.get(id);
      if (group == null) {
        throw failure(Kind.NOT_FOUND, "NoSuchGroup", id + " doesn't exist");
      }
      for (ProviderId instance : instances) {
        results.put(instance, delete(group, instance));
      }
    }
    if (losesAnswersOfWrites) {
      CloudError lost = lostAnswer();
      results.replaceAll((instance, result) -> new DeleteResult.Refused(lost));
    }
    return results;
  }

  private static DeleteResult delete(Group group, ProviderId id) {
    Instance instance = group.instances.get(id);
    if (instance == null) {
      return new DeleteResult.Gone();
    }
    if (!instance.isLive()) {
      return new DeleteResult.Terminating();
    }
    if (group.target <= group.limits.min()) {
      return new DeleteResult.Refused(
          CloudError.of(Kind.INVALID, "AtMinimum", "the minimum is " + group.limits.min()));
    }
    group.instances.put(id, instance.deleting());
    group.target--;
    return new DeleteResult.Terminating();
  }

  @Override
  public List<Offer> offers(Set<String> machineTypes) throws CloudException {
    if (machineTypes.isEmpty()) {
      return List.of();
    }
    arrive(Verb.OFFERS, machineTypes.toString());
    return machineTypes.stream()
        .map(type -> new Offer(type, "zone", CapacityType.SPOT, 1.25, clock.instant()))
        .toList();
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  /** Whether it has been closed; it answers nevertheless. */
  public synchronized boolean isClosed() {
    return closed;
  }

  private void arrive(Verb verb, String text) throws CloudException {
    Call call = new Call(verb, text);
    Interference interference;
    synchronized (this) {
      calls.add(call);
      Interference planned = next.pollFirst();
      interference = planned == null ? always : planned;
    }
    interference.before(call);
  }

  private void loseAnswer() throws CloudException {
    if (losesAnswersOfWrites) {
      throw new CloudException(lostAnswer());
    }
  }

  private static CloudError lostAnswer() {
    return CloudError.of(Kind.UNAVAILABLE, "LostAnswer", "the connection broke")
        .thatMayHaveHappened();
  }

  private static CloudException failure(Kind kind, String code, String text) {
    return new CloudException(CloudError.of(kind, code, text));
  }

  private Group group(NodeGroupId id) {
    Group group = groups.get(id);
    if (group == null) {
      throw new IllegalArgumentException("the test has no group " + id);
    }
    return group;
  }
}
