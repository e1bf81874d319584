package io.gpupool.clouds.emulator.azure.model;

import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The scale sets of a subscription, and what they can be asked for. */
public final class ScaleSets {

  private static final int MOST_IN_ONE_PLACEMENT_GROUP = 100;
  private static final int MOST = 1_000;

  private final String subscription;
  private final SeededNames names;
  private final MachineTypes types;
  private final Quotas quotas;
  private final Scaling scaling;
  private final TreeMap<String, ScaleSet> byKey = new TreeMap<>();

  ScaleSets(
      String subscription, SeededNames names, MachineTypes types, Quotas quotas, Scaling scaling) {
    this.subscription = subscription;
    this.names = names;
    this.types = types;
    this.quotas = quotas;
    this.scaling = scaling;
  }

  /**
   * A change that was accepted.
   *
   * @param set the scale set as it is now
   * @param operation what goes on
   */
  public record Accepted(ScaleSet set, AsyncOperation operation) {}

  /** All of them, by resource group and name in lower case. */
  public NavigableMap<String, ScaleSet> all() {
    return Collections.unmodifiableNavigableMap(byKey);
  }

  /** The one with a name, if there is one. */
  public Optional<ScaleSet> named(ResourceName name) {
    return Optional.ofNullable(byKey.get(name.key()));
  }

  /** The one with a name, or what Azure says when there is none. */
  public ScaleSet existing(ResourceName name) {
    return named(name)
        .orElseThrow(
            () ->
                AzureException.notFound(
                    "virtualMachineScaleSets", name.name(), name.resourceGroup()));
  }

  /** Makes a scale set, which begins to make machines at once. */
  public Accepted create(
      ResourceName name,
      ScaleSetSettings settings,
      int capacity,
      String type,
      Precondition precondition,
      Instant now) {
    precondition.check(Optional.empty());
    check(settings, capacity, capacity);
    ScaleSet set = new ScaleSet(subscription, name, names.uuid(), settings, capacity, now);
    byKey.put(name.key(), set);
    return new Accepted(set, scaling.fit(set, type, now));
  }

  /** Changes what a scale set is to be, and its capacity, if there is a new one. */
  public Accepted update(
      ScaleSet set,
      UnaryOperator<ScaleSetSettings> change,
      OptionalInt capacity,
      String type,
      Precondition precondition,
      Instant now) {
    precondition.check(Optional.of(set.etag()));
    if (set.isBeingDeleted()) {
      throw AzureException.conflict(
          "The scale set '" + set.name().name() + "' is being deleted and can't be changed.");
    }
    ScaleSetSettings settings = change.apply(set.settings());
    int wanted = capacity.orElse(set.capacity());
    check(settings, wanted, Math.max(0, wanted - set.counting().size()));
    set.change(settings, wanted);
    return new Accepted(set, scaling.fit(set, type, now));
  }

  private void check(ScaleSetSettings settings, int capacity, int more) {
    MachineType type =
        types
            .named(settings.vmSize())
            .orElseThrow(
                () ->
                    AzureException.invalidParameter(
                        "The value "
                            + settings.vmSize()
                            + " provided for the VM size is not valid. The emulator has these: "
                            + types.all().stream().map(MachineType::name).toList()));
    int most = settings.singlePlacementGroup() ? MOST_IN_ONE_PLACEMENT_GROUP : MOST;
    if (capacity < 0 || capacity > most) {
      throw AzureException.invalidParameter(
          "The value "
              + capacity
              + " of parameter 'sku.capacity' is invalid. It must be from 0 to "
              + most
              + (settings.singlePlacementGroup() ? " with a single placement group." : "."));
    }
    boolean withheld =
        types.isWithheld(type.name(), settings.location())
            || settings.places().stream().allMatch(place -> types.isWithheld(type.name(), place));
    if (more > 0 && withheld) {
      ProvisioningError error = ProvisioningError.skuNotAvailable(type.name(), settings.location());
      throw new AzureException(409, error.code(), error.message());
    }
    quotas.check(settings, type, more);
  }

  /**
   * Deletes machines by their ids, an asterisk for all of them.
   *
   * @throws AzureException if one of them is unknown, with nothing done
   */
  public Accepted delete(
      ScaleSet set, List<String> instanceIds, boolean force, String type, Instant now) {
    List<Machine> victims = existing(set, instanceIds);
    return new Accepted(set, scaling.delete(set, victims, force, type, now));
  }

  /** Switches machines off, which still count; all of them if none is named. */
  public Accepted deallocate(ScaleSet set, List<String> instanceIds, String type, Instant now) {
    List<Machine> idle = existing(set, instanceIds.isEmpty() ? List.of("*") : instanceIds);
    return new Accepted(set, scaling.deallocate(set, idle, type, now));
  }

  private static List<Machine> existing(ScaleSet set, List<String> instanceIds) {
    if (instanceIds.equals(List.of("*"))) {
      return List.copyOf(set.machines());
    }
    List<Machine> found = new ArrayList<>();
    for (String id : instanceIds) {
      found.add(
          set.machine(id)
              .orElseThrow(
                  () ->
                      AzureException.invalidParameter(
                          "The provided instanceId "
                              + id
                              + " is not an active Virtual Machine Scale Set VM instanceId.")));
    }
    return found;
  }

  /** Deletes a scale set and all of its machines; it is there until they are gone. */
  public Accepted delete(ScaleSet set, String type, Instant now) {
    AsyncOperation operation = scaling.delete(set, List.copyOf(set.machines()), true, type, now);
    set.become(ProvisioningState.DELETING, Optional.empty(), now);
    operation.then((ended, at) -> byKey.remove(set.name().key(), set));
    return new Accepted(set, operation);
  }

  /** Deletes a machine that is a resource of its own; the scale set that it is of has one less. */
  public AsyncOperation deleteMachine(Machine machine, boolean force, String type, Instant now) {
    return machine
        .owner()
        .map(set -> scaling.delete(set, List.of(machine), force, type, now))
        .orElseGet(() -> scaling.deleteAlone(machine, force, type, now));
  }
}
