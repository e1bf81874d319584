package io.gpupool.clouds.emulator.azure.model;

import java.time.Instant;
import java.util.Optional;

/** A virtual machine and its life. */
public final class Machine {

  private final String subscription;
  private final ResourceName name;
  private final String instanceId;
  private final String vmId;
  private final Optional<ScaleSet> owner;
  private final ScaleSetSettings settings;
  private final MachineType type;
  private final String place;
  private final Instant created;
  private ProvisioningState state = ProvisioningState.CREATING;
  private Instant stateSince;
  private Optional<PowerState> power = Optional.empty();
  private Optional<ProvisioningError> error = Optional.empty();
  private Optional<Instant> running = Optional.empty();
  private Optional<Instant> gone = Optional.empty();
  private boolean holdsPlace;
  private int version = 1;

  Machine(
      String subscription,
      ResourceName name,
      String instanceId,
      String vmId,
      Optional<ScaleSet> owner,
      ScaleSetSettings settings,
      MachineType type,
      String place,
      Instant created) {
    this.subscription = subscription;
    this.name = name;
    this.instanceId = instanceId;
    this.vmId = vmId;
    this.owner = owner;
    this.settings = settings;
    this.type = type;
    this.place = place;
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

  /** How its scale set knows it: by a number, or by its name. */
  public String instanceId() {
    return instanceId;
  }

  /** Its number by which all of its resources are known, a UUID. */
  public String vmId() {
    return vmId;
  }

  /** The scale set that made it, if one did. */
  public Optional<ScaleSet> owner() {
    return owner;
  }

  /** What it was made from. */
  public ScaleSetSettings settings() {
    return settings;
  }

  /** Its size. */
  public MachineType type() {
    return type;
  }

  /** Where it is, {@code eastus-1}, or the region alone. */
  public String place() {
    return place;
  }

  /** Its zone's number, if it has one. */
  public Optional<String> zone() {
    int hyphen = place.indexOf('-');
    return hyphen < 0 ? Optional.empty() : Optional.of(place.substring(hyphen + 1));
  }

  /** Whether it is a spot machine. */
  public boolean spot() {
    return settings.spot();
  }

  /** When it was asked for. */
  public Instant created() {
    return created;
  }

  /** What Azure does with it. */
  public ProvisioningState state() {
    return state;
  }

  /** Since when. */
  public Instant stateSince() {
    return stateSince;
  }

  /** Whether it runs, if it has been given hardware. */
  public Optional<PowerState> power() {
    return power;
  }

  /** Why it failed, if it has. */
  public Optional<ProvisioningError> error() {
    return error;
  }

  /** When it ran, if it ever did. */
  public Optional<Instant> running() {
    return running;
  }

  /** When it was gone, if it is. */
  public Optional<Instant> gone() {
    return gone;
  }

  /** What a client that wants to change it must have seen. */
  public String etag() {
    return "\"" + version + "\"";
  }

  /** What its own system calls it, and Kubernetes too. */
  public String computerName() {
    return owner
        .filter(set -> !set.settings().isFlexible())
        .map(set -> set.computerName(Integer.parseInt(instanceId)))
        .orElse(name.name());
  }

  /** The path that is its id. */
  public String path() {
    return owner
        .filter(set -> !set.settings().isFlexible())
        .map(set -> set.path() + "/virtualMachines/" + instanceId)
        .orElseGet(
            () ->
                "/subscriptions/"
                    + subscription
                    + "/resourceGroups/"
                    + name.resourceGroup()
                    + "/providers/Microsoft.Compute/virtualMachines/"
                    + name.name());
  }

  boolean isLeaving() {
    return state == ProvisioningState.DELETING;
  }

  boolean isGone() {
    return gone.isPresent();
  }

  /** It has been given hardware that nobody else can have. */
  void placed() {
    holdsPlace = true;
  }

  /** Gives its hardware up; whether it had some to give. */
  boolean unplaced() {
    boolean held = holdsPlace;
    holdsPlace = false;
    return held;
  }

  void up(Instant at) {
    change(ProvisioningState.SUCCEEDED, at);
    power = Optional.of(PowerState.RUNNING);
    running = Optional.of(at);
  }

  /** It runs, and what was to make it useful failed. */
  void upInVain(ProvisioningError why, Instant at) {
    up(at);
    failed(why, at);
  }

  void failed(ProvisioningError why, Instant at) {
    change(ProvisioningState.FAILED, at);
    error = Optional.of(why);
  }

  void leaving(Instant at) {
    change(ProvisioningState.DELETING, at);
  }

  /** What was to happen to it didn't. */
  void back(ProvisioningState before, Instant at) {
    change(before, at);
  }

  void power(PowerState newPower) {
    power = Optional.of(newPower);
    version++;
  }

  void gone(Instant at) {
    gone = Optional.of(at);
  }

  private void change(ProvisioningState newState, Instant at) {
    state = newState;
    stateSince = at;
    version++;
  }
}
