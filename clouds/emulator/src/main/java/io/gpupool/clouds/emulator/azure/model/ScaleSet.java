package io.gpupool.clouds.emulator.azure.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** A scale set as it is now. */
public final class ScaleSet {

  private static final int NUMBER_DIGITS = 6;

  private final String subscription;
  private final ResourceName name;
  private final String uniqueId;
  private final Instant created;
  private final TreeMap<Integer, Machine> machines = new TreeMap<>();
  private ScaleSetSettings settings;
  private int capacity;
  private int version = 1;
  private int nextNumber;
  private ProvisioningState state = ProvisioningState.CREATING;
  private Instant stateSince;
  private Optional<ProvisioningError> error = Optional.empty();
  private final List<AsyncOperation> ongoing = new ArrayList<>();
  private Optional<ProvisioningError> trouble = Optional.empty();

  ScaleSet(
      String subscription,
      ResourceName name,
      String uniqueId,
      ScaleSetSettings settings,
      int capacity,
      Instant created) {
    this.subscription = subscription;
    this.name = name;
    this.uniqueId = uniqueId;
    this.settings = settings;
    this.capacity = capacity;
    this.created = created;
    this.stateSince = created;
  }

  /** Whose it is. */
  public String subscription() {
    return subscription;
  }

  /** Its resource group and name. */
  public ResourceName name() {
    return name;
  }

  /** Its number, a UUID. */
  public String uniqueId() {
    return uniqueId;
  }

  /** When it was made. */
  public Instant created() {
    return created;
  }

  /** What it is told to be. */
  public ScaleSetSettings settings() {
    return settings;
  }

  /** How many machines it is to have. */
  public int capacity() {
    return capacity;
  }

  /** What Azure does with it. */
  public ProvisioningState state() {
    return state;
  }

  /** Since when. */
  public Instant stateSince() {
    return stateSince;
  }

  /** Why it failed, if it has. */
  public Optional<ProvisioningError> error() {
    return error;
  }

  /** What a client that wants to change it must have seen. */
  public String etag() {
    return "\"" + version + "\"";
  }

  /** Its machines, in the order in which they were made. */
  public Collection<Machine> machines() {
    return Collections.unmodifiableCollection(machines.values());
  }

  /** The machine with an instance id, in whatever case, if it has one. */
  public Optional<Machine> machine(String instanceId) {
    return machines.values().stream()
        .filter(machine -> machine.instanceId().equalsIgnoreCase(instanceId))
        .findFirst();
  }

  /** The path that is its id. */
  public String path() {
    return "/subscriptions/"
        + subscription
        + "/resourceGroups/"
        + name.resourceGroup()
        + "/providers/Microsoft.Compute/virtualMachineScaleSets/"
        + name.name();
  }

  /** What the system of the machine with a number calls itself: the number has 36 digits' base. */
  String computerName(int number) {
    String digits = Integer.toString(number, Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    return settings.computerNamePrefix().orElse(name.name())
        + "0".repeat(Math.max(0, NUMBER_DIGITS - digits.length()))
        + digits;
  }

  /** The machines that count, which those don't that are on their way out. */
  List<Machine> counting() {
    return machines.values().stream().filter(machine -> !machine.isLeaving()).toList();
  }

  int takeNumber() {
    return nextNumber++;
  }

  void add(int number, Machine machine) {
    machines.put(number, machine);
  }

  void remove(Machine machine) {
    machines.values().remove(machine);
  }

  void capacity(int newCapacity) {
    capacity = newCapacity;
    version++;
  }

  /** Is told to be something else, which is one new version of it. */
  void change(ScaleSetSettings newSettings, int newCapacity) {
    settings = newSettings;
    capacity(newCapacity);
  }

  void become(ProvisioningState newState, Optional<ProvisioningError> why, Instant at) {
    state = newState;
    stateSince = at;
    error = why;
  }

  boolean isBeingDeleted() {
    return state == ProvisioningState.DELETING;
  }

  /** The operations that go on, oldest first. */
  List<AsyncOperation> ongoing() {
    return List.copyOf(ongoing);
  }

  /** Something begins to go on. */
  void begin(AsyncOperation operation, Instant at) {
    ongoing.add(operation);
    if (state == ProvisioningState.SUCCEEDED || state == ProvisioningState.FAILED) {
      become(ProvisioningState.UPDATING, Optional.empty(), at);
      trouble = Optional.empty();
    }
  }

  /** Something ended; if nothing else goes on, its state says how everything went. */
  void ended(AsyncOperation operation, Instant at) {
    ongoing.remove(operation);
    if (operation.status() == AsyncOperation.Status.FAILED && trouble.isEmpty()) {
      trouble = operation.errors().stream().findFirst();
    }
    if (ongoing.isEmpty() && !isBeingDeleted()) {
      become(
          trouble.isEmpty() ? ProvisioningState.SUCCEEDED : ProvisioningState.FAILED, trouble, at);
    }
  }
}
