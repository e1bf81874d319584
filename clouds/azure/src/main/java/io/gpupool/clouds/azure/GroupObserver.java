package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.ReadingProblem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads all groups: one list of scale sets, then the machines of those that may have changed. */
final class GroupObserver {

  private final ScaleSets scaleSets;
  private final AcceptedChanges accepted;
  private final InstantSource clock;
  private final Discovery discovery;
  private final Membership membership;
  private final Shapes shapes;
  private final Limits limits;

  GroupObserver(
      AzureSettings settings,
      ScaleSets scaleSets,
      MachineTypes machineTypes,
      AcceptedChanges accepted,
      InstantSource clock) {
    this.scaleSets = scaleSets;
    this.accepted = accepted;
    this.clock = clock;
    this.discovery = new Discovery(settings);
    this.membership = new Membership(scaleSets, accepted);
    this.shapes = new Shapes(machineTypes);
    this.limits = new Limits(settings);
  }

  CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    Instant now = clock.instant();
    accepted.look(now);
    List<ScaleSet> all = scaleSets.all();
    List<ScaleSet> managed = discovery.managed(all);
    Map<ScaleSetRef, List<Instance>> found = membership.of(managed, previous, now);
    List<ReadingProblem> problems = new ArrayList<>(accepted.problems());
    List<GroupReading> readings = new ArrayList<>();
    Set<String> leaving = accepted.leaving();
    for (ScaleSet group : managed) {
      List<Instance> instances = found.get(group.ref());
      if (instances != null) {
        readings.add(reading(group, marked(instances, leaving), problems));
      }
    }
    return new CloudReading(readings, discovery.absent(all), problems);
  }

  private GroupReading reading(
      ScaleSet group, List<Instance> instances, List<ReadingProblem> problems)
      throws CloudException {
    List<LaunchFailure> failures = failures(group, instances);
    return new GroupReading(
        group.ref().id(),
        limits.of(group, problems),
        group.target(),
        since(group, failures),
        instances,
        failures,
        shapes.of(group, problems));
  }

  /** What the present target isn't reached for: it is over as soon as the target is reached. */
  private List<LaunchFailure> failures(ScaleSet group, List<Instance> instances)
      throws CloudException {
    List<LaunchFailure> failures = new ArrayList<>();
    instances.forEach(instance -> instance.failure().ifPresent(failures::add));
    long live = instances.stream().filter(Instance::isLive).count();
    Optional<LaunchFailure> refused = accepted.refusedGrowth(group.ref());
    if (live < group.target()) {
      refused.ifPresent(failures::add);
    }
    if (live < group.target() && group.hasFailed() && refused.isEmpty()) {
      scaleSets.failure(group.ref()).ifPresent(failures::add);
    }
    return failures.stream()
        .distinct()
        .sorted(Comparator.comparing(LaunchFailure::at).reversed())
        .toList();
  }

  /**
   * Azure doesn't say since when a target is what it is. What it still shows as failed was tried
   * for the present one, so that is as old as the oldest of that, if we haven't set it ourselves.
   */
  private Optional<Instant> since(ScaleSet group, List<LaunchFailure> failures) {
    Optional<Instant> oldest =
        failures.stream().map(LaunchFailure::at).min(Comparator.naturalOrder());
    Optional<Instant> ours = accepted.raised(group.ref());
    return oldest.isEmpty()
        ? Optional.empty()
        : ours.filter(raised -> raised.isBefore(oldest.get())).or(() -> oldest);
  }

  private static List<Instance> marked(List<Instance> instances, Set<String> leaving) {
    return leaving.isEmpty()
        ? instances
        : instances.stream()
            .map(
                instance ->
                    leaving.contains(AcceptedChanges.key(instance.id()))
                        ? instance.deleting()
                        : instance)
            .toList();
  }
}
