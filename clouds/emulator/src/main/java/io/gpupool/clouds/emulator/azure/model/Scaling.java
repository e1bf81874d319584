package io.gpupool.clouds.emulator.azure.model;

import io.gpupool.clouds.emulator.Agenda;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What scale sets do when they are told to. A scale set that lacks machines makes them once, and
 * what couldn't be had isn't tried again before the next request. One that has too many deletes
 * some of its own choice, which is so in the real one too, and the reason why nobody who cares for
 * particular machines lowers its capacity.
 */
final class Scaling {

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final Operations operations;
  private final Machines machines;
  private final MachineTypes types;

  Scaling(
      Agenda agenda,
      Behaviour behaviour,
      Operations operations,
      Machines machines,
      MachineTypes types) {
    this.agenda = agenda;
    this.behaviour = behaviour;
    this.operations = operations;
    this.machines = machines;
    this.types = types;
  }

  /** Begins an operation of a scale set. */
  AsyncOperation begin(ScaleSet set, String type, Instant at) {
    AsyncOperation operation = operations.begin(set.settings().location(), type, at, set::ended);
    set.begin(operation, at);
    return operation;
  }

  /** Lets a scale set have as many machines as its capacity says. An earlier update is over. */
  AsyncOperation fit(ScaleSet set, String type, Instant at) {
    List<AsyncOperation> earlier =
        set.ongoing().stream().filter(each -> isUpdate(each.type())).toList();
    AsyncOperation operation = begin(set, type, at);
    earlier.forEach(each -> each.preempt(operation, at));
    Optional<ProvisioningError> error = operations.against(set, type);
    if (error.isPresent()) {
      failLater(operation, error.get(), at, then -> {});
      return operation;
    }
    int missing = set.capacity() - set.counting().size();
    for (int i = 0; i < missing; i++) {
      operation.begin();
      machines.launch(set, typeOf(set), at, operation::finish);
    }
    for (int i = missing; i < 0; i++) {
      victim(set)
          .ifPresent(
              victim -> {
                operation.begin();
                machines.end(
                    victim, false, at, (gone, then) -> operation.finish(Optional.empty(), then));
              });
    }
    return operation;
  }

  /** Deletes machines; the capacity falls by their number at once. */
  AsyncOperation delete(
      ScaleSet set, List<Machine> victims, boolean force, String type, Instant at) {
    List<Machine> leaving =
        victims.stream().filter(machine -> !machine.isLeaving()).distinct().toList();
    AsyncOperation operation = begin(set, type, at);
    if (!leaving.isEmpty()) {
      set.capacity(Math.max(0, set.capacity() - leaving.size()));
    }
    Optional<ProvisioningError> error = operations.against(set, type);
    if (error.isPresent()) {
      deleteInVain(set, leaving, operation, error.get(), at);
      return operation;
    }
    for (Machine machine : leaving) {
      operation.begin();
      machines.end(machine, force, at, (gone, then) -> operation.finish(Optional.empty(), then));
    }
    return operation;
  }

  private void deleteInVain(
      ScaleSet set,
      List<Machine> leaving,
      AsyncOperation operation,
      ProvisioningError error,
      Instant at) {
    Map<Machine, ProvisioningState> before = new LinkedHashMap<>();
    for (Machine machine : leaving) {
      before.put(machine, machine.state());
      machine.leaving(at);
    }
    failLater(
        operation,
        error,
        at,
        then -> {
          before.forEach((machine, state) -> machine.back(state, then));
          set.capacity(set.capacity() + leaving.size());
        });
  }

  /** Deletes a machine that no scale set has made. */
  AsyncOperation deleteAlone(Machine machine, boolean force, String type, Instant at) {
    AsyncOperation operation =
        operations.begin(machine.settings().location(), type, at, (ended, then) -> {});
    if (!machine.isLeaving()) {
      operation.begin();
      machines.end(machine, force, at, (gone, then) -> operation.finish(Optional.empty(), then));
    }
    return operation;
  }

  /** Switches machines off. */
  AsyncOperation deallocate(ScaleSet set, List<Machine> idle, String type, Instant at) {
    AsyncOperation operation = begin(set, type, at);
    for (Machine machine : idle) {
      if (machine.power().equals(Optional.of(PowerState.RUNNING)) && !machine.isLeaving()) {
        operation.begin();
        machines.deallocate(machine, at, (off, then) -> operation.finish(Optional.empty(), then));
      }
    }
    return operation;
  }

  private void failLater(
      AsyncOperation operation, ProvisioningError error, Instant at, Consumer<Instant> undo) {
    operation.begin();
    agenda.at(
        at.plus(behaviour.allocationFailure()),
        then -> {
          undo.accept(then);
          if (error.code().equals(ProvisioningError.preempted().code())) {
            operation.cancel(then);
          } else {
            operation.finish(Optional.of(error), then);
          }
        });
  }

  private static boolean isUpdate(String type) {
    return type.endsWith("_Update") || type.endsWith("_CreateOrUpdate");
  }

  private MachineType typeOf(ScaleSet set) {
    return types
        .named(set.settings().vmSize())
        .orElseThrow(() -> new IllegalStateException("no size " + set.settings().vmSize()));
  }

  /** One that failed or doesn't run yet; otherwise in the fullest zone the youngest. */
  private static Optional<Machine> victim(ScaleSet set) {
    List<Machine> candidates = set.counting();
    Map<String, Long> crowds =
        candidates.stream().collect(Collectors.groupingBy(Machine::place, Collectors.counting()));
    return candidates.stream()
        .max(
            Comparator.comparing((Machine machine) -> machine.state() == ProvisioningState.FAILED)
                .thenComparing(machine -> machine.state() == ProvisioningState.CREATING)
                .thenComparing(machine -> crowds.getOrDefault(machine.place(), 0L))
                .thenComparing(candidates::indexOf));
  }
}
