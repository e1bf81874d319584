package io.gpupool.bench;

import io.gpupool.rehearsal.Job;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What who knows all pods beforehand wastes at least. The pod that comes takes the node that became
 * empty last; each gap between two pods of a node is then bridged or not, whichever costs less (Lu
 * and Chen, <a href="https://arxiv.org/abs/1112.0442">arXiv 1112.0442</a>, section III).
 */
final class IdleOptimum {

  private record Finish(long time, int level) {}

  private IdleOptimum() {}

  /** In seconds of a node. */
  static long seconds(IdlePool pool, List<Job> jobs) {
    long another = pool.boot().plus(IdlePool.DRAIN).toSeconds();
    PriorityQueue<Finish> running =
        new PriorityQueue<>(Comparator.comparingLong(Finish::time).thenComparingInt(Finish::level));
    Deque<Integer> empty = new ArrayDeque<>();
    Map<Integer, Long> emptySince = new HashMap<>();
    int levels = 0;
    long wasted = 0;
    for (Job job : jobs) {
      long arrival = job.arrival().toSeconds();
      while (!running.isEmpty() && running.peek().time() <= arrival) {
        Finish finish = running.remove();
        empty.push(finish.level());
        emptySince.put(finish.level(), finish.time());
      }
      int level;
      if (empty.isEmpty()) {
        level = levels++;
        wasted += another;
      } else {
        level = empty.pop();
        wasted += Math.min(another, arrival - emptySince.getOrDefault(level, arrival));
      }
      running.add(new Finish(arrival + Math.max(1, job.runtime().toSeconds()), level));
    }
    return wasted;
  }
}
