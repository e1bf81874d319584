package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What groups do by themselves. A group creates the instances that it lacks, and tries again until
 * it has them or is told to have fewer; what dies it creates again under the same name. A group
 * that is to be smaller deletes some of its own choice, which is so in the real one too, and the
 * reason why nobody who cares for particular instances makes a group smaller.
 */
final class Scaling {

  private static final String LETTERS = "0123456789bcdfghjklmnpqrstvwxz";
  private static final int SUFFIX = 4;

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Machines machines;
  private final Placement placement;
  private Consumer<Group> whenEmpty = group -> {};

  Scaling(
      Agenda agenda,
      Behaviour behaviour,
      SeededNames names,
      Machines machines,
      Placement placement) {
    this.agenda = agenda;
    this.behaviour = behaviour;
    this.names = names;
    this.machines = machines;
    this.placement = placement;
    machines.tell(this::running, this::killed, this::gone);
  }

  /** Says who is told of groups that are to be deleted and have no instances any more. */
  void whenEmpty(Consumer<Group> listener) {
    whenEmpty = listener;
  }

  /** Lets a group have so many more instances, with names that it chooses. */
  void grow(Group group, int more, Instant at) {
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      chosen.add(freshName(group, chosen));
    }
    create(group, chosen, Member.Action.CREATING, at);
  }

  /** Lets a group have instances with names that it is given. */
  void growNamed(Group group, List<String> given, Instant at) {
    create(
        group,
        given,
        behaviour.createNamedOnce()
            ? Member.Action.CREATING_WITHOUT_RETRIES
            : Member.Action.CREATING,
        at);
  }

  /** Lets a group delete so many instances of its own choice. */
  void shrink(Group group, int fewer, Instant at) {
    for (int i = 0; i < fewer; i++) {
      victim(group).ifPresent(victim -> delete(victim, at));
    }
  }

  /** Deletes a managed instance and its machine. */
  void delete(Member member, Instant at) {
    member.begin(Member.Action.DELETING);
    Optional<Instance> machine = member.machine();
    if (machine.isPresent()) {
      machines.shutDown(machine.get(), at);
    } else {
      agenda.at(at.plus(behaviour.reaction()), then -> remove(member));
    }
  }

  /** Suspends a running instance: it leaves the target size and keeps its name. */
  void suspend(Member member, Instant at) {
    Instance machine =
        member
            .machine()
            .filter(each -> each.status() == Instance.Status.RUNNING)
            .orElseThrow(() -> new IllegalStateException(member.name() + " doesn't run"));
    Group group = member.group();
    group.target(group.targetSize() - 1);
    group.targetSuspended(group.targetSuspendedSize() + 1);
    member.begin(Member.Action.SUSPENDING);
    machine.suspending();
    agenda.at(
        at.plus(behaviour.termination()),
        then -> {
          if (member.action() == Member.Action.SUSPENDING) {
            machine.suspended();
            member.begin(Member.Action.NONE);
          }
        });
  }

  private void create(Group group, List<String> wanted, Member.Action action, Instant at) {
    InstanceTemplate template = group.settings().template();
    List<Member> created = new ArrayList<>();
    for (String name : wanted) {
      Member member = new Member(group, name, placement.zoneFor(group, template), template, action);
      group.add(member);
      created.add(member);
    }
    if (group.settings().allOrNothing()) {
      agenda.at(at.plus(behaviour.reaction()), then -> attempt(created, then));
    } else {
      created.forEach(
          member ->
              agenda.at(at.plus(behaviour.reaction()), then -> attempt(List.of(member), then)));
    }
  }

  /** Creates instances, all or none of them. */
  private void attempt(List<Member> together, Instant at) {
    List<Member> wanting = together.stream().filter(Member::wantsMachine).toList();
    List<Placement.Place> places = new ArrayList<>();
    for (Member member : wanting) {
      Placement.Result result = placement.take(member);
      if (result instanceof Placement.Place place) {
        places.add(place);
      } else {
        places.forEach(placement::giveBack);
        CreationError error = ((Placement.Refused) result).error();
        agenda.at(at.plus(behaviour.launchFailure()), then -> failed(wanting, error, then));
        return;
      }
    }
    for (int i = 0; i < wanting.size(); i++) {
      Member member = wanting.get(i);
      member.has(machines.launch(member.group(), places.get(i), member.name(), at));
    }
  }

  private void failed(List<Member> together, CreationError error, Instant at) {
    List<Member> wanting = together.stream().filter(Member::wantsMachine).toList();
    for (Member member : wanting) {
      Group group = member.group();
      member.failed(List.of(error));
      group.record(
          new RecordedError(at, member.path(), member.action(), member.template().path(), error));
      if (member.action() == Member.Action.CREATING_WITHOUT_RETRIES) {
        group.target(group.targetSize() - 1);
        remove(member);
      }
    }
    List<Member> again = wanting.stream().filter(Member::wantsMachine).toList();
    agenda.at(at.plus(behaviour.retry()), then -> retry(again, then));
  }

  private void retry(List<Member> again, Instant at) {
    for (Member member : again) {
      TargetShape shape = member.group().settings().shape();
      if (member.action() == Member.Action.CREATING
          && (shape == TargetShape.ANY || shape == TargetShape.BALANCED)) {
        member.move(placement.zoneFor(member.group(), member.template()));
      }
    }
    attempt(again, at);
  }

  private void running(Instance instance, Instant at) {
    memberOf(instance)
        .filter(member -> !member.isLeaving())
        .ifPresent(
            member -> {
              member.begin(Member.Action.VERIFYING);
              agenda.at(
                  at.plus(behaviour.verification()),
                  then -> {
                    if (member.action() == Member.Action.VERIFYING
                        && member.machine().equals(Optional.of(instance))) {
                      member.begin(Member.Action.NONE);
                    }
                  });
            });
  }

  private void killed(Instance instance, Instant at) {
    agenda.at(
        at.plus(behaviour.reaction()),
        then ->
            memberOf(instance)
                .filter(member -> !member.isLeaving())
                .ifPresent(member -> member.begin(Member.Action.RECREATING)));
  }

  private void gone(Instance instance, Instant at) {
    memberOf(instance)
        .ifPresent(
            member -> {
              member.lost();
              if (member.isLeaving()) {
                remove(member);
              } else {
                member.begin(Member.Action.RECREATING);
                agenda.at(at.plus(behaviour.reaction()), then -> attempt(List.of(member), then));
              }
            });
  }

  private static Optional<Member> memberOf(Instance instance) {
    return instance
        .group()
        .member(instance.name())
        .filter(member -> member.machine().equals(Optional.of(instance)));
  }

  private void remove(Member member) {
    Group group = member.group();
    group.remove(member);
    if (group.isBeingDeleted() && group.members().isEmpty()) {
      whenEmpty.accept(group);
    }
  }

  /**
   * In the fullest zone, one that doesn't run yet if there is one, and of these the last by name.
   */
  private static Optional<Member> victim(Group group) {
    List<Member> candidates = group.counting();
    Map<String, Long> crowds =
        candidates.stream().collect(Collectors.groupingBy(Member::zone, Collectors.counting()));
    return candidates.stream()
        .max(
            Comparator.comparingLong((Member member) -> crowds.getOrDefault(member.zone(), 0L))
                .thenComparing(member -> member.machine().isEmpty())
                .thenComparing(member -> member.action() != Member.Action.NONE)
                .thenComparing(Member::name));
  }

  private String freshName(Group group, List<String> taken) {
    String base = group.settings().baseInstanceName();
    while (true) {
      String name = base + "-" + names.word(SUFFIX, LETTERS);
      if (group.member(name).isEmpty() && !taken.contains(name)) {
        return name;
      }
    }
  }
}
