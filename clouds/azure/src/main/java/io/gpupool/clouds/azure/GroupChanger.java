package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.SizeLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes scale sets: each change once, after a look at what is there, and only if nobody has
 * changed the scale set since the look. A scale set has no limits of its own, so they are kept
 * here.
 *
 * <p>Told a smaller capacity, a scale set chooses for itself which machines go. So it is only told
 * that where there are no more machines than the new capacity; machines that are switched off are
 * deleted by name.
 */
final class GroupChanger {

  private final String subscription;
  private final ScaleSets scaleSets;
  private final ScaleSetChanges changes;
  private final AcceptedChanges accepted;
  private final Limits limits;
  private final InstantSource clock;

  GroupChanger(
      AzureSettings settings,
      AzureClient client,
      ScaleSets scaleSets,
      AcceptedChanges accepted,
      InstantSource clock) {
    this.subscription = settings.subscription();
    this.scaleSets = scaleSets;
    this.changes = new ScaleSetChanges(client);
    this.accepted = accepted;
    this.limits = new Limits(settings);
    this.clock = clock;
  }

  void resize(NodeGroupId id, int from, int to) throws CloudException {
    ScaleSetRef ref = ScaleSetRef.of(subscription, id);
    ScaleSet group = scaleSets.one(ref);
    if (group.target() != from) {
      throw changed(id + " has a capacity of " + group.target() + ", not of " + from);
    }
    if (to == from) {
      return;
    }
    if (to > from) {
      checkLimits(group, to);
      accepted.resizing(ref, from, to, changes.resize(group, to), clock.instant());
      return;
    }
    giveBack(group, from, to);
  }

  /** Gives up machines that are switched off, and slots that nothing fills. */
  private void giveBack(ScaleSet group, int from, int to) throws CloudException {
    Set<String> leaving = accepted.leaving();
    List<Machine> there =
        scaleSets.machines(group).stream()
            .filter(
                machine ->
                    !machine.isLeaving() && !leaving.contains(AcceptedChanges.key(machine.id())))
            .toList();
    List<Machine> off = there.stream().filter(Machine::isOff).toList();
    int live = there.size() - off.size();
    if (live > to) {
      throw changed(
          "%s has %d instances; a target of %d would cost some"
              .formatted(group.ref().id(), live, to));
    }
    checkLimits(group, to);
    List<Machine> victims = off.subList(0, Math.max(0, there.size() - to));
    if (!victims.isEmpty()) {
      delete(group, victims);
    }
    if (from - victims.size() > to) {
      try {
        ScaleSet now = victims.isEmpty() ? group : scaleSets.one(group.ref());
        accepted.resizing(group.ref(), from, to, changes.resize(now, to), clock.instant());
      } catch (CloudException failure) {
        throw victims.isEmpty()
            ? failure
            : new CloudException(failure.error().thatMayHaveHappened(), failure);
      }
    }
  }

  Map<ProviderId, DeleteResult> delete(NodeGroupId id, Set<ProviderId> instances)
      throws CloudException {
    if (instances.isEmpty()) {
      return Map.of();
    }
    ScaleSet group = scaleSets.one(ScaleSetRef.of(subscription, id));
    Map<String, Machine> machines = new HashMap<>();
    scaleSets
        .machines(group)
        .forEach(machine -> machines.put(AcceptedChanges.key(machine.id()), machine));
    int min = limits.of(group, new ArrayList<>()).min();
    int mayGo = Math.max(0, group.target() - min);
    Set<String> leaving = accepted.leaving();
    Map<ProviderId, DeleteResult> results = new LinkedHashMap<>();
    Map<ProviderId, Machine> victims = new LinkedHashMap<>();
    for (ProviderId instance : instances) {
      String key = AcceptedChanges.key(instance);
      Machine machine = machines.get(key);
      if (machine == null) {
        results.put(instance, absent(group, instance));
      } else if (machine.isLeaving() || leaving.contains(key)) {
        results.put(instance, new DeleteResult.Terminating());
      } else if (victims.size() < mayGo) {
        victims.put(instance, machine);
      } else {
        results.put(
            instance,
            new DeleteResult.Refused(
                CloudError.of(
                    Kind.INVALID,
                    "BelowMinimum",
                    "without %s %s would be below its minimum of %d"
                        .formatted(instance, id, min))));
      }
    }
    if (!victims.isEmpty()) {
      DeleteResult result = result(group, List.copyOf(victims.values()));
      victims.keySet().forEach(victim -> results.put(victim, result));
    }
    return results;
  }

  /** What became of a machine that the scale set doesn't have: one of its own is gone. */
  private static DeleteResult absent(ScaleSet group, ProviderId instance) {
    // a flexible scale set's machines don't have its name in theirs
    String place =
        ResourceIds.key(ResourceIds.providerId(group.data().id()))
                .replaceFirst(group.isFlexible() ? "/virtualmachinescalesets/.*" : "$", "")
            + "/virtualmachines/";
    return AcceptedChanges.key(instance).startsWith(place)
        ? new DeleteResult.Gone()
        : new DeleteResult.Refused(
            CloudError.of(
                Kind.INVALID,
                "NotInTheGroup",
                instance + " is no instance of " + group.ref().id()));
  }

  private DeleteResult result(ScaleSet group, List<Machine> victims) {
    try {
      delete(group, victims);
      return new DeleteResult.Terminating();
    } catch (CloudException failure) {
      return new DeleteResult.Refused(failure.error());
    }
  }

  private void delete(ScaleSet group, List<Machine> victims) throws CloudException {
    accepted.deleting(
        group.ref(),
        victims.stream()
            .map(machine -> AcceptedChanges.key(machine.id()))
            .collect(Collectors.toSet()),
        changes.delete(group, victims.stream().map(Machine::name).toList()));
  }

  private void checkLimits(ScaleSet group, int to) throws CloudException {
    SizeLimits allowed = limits.of(group, new ArrayList<>());
    if (to < allowed.min() || to > allowed.max()) {
      throw new CloudException(
          CloudError.of(
              Kind.INVALID,
              "OutsideLimits",
              "a size of %d is outside the limits of %s, %s"
                  .formatted(to, group.ref().id(), allowed)));
    }
  }

  private static CloudException changed(String text) {
    return new CloudException(CloudError.of(Kind.CHANGED, "Changed", text));
  }
}
