package io.gpupool.boot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.fleet.GroupView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers for each group how long its last instances took from the request until their cloud said
 * that they run. It begins anew with the server. Thread-safe.
 */
public final class BootTimes {

  /**
   * What is known of a group.
   *
   * @param median the middle of what was seen
   * @param seen how many instances that is of
   */
  public record Seen(Duration median, int seen) {}

  @GuardedBy("this")
  private final Map<NodeGroupId, GroupBoots> groups = new HashMap<>();

  /** Learns from what all groups look like now. */
  public synchronized void look(Collection<GroupView> views, Instant now) {
    Map<NodeGroupId, GroupBoots> next = new HashMap<>();
    for (GroupView view : views) {
      GroupBoots before = groups.get(view.id());
      next.put(view.id(), before == null ? GroupBoots.first(view) : before.then(view, now));
    }
    groups.clear();
    groups.putAll(next);
  }

  /** What is known of a group; empty until a few of its instances have been seen to come up. */
  public synchronized Optional<Seen> of(NodeGroupId group) {
    GroupBoots boots = groups.get(group);
    return boots == null ? Optional.empty() : boots.seen();
  }
}
