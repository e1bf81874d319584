package io.gpupool.clouds.emulator.gcp.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A managed instance: a name in a group, and what the group is doing to have a machine of that name
 * or none.
 */
public final class Member {

  private final Group group;
  private final String name;
  private final InstanceTemplate template;

  private String zone;
  private Action action;
  private Optional<Instance> machine = Optional.empty();
  private List<CreationError> lastErrors = List.of();

  Member(Group group, String name, String zone, InstanceTemplate template, Action action) {
    this.group = group;
    this.name = name;
    this.zone = zone;
    this.template = template;
    this.action = action;
  }

  /** What a group does about an instance, in the API's words. */
  public enum Action {
    NONE,
    CREATING,
    CREATING_WITHOUT_RETRIES,
    RECREATING,
    DELETING,
    ABANDONING,
    RESTARTING,
    REFRESHING,
    VERIFYING,
    SUSPENDING,
    RESUMING,
    STOPPING,
    STARTING;

    /** Its name among the counts of a group's actions: {@code creatingWithoutRetries}. */
    public String field() {
      StringBuilder field = new StringBuilder();
      for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
        field.append(
            field.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
      }
      return field.toString();
    }
  }

  /** Whose it is. */
  public Group group() {
    return group;
  }

  /** The instance's name. */
  public String name() {
    return name;
  }

  /** Where the instance is or is to be. */
  public String zone() {
    return zone;
  }

  /** What it is made from. */
  public InstanceTemplate template() {
    return template;
  }

  /** What the group is doing about it. */
  public Action action() {
    return action;
  }

  /** The machine, if there is one. */
  public Optional<Instance> machine() {
    return machine;
  }

  /** Why the last attempt to create it failed, if it did. */
  public List<CreationError> lastErrors() {
    return lastErrors;
  }

  /** Such as {@code projects/p/zones/us-central1-a/instances/i}, whether it is there yet or not. */
  public String path() {
    return "projects/" + group.project() + "/zones/" + zone + "/instances/" + name;
  }

  /** Whether it counts toward its group's target size. */
  public boolean counts() {
    return !isLeaving() && !isSuspended();
  }

  boolean isLeaving() {
    return action == Action.DELETING || action == Action.ABANDONING;
  }

  boolean isSuspended() {
    return action == Action.SUSPENDING
        || machine.filter(each -> each.status() == Instance.Status.SUSPENDED).isPresent();
  }

  /** Whether its group wants a machine and has none. */
  boolean wantsMachine() {
    return machine.isEmpty()
        && (action == Action.CREATING
            || action == Action.CREATING_WITHOUT_RETRIES
            || action == Action.RECREATING);
  }

  void move(String newZone) {
    zone = newZone;
  }

  void begin(Action newAction) {
    action = newAction;
  }

  void failed(List<CreationError> errors) {
    lastErrors = List.copyOf(errors);
  }

  void has(Instance newMachine) {
    machine = Optional.of(newMachine);
    lastErrors = List.of();
  }

  void lost() {
    machine = Optional.empty();
  }
}
