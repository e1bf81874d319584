package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The instances of one project and their lives: they are provisioned and staged, run, stop and end.
 * Whoever wants to know is told.
 */
public final class Machines {

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Capacity capacity;
  private final Quotas quotas;
  private final TreeMap<String, Instance> living = new TreeMap<>();
  private final List<Instance> ever = new ArrayList<>();
  private int launched;
  private BiConsumer<Instance, Instant> whenRunning = (instance, at) -> {};
  private BiConsumer<Instance, Instant> whenKilled = (instance, at) -> {};
  private BiConsumer<Instance, Instant> whenGone = (instance, at) -> {};

  Machines(
      Agenda agenda, Behaviour behaviour, SeededNames names, Capacity capacity, Quotas quotas) {
    this.agenda = agenda;
    this.behaviour = behaviour;
    this.names = names;
    this.capacity = capacity;
    this.quotas = quotas;
  }

  /** Says who is told of machines that run, that someone kills, and that are no more. */
  void tell(
      BiConsumer<Instance, Instant> running,
      BiConsumer<Instance, Instant> killed,
      BiConsumer<Instance, Instant> gone) {
    whenRunning = running;
    whenKilled = killed;
    whenGone = gone;
  }

  /** Starts a machine whose place has been taken. */
  Instance launch(Group group, Placement.Place place, String name, Instant at) {
    Instance instance =
        new Instance(
            Ids.number(names),
            group,
            place.template(),
            place.type(),
            name,
            place.zone(),
            address(),
            at);
    living.put(key(instance.zone(), name), instance);
    ever.add(instance);
    quotas.use(new Location(instance.zone(), true).region(), instance.quotaNeeds(), 1);
    agenda.at(
        at.plus(behaviour.provisioning()),
        then -> {
          if (instance.status() == Instance.Status.PROVISIONING) {
            instance.staging();
          }
        });
    agenda.at(
        at.plus(behaviour.bootOf(instance.type().name())),
        up -> {
          if (!instance.status().isEnding()) {
            instance.running(up);
            whenRunning.accept(instance, up);
          }
        });
    return instance;
  }

  /** Shuts a machine down because its group wants it. */
  void shutDown(Instance instance, Instant at) {
    if (!instance.status().isEnding()) {
      end(instance, false, at);
    }
  }

  /** Deletes a machine behind its group's back. */
  public void kill(Instance instance, Instant at) {
    if (!instance.status().isEnding()) {
      end(instance, false, at);
      whenKilled.accept(instance, at);
    }
  }

  /** Takes a spot machine back: it is told to stop, and is gone when its time is up. */
  public void preempt(Instance instance, Instant at) {
    if (!instance.provisioning().isSpot()) {
      throw new IllegalArgumentException(
          instance.name()
              + " is a standard instance; only spot and preemptible ones are preempted");
    }
    if (!instance.status().isEnding()) {
      end(instance, true, at);
      whenKilled.accept(instance, at);
    }
  }

  private void end(Instance instance, boolean takenBack, Instant at) {
    instance.stopping();
    agenda.at(
        at.plus(behaviour.termination()),
        gone -> {
          instance.terminated(gone);
          living.remove(key(instance.zone(), instance.name()), instance);
          quotas.use(new Location(instance.zone(), true).region(), instance.quotaNeeds(), -1);
          if (!takenBack) {
            Placement.giveBack(capacity, instance);
          }
          whenGone.accept(instance, gone);
        });
  }

  /** Those that are there, by {@code zone/name}. */
  public NavigableMap<String, Instance> living() {
    return Collections.unmodifiableNavigableMap(living);
  }

  /** Forgets those that were gone before some time. */
  public void forget(Instant before) {
    ever.removeIf(
        instance -> instance.terminated().map(gone -> gone.isBefore(before)).orElse(false));
  }

  /** All that ever were and aren't forgotten, oldest first. */
  public List<Instance> ever() {
    return Collections.unmodifiableList(ever);
  }

  /** The one with a name, if it is there. */
  public Optional<Instance> named(String zone, String name) {
    return Optional.ofNullable(living.get(key(zone, name)));
  }

  private static String key(String zone, String name) {
    return zone + "/" + name;
  }

  private String address() {
    int number = launched + 2;
    launched++;
    return "10." + (128 + (number >> 16 & 127)) + "." + (number >> 8 & 255) + "." + (number & 255);
  }
}
