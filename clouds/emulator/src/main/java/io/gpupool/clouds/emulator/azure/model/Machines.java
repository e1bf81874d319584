package io.gpupool.clouds.emulator.azure.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The virtual machines of one subscription and their lives: they are made, run or fail, are
 * switched off, and end.
 */
public final class Machines {

  /** The letters of the names that flexible scale sets give. */
  private static final int SUFFIX = 8;

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Stock stock;
  private final Placement placement;
  private final TreeMap<String, Machine> own = new TreeMap<>();
  private final List<Machine> ever = new ArrayList<>();

  Machines(Agenda agenda, Behaviour behaviour, SeededNames names, Stock stock) {
    this.agenda = agenda;
    this.behaviour = behaviour;
    this.names = names;
    this.stock = stock;
    this.placement = new Placement(stock.types(), stock.capacity(), stock.launches());
  }

  /**
   * Makes one more machine of a scale set, if there is a place for it.
   *
   * @param whenSettled is told when it runs or has failed, and in the latter case why
   */
  void launch(
      ScaleSet set,
      MachineType type,
      Instant at,
      BiConsumer<Optional<ProvisioningError>, Instant> whenSettled) {
    Placement.Result result = placement.take(set);
    if (result instanceof Placement.Refused refused) {
      Optional<Machine> remnant =
          behaviour.failedMachinesStay()
              ? Optional.of(create(set, type, refused.place(), at))
              : Optional.empty();
      agenda.at(
          at.plus(behaviour.allocationFailure()),
          then -> {
            remnant
                .filter(machine -> machine.state() == ProvisioningState.CREATING)
                .ifPresent(machine -> machine.failed(refused.error(), then));
            boolean wanted =
                remnant
                    .map(machine -> machine.state() == ProvisioningState.FAILED)
                    .orElseGet(() -> set.counting().size() < set.capacity());
            whenSettled.accept(wanted ? Optional.of(refused.error()) : Optional.empty(), then);
          });
      return;
    }
    Machine machine = create(set, type, result.place(), at);
    machine.placed();
    Optional<ProvisioningError> vain = stock.boots().against(attempt(machine));
    agenda.at(
        at.plus(behaviour.bootOf(type.name())),
        then -> {
          if (machine.state() != ProvisioningState.CREATING) {
            whenSettled.accept(Optional.empty(), then);
            return;
          }
          vain.ifPresentOrElse(why -> machine.upInVain(why, then), () -> machine.up(then));
          whenSettled.accept(vain, then);
        });
  }

  /** Adds a machine that runs and belongs to no scale set. */
  public Machine addAlone(
      String subscription,
      ResourceName name,
      ScaleSetSettings settings,
      MachineType type,
      Instant at) {
    Machine machine =
        new Machine(
            subscription,
            name,
            name.name(),
            names.uuid(),
            Optional.empty(),
            settings,
            type,
            settings.places().get(0),
            at);
    machine.up(at);
    own.put(name.key(), machine);
    ever.add(machine);
    return machine;
  }

  private Machine create(ScaleSet set, MachineType type, String place, Instant at) {
    int number = set.takeNumber();
    boolean flexible = set.settings().isFlexible();
    String name = set.name().name() + "_" + (flexible ? names.hex(SUFFIX) : number);
    Machine machine =
        new Machine(
            set.subscription(),
            new ResourceName(set.name().resourceGroup(), name),
            flexible ? name : Integer.toString(number),
            names.uuid(),
            Optional.of(set),
            set.settings(),
            type,
            place,
            at);
    set.add(number, machine);
    ever.add(machine);
    if (flexible) {
      own.put(machine.name().key(), machine);
    }
    return machine;
  }

  /** Lets a machine go that is on its way out. */
  void end(Machine machine, boolean force, Instant at, BiConsumer<Machine, Instant> whenGone) {
    machine.leaving(at);
    Duration time = force ? behaviour.forcedTermination() : behaviour.termination();
    agenda.at(
        at.plus(time),
        then -> {
          placement.giveBack(machine);
          remove(machine, then);
          whenGone.accept(machine, then);
        });
  }

  private void remove(Machine machine, Instant at) {
    machine.gone(at);
    own.remove(machine.name().key(), machine);
    machine.owner().ifPresent(set -> set.remove(machine));
  }

  /** Switches a machine off and gives its hardware back. */
  void deallocate(Machine machine, Instant at, BiConsumer<Machine, Instant> whenOff) {
    machine.power(PowerState.DEALLOCATING);
    agenda.at(
        at.plus(behaviour.termination()),
        then -> {
          if (!machine.isGone()) {
            machine.power(PowerState.DEALLOCATED);
            placement.giveBack(machine);
          }
          whenOff.accept(machine, then);
        });
  }

  /**
   * Takes a spot machine back after a notice. Its place goes to someone else.
   *
   * @throws IllegalArgumentException if it is no spot machine, or doesn't run
   */
  public void evict(Machine machine, Instant at) {
    if (!machine.spot() || !machine.power().equals(Optional.of(PowerState.RUNNING))) {
      throw new IllegalArgumentException(
          machine.path() + " is no spot machine that runs; Azure evicts no others");
    }
    agenda.at(at.plus(behaviour.evictionNotice()), then -> evicted(machine, then));
  }

  private void evicted(Machine machine, Instant at) {
    if (machine.isGone() || machine.isLeaving()) {
      return;
    }
    machine.unplaced();
    if (machine.settings().evictionPolicy() == EvictionPolicy.DEALLOCATE) {
      machine.power(PowerState.DEALLOCATED);
      return;
    }
    machine.owner().ifPresent(set -> set.capacity(set.capacity() - 1));
    end(machine, true, at, (gone, then) -> {});
  }

  private static LaunchAttempt attempt(Machine machine) {
    return new LaunchAttempt(
        machine.subscription(),
        machine.name().resourceGroup(),
        machine.owner().map(set -> set.name().name()).orElse(""),
        machine.type().name(),
        machine.place(),
        machine.spot());
  }

  /** Those that are virtual machines in their own right, by resource group and name. */
  public NavigableMap<String, Machine> own() {
    return Collections.unmodifiableNavigableMap(own);
  }

  /** The one with a name among these, in whatever case, if it is there. */
  public Optional<Machine> own(ResourceName name) {
    return Optional.ofNullable(own.get(name.key()));
  }

  /** All that ever were and aren't forgotten, oldest first. */
  public List<Machine> ever() {
    return Collections.unmodifiableList(ever);
  }

  /** Those that are there. */
  List<Machine> living() {
    return ever.stream().filter(machine -> !machine.isGone()).toList();
  }

  /** Forgets those that were gone before some time. */
  public void forget(Instant before) {
    ever.removeIf(machine -> machine.gone().map(gone -> gone.isBefore(before)).orElse(false));
  }
}
