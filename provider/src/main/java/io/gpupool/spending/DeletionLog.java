package io.gpupool.spending;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.policy.Deletion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers what was deleted, for a while. It begins anew with the server. Thread-safe. */
public final class DeletionLog {

  /** However long somebody wants to look back, memory isn't without end. */
  private static final int MOST = 100_000;

  @GuardedBy("this")
  private final Deque<Deletion> last = new ArrayDeque<>();

  /** Instances of a group are being deleted. */
  public synchronized void deleted(NodeGroupId group, int nodes, Instant now) {
    if (nodes > 0) {
      last.addLast(new Deletion(group, nodes, now));
    }
    if (last.size() > MOST) {
      last.removeFirst();
    }
  }

  /** What was deleted within a stretch of time up to now; what is older is forgotten. */
  public synchronized List<Deletion> within(Duration stretch, Instant now) {
    Instant since = now.minus(stretch);
    last.removeIf(deletion -> !deletion.at().isAfter(since));
    return List.copyOf(last);
  }
}
