package io.gpupool.rehearsal;

import io.gpupool.proto.cloudprovider.Instance;
import io.gpupool.proto.cloudprovider.InstanceStatus.InstanceState;
import io.gpupool.proto.cloudprovider.NodeGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the autoscaler knows of one group: which instances have become nodes, which haven't and
 * since when, which have failed, and what it has asked for that isn't there yet.
 */
final class GroupWatch {

  /** A request for more nodes that hasn't been fulfilled. */
  private record Request(int increase, Instant overdue) {}

  /** A mismatch between nodes and target, and since when it is the same. */
  private record Mismatch(int registered, int target, Instant since) {}

  private final String id;
  private int min;
  private int max;
  private int target;
  private List<Instance> instances = List.of();
  private Instant instancesReadAt = Instant.MIN;
  private final Map<String, Instant> unregisteredSince = new HashMap<>();
  private Map<String, String> failed = Map.of();
  private Set<String> failedBefore = Set.of();
  private List<ClusterNode> registered = List.of();
  private List<String> longUnregistered = List.of();
  private Optional<Request> request = Optional.empty();
  private Optional<Mismatch> mismatch = Optional.empty();

  GroupWatch(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  int min() {
    return min;
  }

  int max() {
    return max;
  }

  int target() {
    return target;
  }

  void limits(NodeGroup group) {
    min = group.getMinSize();
    max = group.getMaxSize();
  }

  void target(int size) {
    target = size;
  }

  boolean isGrowing() {
    return request.isPresent();
  }

  /** Whether the list of instances is to be asked for again. */
  boolean wantsInstances(Instant now, Duration cached) {
    return isGrowing() || !instancesReadAt.plus(cached).isAfter(now);
  }

  void instances(List<Instance> read, Instant now) {
    instances = read;
    instancesReadAt = now;
  }

  /** Compares instances with the nodes that have joined. */
  void compare(List<ClusterNode> nodes, Duration provisionTime, Instant now) {
    registered = List.copyOf(nodes);
    Set<String> present = new HashSet<>();
    nodes.forEach(node -> present.add(node.providerId()));
    failedBefore = Set.copyOf(failed.keySet());
    Map<String, String> failing = new HashMap<>();
    Set<String> unregistered = new HashSet<>();
    for (Instance instance : instances) {
      InstanceState state = instance.getStatus().getInstanceState();
      String code = instance.getStatus().getErrorInfo().getErrorCode();
      if (state == InstanceState.instanceCreating && !code.isEmpty()) {
        failing.put(instance.getId(), code);
      } else if (state != InstanceState.instanceDeleting && !present.contains(instance.getId())) {
        unregistered.add(instance.getId());
      }
    }
    failed = failing;
    unregisteredSince.keySet().retainAll(unregistered);
    unregistered.forEach(instance -> unregisteredSince.putIfAbsent(instance, now));
    List<String> overdue = new ArrayList<>();
    unregisteredSince.forEach(
        (instance, since) -> {
          if (!since.plus(provisionTime).isAfter(now)) {
            overdue.add(instance);
          }
        });
    longUnregistered = overdue.stream().sorted().toList();
  }

  List<ClusterNode> registered() {
    return registered;
  }

  /** Instances that failed, and their error codes. */
  Map<String, String> failed() {
    return failed;
  }

  /** Those that hadn't at the last look. */
  List<String> newlyFailed() {
    return failed.keySet().stream().filter(id -> !failedBefore.contains(id)).sorted().toList();
  }

  List<String> longUnregistered() {
    return longUnregistered;
  }

  int unregistered() {
    return unregisteredSince.size();
  }

  /**
   * Nodes that are expected and not usable yet; negative if there are more than there should be.
   */
  int upcoming(Instant now) {
    long there = registered.stream().filter(node -> node.isReady(now)).count();
    return (int) (target - there - longUnregistered.size());
  }

  void requested(int increase, Instant overdue) {
    int before = request.map(Request::increase).orElse(0);
    request = Optional.of(new Request(before + increase, overdue));
  }

  /** Some of what was asked for won't come. */
  void requestShrinks(int nodes) {
    request =
        request
            .map(open -> new Request(open.increase() - nodes, open.overdue()))
            .filter(open -> open.increase() > 0);
  }

  /** Forgets a request that is fulfilled. */
  void forgetFulfilled(Instant now) {
    if (upcoming(now) <= 0) {
      request = Optional.empty();
    }
  }

  /** How many nodes were asked for and have had their time; forgets the request. */
  int takeOverdue(Instant now) {
    int overdue =
        request.filter(open -> open.overdue().isBefore(now)).map(Request::increase).orElse(0);
    if (overdue > 0) {
      request = Optional.empty();
    }
    return overdue;
  }

  /** By how much the target has been above what can still come, for longer than that may take. */
  int fixableSize(Duration provisionTime, Instant now) {
    int nodes = registered.size();
    if (nodes >= target - unregistered()) {
      mismatch = Optional.empty();
      return 0;
    }
    boolean same =
        mismatch.filter(m -> m.registered() == nodes && m.target() == target).isPresent();
    if (!same) {
      mismatch = Optional.of(new Mismatch(nodes, target, now));
    }
    boolean old = mismatch.filter(m -> m.since().plus(provisionTime).isBefore(now)).isPresent();
    return old ? target - unregistered() - nodes : 0;
  }

  /** Whether nothing is on its way in or out. */
  boolean isSettled(Instant now) {
    return request.isEmpty()
        && registered.size() == target
        && registered.stream().allMatch(node -> node.isReady(now) && !node.isLeaving())
        && instances.stream()
            .allMatch(i -> i.getStatus().getInstanceState() == InstanceState.instanceRunning);
  }
}
