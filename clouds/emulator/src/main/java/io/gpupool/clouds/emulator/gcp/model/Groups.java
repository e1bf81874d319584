package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The groups of a project, and what may be asked of them. What Google Cloud refuses is refused
 * here, in its words.
 */
public final class Groups {

  private static final String TYPE = "compute.instanceGroupManagers.";

  private final String project;
  private final SeededNames names;
  private final Scaling scaling;
  private final Operations operations;
  private final TreeMap<String, Group> byKey = new TreeMap<>();

  Groups(String project, SeededNames names, Scaling scaling, Operations operations) {
    this.project = project;
    this.names = names;
    this.scaling = scaling;
    this.operations = operations;
    scaling.whenEmpty(this::bury);
  }

  /** Who asks for a change, and the id that makes asking twice the same as asking once. */
  public record Asker(String user, Optional<String> requestId) {}

  /** All of them, by {@code scope/name}. */
  public NavigableMap<String, Group> all() {
    return Collections.unmodifiableNavigableMap(byKey);
  }

  /** The one with a name, if there is one. */
  public Optional<Group> named(Location location, String name) {
    return Optional.ofNullable(byKey.get(key(location, name)));
  }

  /** The one with a name, or what Google Cloud says when there is none. */
  public Group existing(Location location, String name) {
    return named(location, name)
        .orElseThrow(
            () ->
                GcpException.notFound(
                    "projects/"
                        + project
                        + "/"
                        + location.path()
                        + "/instanceGroupManagers/"
                        + name));
  }

  /** Makes a group; it begins to create instances at once. */
  public Group create(
      Location location, String name, GroupSettings settings, int size, Instant now) {
    ResourceName.check("resource.name", name);
    checkSize("resource.targetSize", size);
    Group group =
        new Group(
            project, location, name, Ids.number(names), Ids.fingerprint(names), settings, now);
    if (byKey.putIfAbsent(key(location, name), group) != null) {
      throw GcpException.alreadyExists(group.path());
    }
    group.target(size);
    scaling.grow(group, size, now);
    return group;
  }

  /** Sets how many instances a group is to have. Fewer than it has means that it deletes some. */
  public ComputeOperation resize(Group group, int size, Asker asker, Instant now) {
    checkSize("size", size);
    return operations.begin(
        group,
        TYPE + "resize",
        asker.user(),
        asker.requestId(),
        () -> {
          int change = size - group.counting().size();
          group.target(size);
          if (change > 0) {
            scaling.grow(group, change, now);
          } else {
            scaling.shrink(group, -change, now);
          }
          return Optional.empty();
        },
        now);
  }

  /** Creates instances with given names; the target grows by as many. */
  public ComputeOperation createInstances(
      Group group, List<String> wanted, Asker asker, Instant now) {
    for (String name : wanted) {
      ResourceName.check("instances.name", name);
    }
    if (Set.copyOf(wanted).size() < wanted.size()) {
      throw GcpException.invalid("Instance names must be unique within the request.");
    }
    return operations.begin(
        group,
        TYPE + "createInstances",
        asker.user(),
        asker.requestId(),
        () -> {
          for (String name : wanted) {
            if (group.member(name).isPresent()) {
              return Optional.of(
                  new CreationError(
                      "RESOURCE_ALREADY_EXISTS",
                      "The managed instance group already has an instance named '" + name + "'."));
            }
          }
          group.target(group.targetSize() + wanted.size());
          scaling.growNamed(group, wanted, now);
          return Optional.empty();
        },
        now);
  }

  /**
   * Deletes instances; the target falls by as many.
   *
   * @param skipOthers whether instances that aren't the group's, or are being deleted already, are
   *     passed over; otherwise they make the operation fail, with nothing deleted
   */
  public ComputeOperation deleteInstances(
      Group group, List<InstanceReference> wanted, boolean skipOthers, Asker asker, Instant now) {
    return operations.begin(
        group,
        TYPE + "deleteInstances",
        asker.user(),
        asker.requestId(),
        () -> {
          Set<Member> victims = new HashSet<>();
          for (InstanceReference reference : wanted) {
            if (!isWithin(group, reference)) {
              return Optional.of(
                  invalidInstance(reference, "is not in the group's zone or region"));
            }
            Optional<Member> member =
                group
                    .member(reference.name())
                    .filter(each -> each.zone().equals(reference.zone()))
                    .filter(each -> !each.isLeaving());
            if (member.isPresent()) {
              victims.add(member.get());
            } else if (!skipOthers) {
              return Optional.of(
                  invalidInstance(
                      reference, "is not a member of the group or is already being deleted"));
            }
          }
          for (Member victim : victims) {
            if (victim.isSuspended()) {
              group.targetSuspended(group.targetSuspendedSize() - 1);
            } else {
              group.target(group.targetSize() - 1);
            }
            scaling.delete(victim, now);
          }
          return Optional.empty();
        },
        now);
  }

  /** Suspends an instance. */
  public void suspend(Group group, String instance, Instant now) {
    scaling.suspend(
        group
            .member(instance)
            .orElseThrow(() -> new IllegalArgumentException(group.name() + " has no " + instance)),
        now);
  }

  /** Lets a group create from another template from now on. */
  public void relaunchFrom(Group group, InstanceTemplate template) {
    group.decide(group.settings().withTemplate(template), Ids.fingerprint(names));
  }

  /** Deletes a group and all of its instances; it is there until they are gone. */
  public ComputeOperation delete(Group group, Asker asker, Instant now) {
    return operations.begin(
        group,
        TYPE + "delete",
        asker.user(),
        asker.requestId(),
        () -> {
          group.beginDeletion();
          group.target(0);
          group.targetSuspended(0);
          if (group.members().isEmpty()) {
            bury(group);
          }
          List.copyOf(group.members()).stream()
              .filter(member -> !member.isLeaving())
              .forEach(member -> scaling.delete(member, now));
          return Optional.empty();
        },
        now);
  }

  private void bury(Group group) {
    byKey.remove(key(group.location(), group.name()), group);
  }

  private static boolean isWithin(Group group, InstanceReference reference) {
    return group.location().zonal()
        ? reference.zone().equals(group.location().name())
        : Location.of(reference.zone()).region().equals(group.location().name());
  }

  private static CreationError invalidInstance(InstanceReference reference, String why) {
    return new CreationError(
        "INVALID_USAGE",
        "Instance 'zones/"
            + reference.zone()
            + "/instances/"
            + reference.name()
            + "' "
            + why
            + ".");
  }

  private static void checkSize(String field, int size) {
    if (size < 0) {
      throw GcpException.invalidValue(
          field, Integer.toString(size), "Must be greater than or equal to 0");
    }
  }

  private static String key(Location location, String name) {
    return location.path() + "/" + name;
  }
}
