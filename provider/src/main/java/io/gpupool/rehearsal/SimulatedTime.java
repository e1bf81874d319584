package io.gpupool.rehearsal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.fleet.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is moved, with timers that go off as it moves. Tasks run in
 * the thread that moves it, in the order of their times.
 */
public final class SimulatedTime implements InstantSource, Timers {

  private record Task(Instant due, long order, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = due.compareTo(other.due);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  @GuardedBy("this")
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();

  @GuardedBy("this")
  private Instant now;

  @GuardedBy("this")
  private long scheduled;

  public SimulatedTime(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void after(Duration delay, Runnable task) {
    tasks.add(new Task(now.plus(delay), scheduled++, task));
  }

  /** Lets time pass; every timer goes off at its own time, those set meanwhile included. */
  public void advance(Duration time) {
    Instant end = instant().plus(time);
    for (Task task = next(end); task != null; task = next(end)) {
      task.action().run();
    }
    set(end);
  }

  /**
   * Lets time pass at one stroke, as if the machine had slept: timers that have come due go off
   * once, at the end.
   */
  public void skip(Duration time) {
    set(instant().plus(time));
    advance(Duration.ZERO);
  }

  private synchronized void set(Instant instant) {
    now = instant;
  }

  private synchronized @Nullable Task next(Instant end) {
    Task first = tasks.peek();
    if (first == null || first.due().isAfter(end)) {
      return null;
    }
    tasks.remove();
    if (first.due().isAfter(now)) {
      now = first.due();
    }
    return first;
  }
}
