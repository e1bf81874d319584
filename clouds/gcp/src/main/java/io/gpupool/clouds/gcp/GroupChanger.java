package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.SizeLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes managed instance groups: each change once, after a look at what is there. The API has no
 * conditional writes, so the look is what keeps the promises of {@link
 * io.gpupool.clouds.api.Cloud}; between it and the change lie milliseconds. A group has no limits
 * of its own either, so they are kept here.
 *
 * <p><b>Larger</b> by the size, for zonal and regional groups alike: the group goes on trying what
 * it can't have at once, and says of each slot why. Naming new instances (createInstances) would
 * have it try only once, lower its size by itself if that fails, and forget why. <b>Smaller</b> by
 * naming the slots that have no machine: told a size, the group would choose for itself, and may
 * choose a machine.
 */
final class GroupChanger {

  /** As many instances as one request may name. */
  private static final int INSTANCES_PER_CALL = 1_000;

  private final String project;
  private final GcpClients clients;
  private final Reads reads;
  private final ManagerReads managers;
  private final GroupChanges changes;
  private final Templates templates;
  private final AcceptedChanges accepted;
  private final Limits limits;

  GroupChanger(
      GcpSettings settings,
      GcpClients clients,
      Reads reads,
      Templates templates,
      AcceptedChanges accepted) {
    this.project = settings.project();
    this.clients = clients;
    this.reads = reads;
    this.managers = new ManagerReads(project, clients, reads);
    this.changes = new GroupChanges(project, clients);
    this.templates = templates;
    this.accepted = accepted;
    this.limits = new Limits(settings);
  }

  void resize(NodeGroupId id, int from, int to) throws CloudException {
    GroupRef ref = GroupRef.of(project, id);
    ManagedGroup group = managers.one(ref);
    int target = accepted.target(ref, group.target());
    if (target != from) {
      throw changed(id + " has a target size of " + target + ", not of " + from);
    }
    if (to == from) {
      return;
    }
    if (to > from) {
      checkLimits(group, to);
      accepted.resizing(ref, from, to, changes.resize(ref, size(group, to)));
      return;
    }
    List<Member> members = managers.members(ref);
    long live =
        GroupObserver.instances(group, members, project).stream().filter(Instance::isLive).count();
    if (live > to) {
      throw changed(id + " has " + live + " instances; a target of " + to + " would cost some");
    }
    checkLimits(group, to);
    giveBack(group, members, from, to);
  }

  /** Gives up slots without a machine, those that have failed first. */
  private void giveBack(ManagedGroup group, List<Member> members, int from, int to)
      throws CloudException {
    List<InstanceRef> unfilled =
        members.stream()
            .filter(member -> !member.isLeaving() && !isLive(group, member))
            .sorted(Comparator.comparing(member -> !member.hasFailed()))
            .limit(from - to)
            .map(Member::ref)
            .toList();
    int target = from;
    try {
      for (List<InstanceRef> batch : batches(unfilled)) {
        accepted.deleting(group.ref(), target, batch, changes.delete(group.ref(), batch));
        target -= batch.size();
      }
      if (target > to) {
        // slots that have no name yet: nothing that the group could choose but them
        accepted.resizing(group.ref(), target, to, changes.resize(group.ref(), size(group, to)));
      }
    } catch (CloudException failure) {
      throw target < from
          ? new CloudException(failure.error().thatMayHaveHappened(), failure)
          : failure;
    }
  }

  /** What the API calls the size: suspended instances aren't part of it there. */
  private static int size(ManagedGroup group, int target) {
    return target - group.data().getTargetSuspendedSize();
  }

  private boolean isLive(ManagedGroup group, Member member) {
    return member
        .instance(project, group.data().getTargetStoppedSize() > 0)
        .map(Instance::isLive)
        .orElse(false);
  }

  private void checkLimits(ManagedGroup group, int to) throws CloudException {
    SizeLimits allowed = limits(group);
    if (to < allowed.min() || to > allowed.max()) {
      throw new CloudException(
          CloudError.of(
              Kind.INVALID,
              "OutsideLimits",
              "a size of %d is outside the limits of %s, %s"
                  .formatted(to, group.ref().id(), allowed)));
    }
  }

  private SizeLimits limits(ManagedGroup group) throws CloudException {
    return limits.of(group.ref(), templates.ask(group), new ArrayList<>());
  }

  Map<ProviderId, DeleteResult> delete(NodeGroupId id, Set<ProviderId> instances)
      throws CloudException {
    if (instances.isEmpty()) {
      return Map.of();
    }
    GroupRef ref = GroupRef.of(project, id);
    ManagedGroup group = managers.one(ref);
    Map<InstanceRef, Member> members = new HashMap<>();
    managers.members(ref).forEach(member -> members.put(member.ref(), member));
    int target = accepted.target(ref, group.target());
    int mayGo = Math.max(0, target - limits(group).min());

    Set<InstanceRef> leaving = accepted.leaving();
    Map<ProviderId, DeleteResult> results = new LinkedHashMap<>();
    List<InstanceRef> victims = new ArrayList<>();
    for (ProviderId instance : instances) {
      Optional<InstanceRef> named = InstanceRef.of(project, instance);
      Optional<Member> member = named.flatMap(each -> Optional.ofNullable(members.get(each)));
      if (named.isEmpty()) {
        results.put(instance, refused("NotOfThisProject", instance + " is no instance of " + id));
      } else if (member.isEmpty()) {
        results.put(instance, absent(id, instance, named.get()));
      } else if (member.get().isLeaving() || leaving.contains(named.get())) {
        results.put(instance, new DeleteResult.Terminating());
      } else if (victims.size() < mayGo) {
        victims.add(named.get());
      } else {
        results.put(
            instance,
            refused(
                "BelowMinimum",
                "without %s %s would be below its minimum of %d"
                    .formatted(instance, id, limits(group).min())));
      }
    }
    for (List<InstanceRef> batch : batches(victims)) {
      DeleteResult result = delete(ref, target, batch);
      target -= result instanceof DeleteResult.Terminating ? batch.size() : 0;
      batch.forEach(victim -> results.put(victim.providerId(project), result));
    }
    return results;
  }

  private DeleteResult delete(GroupRef group, int target, List<InstanceRef> batch) {
    try {
      accepted.deleting(group, target, batch, changes.delete(group, batch));
      return new DeleteResult.Terminating();
    } catch (CloudException failure) {
      return new DeleteResult.Refused(failure.error());
    }
  }

  /** What became of an instance that isn't in the group: mostly it is gone. */
  private DeleteResult absent(NodeGroupId group, ProviderId id, InstanceRef instance)
      throws CloudException {
    try {
      reads.one(() -> clients.instances().get(project, instance.zone(), instance.name()));
      return refused("NotInTheGroup", id + " exists and isn't in " + group);
    } catch (CloudException failure) {
      if (failure.error().kind() == Kind.NOT_FOUND) {
        return new DeleteResult.Gone();
      }
      throw failure;
    }
  }

  private static List<List<InstanceRef>> batches(List<InstanceRef> instances) {
    List<List<InstanceRef>> batches = new ArrayList<>();
    for (int k = 0; k < instances.size(); k += INSTANCES_PER_CALL) {
      batches.add(instances.subList(k, Math.min(instances.size(), k + INSTANCES_PER_CALL)));
    }
    return batches;
  }

  private static DeleteResult refused(String code, String text) {
    return new DeleteResult.Refused(CloudError.of(Kind.INVALID, code, text));
  }

  private static CloudException changed(String text) {
    return new CloudException(CloudError.of(Kind.CHANGED, "Changed", text));
  }
}
