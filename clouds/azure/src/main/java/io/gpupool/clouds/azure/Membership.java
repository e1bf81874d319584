package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The machines of scale sets. Those of flexible ones are in two lists of all; each uniform one has
 * a list of its own, which is read only where something may have changed: a scale set that is
 * settled, has all that it wants, and is of the version that was read before, keeps its machines.
 * Evictions don't change the version, so scale sets of spot machines are always read; what else
 * could happen past it is seen after {@value #LOOK_AGAIN_MINUTES} minutes at the latest. When in
 * these minutes a scale set's turn is follows from its name, so that many of them, read together
 * once, aren't all read together again.
 */
final class Membership {

  private static final int LOOK_AGAIN_MINUTES = 5;
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(LOOK_AGAIN_MINUTES);

  /** 2^32 over the golden ratio: names that differ little come to lie far apart. */
  private static final int SPREAD = 0x9E3779B9;

  private record Seen(String etag, Instant at) {}

  private final ScaleSets scaleSets;
  private final AcceptedChanges accepted;
  private final Map<ScaleSetRef, Seen> seen = new HashMap<>();

  Membership(ScaleSets scaleSets, AcceptedChanges accepted) {
    this.scaleSets = scaleSets;
    this.accepted = accepted;
  }

  /** The machines of each; one that vanished meanwhile isn't in the answer. */
  Map<ScaleSetRef, List<Instance>> of(
      List<ScaleSet> groups, Optional<CloudReading> previous, Instant now) throws CloudException {
    Map<ScaleSetRef, GroupReading> known = known(groups, previous);
    Map<ScaleSetRef, List<Instance>> found = new HashMap<>();
    List<ScaleSet> flexible = groups.stream().filter(ScaleSet::isFlexible).toList();
    if (!flexible.isEmpty()) {
      Map<ScaleSetRef, List<Machine>> machines = scaleSets.flexible(flexible);
      flexible.forEach(
          group ->
              found.put(
                  group.ref(), instances(machines.getOrDefault(group.ref(), List.of()), now)));
    }
    List<ScaleSet> asked = new ArrayList<>();
    for (ScaleSet group : groups) {
      GroupReading before = known.get(group.ref());
      if (group.isFlexible()) {
        continue;
      }
      if (before != null && mayKeep(group, before, now)) {
        found.put(group.ref(), before.instances());
      } else if (group.target() == 0 && group.isSettled() && !accepted.isChanging(group.ref())) {
        found.put(group.ref(), List.of());
      } else {
        asked.add(group);
      }
    }
    ask(asked, now, found);
    seen.keySet().retainAll(found.keySet());
    return found;
  }

  private void ask(List<ScaleSet> asked, Instant now, Map<ScaleSetRef, List<Instance>> found)
      throws CloudException {
    List<Callable<Optional<List<Instance>>>> questions = new ArrayList<>();
    asked.forEach(group -> questions.add(() -> ask(group, now)));
    List<Optional<List<Instance>>> answers = scaleSets.reads().all(questions);
    for (int k = 0; k < asked.size(); k++) {
      ScaleSet group = asked.get(k);
      answers.get(k).ifPresent(instances -> found.put(group.ref(), instances));
      seen.remove(group.ref());
      group.etag().ifPresent(etag -> seen.put(group.ref(), new Seen(etag, now)));
    }
  }

  private Optional<List<Instance>> ask(ScaleSet group, Instant now) throws CloudException {
    try {
      return Optional.of(instances(scaleSets.machines(group), now));
    } catch (CloudException failure) {
      if (failure.error().kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private boolean mayKeep(ScaleSet group, GroupReading before, Instant now) {
    Seen last = seen.get(group.ref());
    return last != null
        && group.etag().map(last.etag()::equals).orElse(false)
        && turn(group.ref(), last.at()) == turn(group.ref(), now)
        && group.isSettled()
        && !group.isSpot()
        && !accepted.isChanging(group.ref())
        && before.instances().size() == group.target()
        && before.instances().stream()
            .allMatch(instance -> instance.state() == InstanceState.RUNNING);
  }

  /** How many turns of a scale set were before this time; it is read once in each. */
  private static long turn(ScaleSetRef ref, Instant at) {
    long period = LOOK_AGAIN.toMillis();
    long spread = Integer.toUnsignedLong(ref.id().value().hashCode() * SPREAD);
    return Math.floorDiv(at.toEpochMilli() + ((spread * period) >>> Integer.SIZE), period);
  }

  private static Map<ScaleSetRef, GroupReading> known(
      List<ScaleSet> groups, Optional<CloudReading> previous) {
    Map<String, GroupReading> byId = new HashMap<>();
    previous.ifPresent(
        reading -> reading.groups().forEach(group -> byId.put(group.id().value(), group)));
    Map<ScaleSetRef, GroupReading> known = new HashMap<>();
    for (ScaleSet group : groups) {
      GroupReading before = byId.get(group.ref().id().value());
      if (before != null) {
        known.put(group.ref(), before);
      }
    }
    return known;
  }

  private static List<Instance> instances(List<Machine> machines, Instant now) {
    return machines.stream().map(machine -> machine.instance(now)).distinct().toList();
  }
}
