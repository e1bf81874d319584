package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.ReadingProblem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Reads managed instance groups and says what they are in gpupool's words. */
final class GroupObserver {

  private final GcpSettings settings;
  private final InstantSource clock;
  private final Reads reads;
  private final ManagerReads managers;
  private final Discovery discovery;
  private final Membership membership;
  private final Operations operations;
  private final AcceptedChanges accepted;
  private final Templates templates;
  private final Shapes shapes;
  private final Limits limits;

  GroupObserver(
      GcpSettings settings,
      GcpClients clients,
      Reads reads,
      Templates templates,
      Operations operations,
      AcceptedChanges accepted,
      InstantSource clock) {
    String project = settings.project();
    this.settings = settings;
    this.clock = clock;
    this.reads = reads;
    this.managers = new ManagerReads(project, clients, reads);
    this.discovery = new Discovery(settings, templates);
    this.membership =
        new Membership(project, managers, new Inventory(project, clients, reads), reads);
    this.operations = operations;
    this.accepted = accepted;
    this.templates = templates;
    this.shapes = new Shapes(templates, new MachineTypes(project, clients, reads));
    this.limits = new Limits(settings);
  }

  CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    accepted.look(clock.instant());
    List<ManagedGroup> all = managers.all();
    List<ManagedGroup> managed = discovery.managed(all);
    Map<GroupRef, Membership.Found> found = membership.of(managed, all, previous);
    List<ManagedGroup> present =
        managed.stream().filter(group -> found.containsKey(group.ref())).toList();
    Map<GroupRef, LaunchHistory> histories = histories(present, found);

    List<ReadingProblem> problems = new ArrayList<>(accepted.problems());
    List<GroupReading> readings = new ArrayList<>();
    for (ManagedGroup group : present) {
      problems.addAll(GroupRemarks.of(group));
      readings.add(
          reading(
              group,
              instances(group, found),
              histories.getOrDefault(group.ref(), LaunchHistory.NONE),
              problems));
    }
    return new CloudReading(readings, discovery.absent(all), problems);
  }

  private GroupReading reading(
      ManagedGroup group,
      List<Instance> instances,
      LaunchHistory history,
      List<ReadingProblem> problems)
      throws CloudException {
    List<LaunchFailure> failures = new ArrayList<>(history.failures());
    accepted
        .refusedGrowth(group.ref())
        .filter(failure -> !failures.contains(failure))
        .ifPresent(failures::add);
    return new GroupReading(
        group.ref().id(),
        limits.of(group.ref(), templates.of(group), problems),
        target(group),
        history.targetSince(),
        instances,
        failures,
        shapes.of(group, problems));
  }

  private List<Instance> instances(ManagedGroup group, Map<GroupRef, Membership.Found> found) {
    Set<InstanceRef> leaving = accepted.leaving();
    Membership.Found what = found.getOrDefault(group.ref(), Membership.NOTHING);
    return what
        .members()
        .map(members -> instances(group, members, settings.project()))
        .orElse(what.kept())
        .stream()
        .map(instance -> isAmong(leaving, instance) ? instance.deleting() : instance)
        .toList();
  }

  private boolean isAmong(Set<InstanceRef> leaving, Instance instance) {
    return !leaving.isEmpty()
        && InstanceRef.of(settings.project(), instance.id()).map(leaving::contains).orElse(false);
  }

  private int target(ManagedGroup group) {
    return accepted.target(group.ref(), group.target());
  }

  /** The instances among a group's slots. */
  static List<Instance> instances(ManagedGroup group, List<Member> members, String project) {
    boolean standsBy = group.data().getTargetStoppedSize() > 0;
    return members.stream()
        .flatMap(member -> member.instance(project, standsBy).stream())
        .distinct()
        .toList();
  }

  private Map<GroupRef, LaunchHistory> histories(
      List<ManagedGroup> groups, Map<GroupRef, Membership.Found> found) throws CloudException {
    Instant now = clock.instant();
    List<ManagedGroup> waiting =
        groups.stream()
            .filter(
                group ->
                    instances(group, found).stream().filter(Instance::isLive).count()
                        < target(group))
            .toList();
    List<Callable<LaunchHistory>> questions = new ArrayList<>();
    for (ManagedGroup group : waiting) {
      List<Member> members =
          found.getOrDefault(group.ref(), Membership.NOTHING).members().orElse(List.of());
      questions.add(() -> history(group, members, now));
    }
    List<LaunchHistory> answers = reads.all(questions);
    Map<GroupRef, LaunchHistory> histories = new HashMap<>();
    for (int k = 0; k < waiting.size(); k++) {
      histories.put(waiting.get(k).ref(), answers.get(k));
    }
    return histories;
  }

  private LaunchHistory history(ManagedGroup group, List<Member> members, Instant now)
      throws CloudException {
    boolean failed = members.stream().anyMatch(Member::hasFailed);
    return LaunchHistory.of(
        group,
        members,
        operations.of(group),
        failed ? managers.errors(group.ref()) : List.of(),
        now);
  }
}
