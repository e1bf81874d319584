package io.gpupool.rpc;

import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.GroupView;
import io.gpupool.proto.cloudprovider.NodeGroupsResponse;
import java.util.HashMap;
import java.util.Map;

/**
 * Replies to what the autoscaler asks thousands of times in every loop, made when a group changes
 * and not when somebody asks. A page belongs to one snapshot, so all that is read from it belongs
 * together.
 */
final class ReplyBook {

  /**
   * The replies of one snapshot.
   *
   * @param snapshot which
   * @param configuration by which they were made
   * @param limits the sizes that groups may have, where they aren't those of their clouds
   * @param groups by group id
   * @param all every group
   */
  record Page(
      FleetSnapshot snapshot,
      GroupConfiguration configuration,
      Map<String, SizeLimits> limits,
      Map<String, GroupReplies> groups,
      NodeGroupsResponse all) {

    boolean isOf(
        FleetSnapshot other,
        GroupConfiguration otherConfiguration,
        Map<String, SizeLimits> otherLimits) {
      return snapshot.equals(other)
          && configuration.equals(otherConfiguration)
          && limits.equals(otherLimits);
    }
  }

  private volatile Page page;

  ReplyBook(FleetSnapshot snapshot, GroupConfiguration configuration) {
    this.page = write(snapshot, configuration, Map.of(), Map.of());
  }

  /** The replies of this snapshot; what hasn't changed since the last page is taken from it. */
  Page at(
      FleetSnapshot snapshot, GroupConfiguration configuration, Map<String, SizeLimits> limits) {
    Page current = page;
    return current.isOf(snapshot, configuration, limits)
        ? current
        : turn(snapshot, configuration, limits);
  }

  private synchronized Page turn(
      FleetSnapshot snapshot, GroupConfiguration configuration, Map<String, SizeLimits> limits) {
    if (!page.isOf(snapshot, configuration, limits)) {
      boolean sameConfiguration = page.configuration().equals(configuration);
      page = write(snapshot, configuration, limits, sameConfiguration ? page.groups() : Map.of());
    }
    return page;
  }

  /**
   * @param last replies of the same configuration
   */
  private static Page write(
      FleetSnapshot snapshot,
      GroupConfiguration configuration,
      Map<String, SizeLimits> limits,
      Map<String, GroupReplies> last) {
    Map<String, GroupReplies> groups = new HashMap<>();
    NodeGroupsResponse.Builder all = NodeGroupsResponse.newBuilder();
    for (GroupView view : snapshot.groups()) {
      GroupReplies known = last.get(view.id().value());
      SizeLimits offered = limits.getOrDefault(view.id().value(), view.limits());
      GroupReplies current =
          known != null && known.view().equals(view) && known.limits().equals(offered)
              ? known
              : GroupReplies.of(view, offered, configuration.template(view));
      groups.put(view.id().value(), current);
      all.addNodeGroups(current.group());
    }
    return new Page(snapshot, configuration, limits, groups, all.build());
  }
}
