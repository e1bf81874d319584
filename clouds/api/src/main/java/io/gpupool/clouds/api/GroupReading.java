package io.gpupool.clouds.api;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a cloud says of one group at one moment.
 *
 * @param id the group
 * @param limits sizes that the cloud accepts, narrowed by what the configuration allows
 * @param target how many instances the cloud is trying to have
 * @param targetSince since when the target is what it is, by the cloud's own account, where it
 *     keeps one: launch failures that are older belong to an earlier attempt
 * @param instances every instance of the group that still exists, terminating ones included
 * @param launchFailures attempts to launch that produced no instance, newest first. Reported as
 *     long as the cloud remembers them and the target isn't reached, and for a while where the
 *     cloud accepted a target and then gave it up by itself; the caller knows which of its requests
 *     they can belong to
 * @param shape what a new node will look like, if it could be found out
 */
public record GroupReading(
    NodeGroupId id,
    SizeLimits limits,
    int target,
    Optional<Instant> targetSince,
    List<Instance> instances,
    List<LaunchFailure> launchFailures,
    Optional<NodeShape> shape) {

  public GroupReading {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(targetSince, "targetSince");
    Objects.requireNonNull(shape, "shape");
    if (target < 0) {
      throw new IllegalArgumentException("target of " + id + " is " + target);
    }
    instances = List.copyOf(instances);
    launchFailures = List.copyOf(launchFailures);
    Set<ProviderId> ids = new HashSet<>();
    for (Instance instance : instances) {
      if (!ids.add(instance.id())) {
        throw new IllegalArgumentException("instance " + instance.id() + " is there twice");
      }
    }
  }

  /** How many instances are there and not on their way out. */
  public int liveInstances() {
    return (int) instances.stream().filter(Instance::isLive).count();
  }

  /** The same reading with another target and other instances. */
  public GroupReading with(int newTarget, List<Instance> newInstances) {
    return new GroupReading(
        id, limits, newTarget, targetSince, newInstances, launchFailures, shape);
  }

  /** The same reading with another shape. */
  public GroupReading withShape(Optional<NodeShape> newShape) {
    return new GroupReading(id, limits, target, targetSince, instances, launchFailures, newShape);
  }
}
