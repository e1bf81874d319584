package io.gpupool.admin;

import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Member;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How large every group is meant to be and is, taken from one snapshot of the fleet when somebody
 * looks: {@code gpupool_group_target_nodes}, {@code gpupool_group_limit_nodes} by limit, {@code
 * gpupool_group_nodes} by state and {@code gpupool_group_failed_slots} by code. There are as many
 * series as there are groups, times a dozen; a group that is gone leaves none behind.
 */
public final class GroupFigures implements MultiCollector {

  /** States of instances, and apart from those that are being created what is only asked for. */
  private static final String PLACEHOLDER = "placeholder";

  private final Fleet fleet;

  /** Figures of this fleet, to be registered with Prometheus' own registry. */
  public GroupFigures(Fleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public MetricSnapshots collect() {
    Collection<GroupView> groups = fleet.snapshot().groups();
    GaugeSnapshot.Builder targets =
        gauge("gpupool_group_target_nodes", "how many nodes a group is meant to have");
    GaugeSnapshot.Builder limits =
        gauge("gpupool_group_limit_nodes", "how few and how many nodes a group may have");
    GaugeSnapshot.Builder nodes =
        gauge("gpupool_group_nodes", "nodes of a group by state, those to come included");
    GaugeSnapshot.Builder failures =
        gauge("gpupool_group_failed_slots", "nodes of a group that won't come, by reason");
    for (GroupView group : groups) {
      String id = group.id().value();
      targets.dataPoint(point(group.target(), "group", id));
      limits.dataPoint(point(group.limits().min(), "group", id, "limit", "min"));
      limits.dataPoint(point(group.limits().max(), "group", id, "limit", "max"));
      for (InstanceState state : InstanceState.values()) {
        nodes.dataPoint(
            point(
                count(group, member -> !member.placeholder() && member.state() == state),
                "group",
                id,
                "state",
                state.name().toLowerCase(Locale.ROOT)));
      }
      nodes.dataPoint(point(count(group, Member::placeholder), "group", id, "state", PLACEHOLDER));
      failed(group)
          .forEach(
              (code, count) ->
                  failures.dataPoint(
                      point(count, "group", id, "code", code.name().toLowerCase(Locale.ROOT))));
    }
    return MetricSnapshots.of(targets.build(), limits.build(), nodes.build(), failures.build());
  }

  private static Map<FailureCode, Integer> failed(GroupView group) {
    Map<FailureCode, Integer> failed = new EnumMap<>(FailureCode.class);
    for (Member member : group.members()) {
      member.failure().ifPresent(failure -> failed.merge(failure.code(), 1, Integer::sum));
    }
    return failed;
  }

  private static int count(GroupView group, Predicate<Member> which) {
    return (int) group.members().stream().filter(which).count();
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value, String... labels) {
    return GaugeDataPointSnapshot.builder().labels(Labels.of(labels)).value(value).build();
  }
}
