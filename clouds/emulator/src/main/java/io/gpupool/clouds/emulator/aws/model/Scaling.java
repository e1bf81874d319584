package io.gpupool.clouds.emulator.aws.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What groups do by themselves: a little after something has changed they look at themselves, and
 * launch or terminate until they have as many instances as they are supposed to. A look that
 * couldn't launch everything is followed by another.
 *
 * <p>A group that has more instances than desired terminates some, and which ones is its own
 * choice. That is so in the real AWS, and the reason why nobody who cares for particular instances
 * lowers a desired capacity below their number.
 */
public final class Scaling {

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Machines machines;
  private final Launching launching;
  private final ActivityHistory history;
  private long activities;

  Scaling(
      Agenda agenda,
      Behaviour behaviour,
      SeededNames names,
      Machines machines,
      Launching launching,
      ActivityHistory history) {
    this.agenda = agenda;
    this.behaviour = behaviour;
    this.names = names;
    this.machines = machines;
    this.launching = launching;
    this.history = history;
  }

  /** Lets a group act on something that was asked of it, a moment later. */
  void requested(Group group, String reason, Instant at) {
    group.remember(reason);
    lookSoon(group, at);
  }

  /** Lets a group look at itself a moment later. */
  void lookSoon(Group group, Instant at) {
    agenda.at(at.plus(behaviour.reaction()), then -> look(group, then));
  }

  /** Lets a group notice, a moment later, that a machine has died. */
  void killed(Instance instance, Instant at) {
    agenda.at(at.plus(behaviour.reaction()), then -> foundDead(instance, then));
  }

  /** Takes an instance out of service, for a cause that is told in the activity. */
  Activity takeOut(Instance instance, String cause, Instant at) {
    Activity activity =
        Activity.terminating(
            identity(), instance.group(), instance.zone(), instance.id(), cause, at);
    record(activity);
    machines.shutDown(instance, at);
    instance.terminating(activity, at);
    if (instance.machine() == Instance.Machine.TERMINATED) {
      gone(instance, at);
    }
    return activity;
  }

  private void look(Group group, Instant at) {
    if (group.isDeleted()) {
      return;
    }
    long look = group.beginLook();
    List<String> reasons = group.takeReasons();
    int live = group.live().size();
    int desired = group.settings().desired();
    if (live < desired) {
      grow(group, reasons, at);
    } else if (live > desired) {
      shrink(group, reasons, at);
    }
    if (group.live().size() >= desired) {
      group.forgetReplacements();
    } else {
      agenda.at(
          at.plus(behaviour.retry()),
          then -> {
            if (group.isLatestLook(look)) {
              look(group, then);
            }
          });
    }
  }

  private void grow(Group group, List<String> reasons, Instant at) {
    if (group.isSuspended("Launch")) {
      return;
    }
    int from = group.live().size();
    int desired = group.settings().desired();
    Launching.Result result = launching.fill(group);
    for (Launching.Place place : result.places()) {
      Instance instance = machines.launch(group, place.choice(), place.zone(), at);
      String trigger =
          group.takeReplacement()
              ? Causes.launchedForUnhealthy(at)
              : Causes.started(at, from, desired);
      Activity activity =
          Activity.launching(
              identity(), group, place.zone(), instance.id(), Causes.joined(reasons, trigger), at);
      record(activity);
      instance.launchedBy(activity);
      group.add(instance);
    }
    String cause = Causes.joined(reasons, Causes.started(at, from, desired));
    for (Launching.Failure failure : result.failures()) {
      agenda.at(
          at.plus(behaviour.launchFailure()),
          then ->
              record(
                  Activity.failedLaunch(
                      identity(), group, failure.zone(), failure.message(), cause, at, then)));
    }
  }

  private void shrink(Group group, List<String> reasons, Instant at) {
    if (group.isSuspended("Terminate")) {
      return;
    }
    int from = group.live().size();
    int desired = group.settings().desired();
    for (int live = from; live > desired; live--) {
      if (group.live().stream().allMatch(Instance::isProtected)) {
        return;
      }
      Instance victim = victim(group);
      String cause =
          Causes.joined(
              reasons, Causes.takenOut(at, from, desired), Causes.selected(at, victim.id()));
      takeOut(victim, cause, at);
    }
  }

  /** In the fullest zone, what was launched from the oldest template, and of these the oldest. */
  private static Instance victim(Group group) {
    List<Instance> live =
        group.live().stream().filter(instance -> !instance.isProtected()).toList();
    String fullest =
        live.stream()
            .map(Instance::zone)
            .distinct()
            .max(
                Comparator.comparingLong(
                    zone -> live.stream().filter(each -> each.zone().equals(zone)).count()))
            .orElseThrow();
    return live.stream()
        .filter(each -> each.zone().equals(fullest))
        .min(
            Comparator.comparingInt((Instance each) -> each.origin().age())
                .thenComparing(Instance::launched))
        .orElseThrow();
  }

  private void foundDead(Instance instance, Instant at) {
    if (!instance.isLive()) {
      return;
    }
    instance.unhealthy();
    if (instance.group().isSuspended("ReplaceUnhealthy")
        || instance.group().isSuspended("Terminate")) {
      return;
    }
    takeOut(instance, Causes.foundDead(at), at);
    instance.group().replaceOneMore();
    lookSoon(instance.group(), at);
  }

  /** Strikes a machine that is no more off its group, once the group has taken it out. */
  void gone(Instance instance, Instant at) {
    if (instance.membership() == Instance.Membership.TERMINATING) {
      instance.gone(at);
      instance.group().remove(instance);
    }
  }

  private void record(Activity activity) {
    history.add(activity);
    activity.group().history().add(activity);
  }

  private Activity.Identity identity() {
    return new Activity.Identity(names.uuid(), activities++);
  }
}
