package io.gpupool.rpc;

import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.GroupView;
import io.gpupool.proto.cloudprovider.NodeGroupsResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

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
   * @param groups by group id
   * @param all every group
   */
  record Page(FleetSnapshot snapshot, Map<String, GroupReplies> groups, NodeGroupsResponse all) {}

  private final Function<GroupView, GroupReplies> replies;

  private volatile Page page;

  /**
   * @param replies makes the replies of a group
   */
  ReplyBook(FleetSnapshot snapshot, Function<GroupView, GroupReplies> replies) {
    this.replies = replies;
    this.page = new Page(snapshot, Map.of(), NodeGroupsResponse.getDefaultInstance());
    this.page = write(snapshot, page);
  }

  /** The replies of this snapshot; what hasn't changed since the last page is taken from it. */
  Page at(FleetSnapshot snapshot) {
    Page current = page;
    return current.snapshot().equals(snapshot) ? current : turn(snapshot);
  }

  private synchronized Page turn(FleetSnapshot snapshot) {
    if (!page.snapshot().equals(snapshot)) {
      page = write(snapshot, page);
    }
    return page;
  }

  private Page write(FleetSnapshot snapshot, Page last) {
    Map<String, GroupReplies> groups = new HashMap<>();
    NodeGroupsResponse.Builder all = NodeGroupsResponse.newBuilder();
    for (GroupView view : snapshot.groups()) {
      GroupReplies known = last.groups().get(view.id().value());
      GroupReplies current =
          known != null && known.view().equals(view) ? known : replies.apply(view);
      groups.put(view.id().value(), current);
      all.addNodeGroups(current.group());
    }
    return new Page(snapshot, groups, all.build());
  }
}
