package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.ReadingProblem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/** Settings of groups that work against an autoscaler, and what to do about them. */
final class GroupRemarks {

  private GroupRemarks() {}

  /** The processes that somebody has suspended. */
  static Set<String> suspended(AutoScalingGroup group) {
    return group.suspendedProcesses().stream()
        .map(SuspendedProcess::processName)
        .collect(Collectors.toSet());
  }

  /** What a person should know of the group. */
  static List<ReadingProblem> of(AutoScalingGroup group) {
    Set<String> suspended = suspended(group);
    return Stream.of(
            launch(suspended), terminate(suspended), rebalancing(group, suspended), warmPool(group))
        .flatMap(Optional::stream)
        .map(text -> new ReadingProblem(group.autoScalingGroupName(), text))
        .toList();
  }

  private static Optional<String> launch(Set<String> suspended) {
    return suspended.contains("Launch")
        ? Optional.of(
            "has its process Launch suspended, so it can't grow; it is shown as full until the"
                + " process is resumed")
        : Optional.empty();
  }

  private static Optional<String> terminate(Set<String> suspended) {
    return suspended.contains("Terminate")
        ? Optional.of(
            "has its process Terminate suspended, so idle nodes may stay and cost money; resume it")
        : Optional.empty();
  }

  /** Evening out its zones, a group terminates nodes of its own choice, busy ones too. */
  private static Optional<String> rebalancing(AutoScalingGroup group, Set<String> suspended) {
    boolean safe =
        group.availabilityZones().size() < 2
            || suspended.contains("AZRebalance")
            || Boolean.TRUE.equals(group.newInstancesProtectedFromScaleIn());
    return safe
        ? Optional.empty()
        : Optional.of(
            "spreads over %d zones and may terminate busy nodes to even them out; suspend its process AZRebalance, protect new instances from scale-in, or make a group for each zone"
                .formatted(group.availabilityZones().size()));
  }

  private static Optional<String> warmPool(AutoScalingGroup group) {
    return group.warmPoolConfiguration() == null
        ? Optional.empty()
        : Optional.of(
            "has a warm pool; its instances aren't nodes, so they aren't counted here, and those that"
                + " run or have disks cost money beside what is counted");
  }

  /** Types that differ in what pods ask for make a group that can't be told in one template. */
  static Optional<ReadingProblem> ofTypes(String group, List<MachineType> types) {
    Set<String> kinds =
        types.stream()
            .map(
                type ->
                    type.accelerator()
                        .map((Accelerator a) -> a.count() + " x " + a.vendor() + " " + a.model())
                        .orElse("none"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return kinds.size() < 2
        ? Optional.empty()
        : Optional.of(
            new ReadingProblem(
                group,
                "may launch machines with different accelerators (%s); pods are promised the least of"
                        .formatted(String.join(", ", kinds))
                    + " them and nodes are labelled as the first. Make a group of each kind"));
  }
}
