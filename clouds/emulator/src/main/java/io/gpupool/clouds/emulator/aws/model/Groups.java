package io.gpupool.clouds.emulator.aws.model;

import io.gpupool.clouds.emulator.SeededNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The groups of one account in one region, and what may be asked of them. What AWS refuses is
 * refused here, in its words.
 */
public final class Groups {

  private final Place place;
  private final SeededNames names;
  private final Scaling scaling;
  private final Machines machines;
  private final LaunchOptions options;
  private final ActivityHistory history;
  private final TreeMap<String, Group> byName = new TreeMap<>();

  Groups(
      Place place,
      SeededNames names,
      Scaling scaling,
      Machines machines,
      LaunchOptions options,
      ActivityHistory history) {
    this.place = place;
    this.names = names;
    this.scaling = scaling;
    this.machines = machines;
    this.options = options;
    this.history = history;
    machines.whenKilled(scaling::killed);
    machines.whenGone(
        (instance, at) -> {
          scaling.gone(instance, at);
          buryIfEmpty(instance.group());
        });
  }

  /** Whose groups these are, where, and which zones there are. */
  record Place(String account, String region, Geography geography) {}

  /** All of them, by name. */
  public Collection<Group> all() {
    return List.copyOf(byName.values());
  }

  /** The one with a name, if there is one. */
  public Optional<Group> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The one with a name, or what AWS says when there is none. */
  public Group existing(String name) {
    return named(name)
        .orElseThrow(
            () ->
                AwsException.validation(
                    "AutoScalingGroup name not found - AutoScalingGroup " + name + " not found"));
  }

  /** What all groups did, deleted ones included. */
  public ActivityHistory history() {
    return history;
  }

  /** Forgets activities that have ended and began before some time. */
  void forget(Instant before) {
    history.forget(before);
    byName.values().forEach(group -> group.history().forget(before));
  }

  /** Makes a group; it begins to launch a moment later. */
  public Group create(String name, GroupSettings settings, Collection<GroupTag> tags, Instant now) {
    Group old = byName.get(name);
    if (old != null) {
      throw new AwsException(
          400,
          "AlreadyExists",
          old.isBeingDeleted()
              ? "AutoScalingGroup by this name already exists and is pending delete"
              : "AutoScalingGroup by this name already exists - A group with the name "
                  + name
                  + " already exists");
    }
    check(settings);
    Group group = new Group(place.account(), place.region(), name, names.uuid(), settings, now);
    tags.forEach(group::tag);
    byName.put(name, group);
    if (settings.desired() > 0) {
      scaling.requested(group, Causes.userCreated(now, settings.desired()), now);
    }
    return group;
  }

  /** Sets how many instances a group shall have. Fewer than it has means that it kills some. */
  public void setDesired(String name, int desired, boolean honorCooldown, Instant now) {
    Group group = changeable(name);
    GroupSettings settings = group.settings();
    if (desired > settings.max()) {
      throw AwsException.validation(
          "New SetDesiredCapacity value "
              + desired
              + " is above max value "
              + settings.max()
              + " for the AutoScalingGroup.");
    }
    if (desired < settings.min()) {
      throw AwsException.validation(
          "New SetDesiredCapacity value "
              + desired
              + " is below min value "
              + settings.min()
              + " for the AutoScalingGroup.");
    }
    if (honorCooldown) {
      blocking(group, now).ifPresent(Groups::refuseBecauseOf);
    }
    int from = settings.desired();
    group.decide(settings.withSizes(settings.min(), settings.max(), desired));
    if (desired != from) {
      scaling.requested(group, Causes.userSet(now, from, desired), now);
    }
  }

  /** Changes what a group's owner decides. Fewer desired than it has means that it kills some. */
  public void update(String name, GroupSettings settings, Instant now) {
    Group group = changeable(name);
    check(settings);
    int from = group.settings().desired();
    group.decide(settings);
    if (settings.desired() != from) {
      String reason =
          Causes.userUpdated(now, settings.min(), settings.max(), from, settings.desired());
      scaling.requested(group, reason, now);
    }
  }

  /** The one with a name, or what AWS says of a tag for a group that there isn't. */
  public Group taggable(String name) {
    return named(name)
        .orElseThrow(
            () ->
                AwsException.validation(
                    "AutoScalingGroup not found - AutoScaling Group " + name + " not found"));
  }

  /** Deletes a group; with force also one that has instances, which die with it. */
  public void delete(String name, boolean force, Instant now) {
    Group group = existing(name);
    if (!force) {
      refuseIfInUse(group);
    }
    if (group.isBeingDeleted()) {
      return;
    }
    int from = group.settings().desired();
    group.decide(group.settings().withSizes(0, 0, 0));
    group.beginDeletion();
    List<Instance> live = group.live();
    for (Instance instance : live) {
      String cause =
          Causes.joined(
              List.of(Causes.userUpdated(now, 0, 0, from, 0)),
              Causes.takenOut(now, live.size(), 0),
              Causes.selected(now, instance.id()));
      scaling.takeOut(instance, cause, now);
    }
    buryIfEmpty(group);
  }

  /** Terminates one instance of whatever group has it, and lowers the group's target if wanted. */
  public Activity terminate(String instanceId, boolean decrement, Instant now) {
    Instance instance =
        machines
            .identified(instanceId)
            .filter(Instance::isMember)
            .orElseThrow(
                () ->
                    AwsException.validation(
                        "Instance Id not found - No managed instance found for instance ID: "
                            + instanceId));
    instance.termination().ifPresent(Groups::refuseBecauseOf);
    Group group = instance.group();
    int capacity = group.live().size();
    if (!decrement) {
      Activity activity = scaling.takeOut(instance, Causes.userTerminated(now, instanceId), now);
      scaling.lookSoon(group, now);
      return activity;
    }
    GroupSettings settings = group.settings();
    if (settings.desired() <= settings.min()) {
      throw AwsException.validation(
          "Currently, desiredSize equals minSize ("
              + settings.min()
              + "). Terminating instance without replacement will violate group's min size"
              + " constraint. Either set shouldDecrementDesiredCapacity flag to false or lower"
              + " group's min size.");
    }
    group.decide(settings.withSizes(settings.min(), settings.max(), settings.desired() - 1));
    String cause = Causes.userTerminatedShrinking(now, instanceId, capacity, capacity - 1);
    return scaling.takeOut(instance, cause, now);
  }

  private void check(GroupSettings settings) {
    List<String> known = place.geography().zones(place.region());
    List<String> unknown = settings.zones().stream().filter(zone -> !known.contains(zone)).toList();
    if (!unknown.isEmpty()) {
      throw AwsException.validation("Invalid Availability Zones: " + unknown);
    }
    options.check(settings.source());
  }

  private Group changeable(String name) {
    Group group = existing(name);
    if (group.isBeingDeleted()) {
      throw AwsException.validation(
          "The AutoScaling group may not be modified while it is pending delete");
    }
    return group;
  }

  private static void refuseIfInUse(Group group) {
    if (!group.live().isEmpty()) {
      throw new AwsException(
          400,
          "ResourceInUse",
          "You cannot delete an AutoScalingGroup while there are instances or pending Spot"
              + " instance request(s) still in the group.");
    }
    if (!group.members().isEmpty()) {
      throw new AwsException(
          400,
          "ScalingActivityInProgress",
          "You cannot delete an AutoScalingGroup while there are scaling activities in progress"
              + " for that group.");
    }
  }

  /** The activity that someone who honours the cooldown has to wait for. */
  private static Optional<Activity> blocking(Group group, Instant now) {
    Duration cooldown = Duration.ofSeconds(group.settings().cooldown());
    return group.history().newestFirst().stream()
        .filter(activity -> activity.end().map(end -> end.plus(cooldown).isAfter(now)).orElse(true))
        .findFirst();
  }

  private static void refuseBecauseOf(Activity activity) {
    throw new AwsException(
        400,
        "ScalingActivityInProgress",
        "Scaling activity " + activity.id() + " is in progress and blocks this action");
  }

  private void buryIfEmpty(Group group) {
    if (group.isBeingDeleted() && group.members().isEmpty()) {
      group.deleted();
      byName.remove(group.name());
    }
  }
}
