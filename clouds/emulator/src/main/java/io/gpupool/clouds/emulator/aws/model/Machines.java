package io.gpupool.clouds.emulator.aws.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The instances of one account in one region, and their lives: they boot, run, are warned, shut
 * down and end. Whoever wants to know of deaths is told.
 */
public final class Machines {

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Capacity capacity;
  private final Map<String, Instance> all = new LinkedHashMap<>();
  private int launched;
  private BiConsumer<Instance, Instant> whenKilled = (instance, at) -> {};
  private BiConsumer<Instance, Instant> whenGone = (instance, at) -> {};

  Machines(Agenda agenda, Behaviour behaviour, SeededNames names, Capacity capacity) {
    this.agenda = agenda;
    this.behaviour = behaviour;
    this.names = names;
    this.capacity = capacity;
  }

  /** Says who is told of machines that someone else than their group shuts down. */
  void whenKilled(BiConsumer<Instance, Instant> listener) {
    whenKilled = listener;
  }

  /** Says who is told of machines that are no more. */
  void whenGone(BiConsumer<Instance, Instant> listener) {
    whenGone = listener;
  }

  /** Starts a machine whose place has been taken. */
  Instance launch(Group group, LaunchChoice choice, String zone, Instant at) {
    Instance instance =
        new Instance(
            "i-0" + names.hex(16), group, choice, zone, address(), tags(group, choice), at);
    all.put(instance.id(), instance);
    agenda.at(
        at.plus(behaviour.bootOf(choice.type().name())),
        up -> {
          if (!instance.machine().isEnding()) {
            instance.running(up);
          }
        });
    return instance;
  }

  /** Shuts a machine down because its group wants it. */
  void shutDown(Instance instance, Instant at) {
    if (!instance.machine().isEnding()) {
      end(instance, Instance.StateReason.userInitiated(), false, at);
    }
  }

  /** Shuts a machine down behind its group's back, as TerminateInstances does. */
  public void kill(Instance instance, Instant at) {
    if (!instance.machine().isEnding()) {
      end(instance, Instance.StateReason.userInitiated(), false, at);
      whenKilled.accept(instance, at);
    }
  }

  /** Takes a spot instance back: it is warned now and shut down after the notice. */
  public void interrupt(Instance instance, Instant at) {
    if (instance.market() != Market.SPOT) {
      throw new IllegalArgumentException(
          instance.id() + " is an on-demand instance; only spot instances are interrupted");
    }
    if (instance.isWarned() || instance.machine().isEnding()) {
      return;
    }
    instance.warn();
    agenda.at(
        at.plus(behaviour.spotNotice()),
        over -> {
          if (!instance.machine().isEnding()) {
            end(instance, Instance.StateReason.spotTermination(), true, over);
            whenKilled.accept(instance, over);
          }
        });
  }

  private void end(Instance instance, Instance.StateReason reason, boolean takenBack, Instant at) {
    instance.shuttingDown(reason);
    agenda.at(
        at.plus(behaviour.termination()),
        gone -> {
          instance.terminated(gone);
          if (!takenBack) {
            capacity.giveBack(
                instance.type().name(), instance.zone(), instance.market() == Market.SPOT);
          }
          whenGone.accept(instance, gone);
        });
  }

  /** Forgets those that were gone before some time. */
  void forget(Instant before) {
    all.values()
        .removeIf(
            instance -> instance.terminated().map(gone -> gone.isBefore(before)).orElse(false));
  }

  /** All that ever were and aren't forgotten, oldest first. */
  public List<Instance> all() {
    return List.copyOf(all.values());
  }

  /** The one with an id, if there ever was one. */
  public Optional<Instance> identified(String id) {
    return Optional.ofNullable(all.get(id));
  }

  private String address() {
    int number = launched + 4;
    launched++;
    return "10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
  }

  private static Map<String, String> tags(Group group, LaunchChoice choice) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (GroupTag tag : group.tags()) {
      if (tag.propagateAtLaunch()) {
        tags.put(tag.key(), tag.value());
      }
    }
    tags.put("aws:autoscaling:groupName", group.name());
    if (choice.origin() instanceof TemplateReference template) {
      tags.put("aws:ec2launchtemplate:id", template.id());
      tags.put("aws:ec2launchtemplate:version", template.version());
    }
    return tags;
  }
}
