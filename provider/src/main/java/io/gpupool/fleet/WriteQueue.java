package io.gpupool.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The writes of one group: in order, one at a time. */
final class WriteQueue {

  private final Executor executor;
  private final Timers timers;
  private final WritesUnderWay underWay;

  @GuardedBy("this")
  private final Deque<Write> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean running;

  WriteQueue(Executor executor, Timers timers, WritesUnderWay underWay) {
    this.executor = executor;
    this.timers = timers;
    this.underWay = underWay;
  }

  /** Appends a write. It is begun by the next {@link #run}. */
  synchronized void add(Write write) {
    waiting.addLast(write);
  }

  /** The write that was added last and hasn't begun. */
  synchronized @Nullable Write last() {
    return waiting.peekLast();
  }

  /**
   * Begins with what is waiting, {@code delay} from now, unless that has been arranged already. Not
   * to be called under the fleet's monitor: the executor may be the caller itself.
   */
  void run(Duration delay) {
    synchronized (this) {
      if (running || waiting.isEmpty()) {
        return;
      }
      running = true;
    }
    underWay.begin();
    if (delay.isZero()) {
      execute();
    } else {
      timers.after(delay, this::execute);
    }
  }

  private void execute() {
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException closing) {
      List<Write> left;
      synchronized (this) {
        left = new ArrayList<>(waiting);
        waiting.clear();
        running = false;
      }
      left.forEach(Write::abandon);
      underWay.end();
    }
  }

  private void drain() {
    while (true) {
      Write next;
      synchronized (this) {
        next = waiting.pollFirst();
        if (next == null) {
          running = false;
        }
      }
      if (next == null) {
        underWay.end();
        return;
      }
      next.run();
    }
  }
}
