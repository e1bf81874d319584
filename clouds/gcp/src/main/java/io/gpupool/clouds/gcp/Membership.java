package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Finds out which instances groups have, with as few calls as can be. A group's own list costs a
 * call for each group, so it is read of those groups only that something happens in.
 *
 * <p>A group that rests by its own account may still have lost a machine that somebody deleted, or
 * had it replaced, between two readings. So where many groups rest, the names and states of all
 * instances of the project are read in pages: a group keeps the instances of its previous reading
 * if each of them is there and running, there are as many as it wants, and nobody new goes by its
 * name. Where few rest, their own lists are the cheaper way.
 */
final class Membership {

  private static final String RUNNING = "RUNNING";

  /**
   * The slots of a group, or the instances that it still has.
   *
   * @param members the group's own list, if it was read
   * @param kept the instances of the previous reading otherwise
   */
  record Found(Optional<List<Member>> members, List<Instance> kept) {}

  /** Of a group that nothing is known of. */
  static final Found NOTHING = new Found(Optional.empty(), List.of());

  private final String project;
  private final ManagerReads managers;
  private final Inventory inventory;
  private final Reads reads;

  Membership(String project, ManagerReads managers, Inventory inventory, Reads reads) {
    this.project = project;
    this.managers = managers;
    this.inventory = inventory;
    this.reads = reads;
  }

  /**
   * What the groups have. One that vanished meanwhile is left out.
   *
   * @param all every group of the project, whoever manages it
   */
  Map<GroupRef, Found> of(
      List<ManagedGroup> groups, List<ManagedGroup> all, Optional<CloudReading> previous)
      throws CloudException {
    Map<GroupRef, Found> found = new LinkedHashMap<>(resting(groups, all, previous));
    List<Callable<Optional<List<Member>>>> questions = new ArrayList<>();
    List<GroupRef> asked = new ArrayList<>();
    for (ManagedGroup group : groups) {
      if (!found.containsKey(group.ref())) {
        asked.add(group.ref());
        questions.add(() -> membersIfThere(group.ref()));
      }
    }
    List<Optional<List<Member>>> answers = reads.all(questions);
    for (int k = 0; k < asked.size(); k++) {
      if (answers.get(k).isPresent()) {
        found.put(asked.get(k), new Found(answers.get(k), List.of()));
      }
    }
    return found;
  }

  private Optional<List<Member>> membersIfThere(GroupRef group) throws CloudException {
    try {
      return Optional.of(managers.members(group));
    } catch (CloudException failure) {
      if (failure.error().kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private Map<GroupRef, Found> resting(
      List<ManagedGroup> groups, List<ManagedGroup> all, Optional<CloudReading> previous)
      throws CloudException {
    Map<GroupRef, List<Instance>> candidates = new HashMap<>();
    Map<String, Set<GroupRef>> byBaseName = new HashMap<>();
    Map<String, GroupReading> known = new HashMap<>();
    previous
        .map(CloudReading::groups)
        .orElse(List.of())
        .forEach(group -> known.put(group.id().value(), group));
    for (ManagedGroup group : groups) {
      GroupReading before = known.get(group.ref().id().value());
      if (before != null && isAsBefore(group, before)) {
        candidates.put(group.ref(), before.instances());
        byBaseName
            .computeIfAbsent(group.data().getBaseInstanceName(), name -> new HashSet<>())
            .add(group.ref());
      }
    }
    if (candidates.isEmpty() || candidates.size() <= pages(all)) {
      return Map.of();
    }
    Map<InstanceRef, String> states = inventory.states();
    strangers(states, known)
        .forEach(name -> candidates.keySet().removeAll(byBaseName.getOrDefault(name, Set.of())));
    Map<GroupRef, Found> resting = new HashMap<>();
    candidates.forEach(
        (group, instances) -> {
          if (instances.stream().allMatch(instance -> isRunning(instance, states))) {
            resting.put(group, new Found(Optional.empty(), instances));
          }
        });
    return resting;
  }

  /** As many pages, at least, as the list of all instances has. */
  private static int pages(List<ManagedGroup> all) {
    return 1 + all.stream().mapToInt(ManagedGroup::target).sum() / ManagerReads.PER_PAGE;
  }

  private static boolean isAsBefore(ManagedGroup group, GroupReading before) {
    return group.isAtRest()
        && before.target() == group.target()
        && before.instances().size() == group.target()
        && before.launchFailures().isEmpty()
        && before.instances().stream()
            .allMatch(instance -> instance.state() == InstanceState.RUNNING);
  }

  private boolean isRunning(Instance instance, Map<InstanceRef, String> states) {
    return InstanceRef.of(project, instance.id())
        .map(ref -> RUNNING.equals(states.get(ref)))
        .orElse(false);
  }

  /** The base names of instances that no group is known to have: {@code base} of base-x7k2. */
  private Set<String> strangers(Map<InstanceRef, String> states, Map<String, GroupReading> known) {
    Set<InstanceRef> members = new HashSet<>();
    known
        .values()
        .forEach(
            group ->
                group
                    .instances()
                    .forEach(
                        instance ->
                            InstanceRef.of(project, instance.id()).ifPresent(members::add)));
    Set<String> names = new HashSet<>();
    for (InstanceRef instance : states.keySet()) {
      int dash = instance.name().lastIndexOf('-');
      if (dash > 0 && !members.contains(instance)) {
        names.add(instance.name().substring(0, dash));
      }
    }
    return names;
  }
}
