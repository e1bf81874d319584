package io.gpupool.cli;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The server's threads: one for timers, one for what files say, and as many as clouds keep busy for
 * reading and changing them. A cloud that hangs holds at most one reading thread and one thread for
 * each of its groups that is being changed; the others don't wait for it.
 */
final class Workers implements AutoCloseable {

  private static final long IDLE_SECONDS = 30;

  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(1, named("gpupool-timer"));
  private final ScheduledExecutorService reloading =
      Executors.newSingleThreadScheduledExecutor(named("gpupool-reload"));
  private final ExecutorService reading = unbounded("gpupool-reading");
  private final ExecutorService writing = unbounded("gpupool-writing");

  Workers() {
    timers.setRemoveOnCancelPolicy(true);
  }

  ScheduledExecutorService timers() {
    return timers;
  }

  /** For looking at files, and for what follows from them, which may wait for a reading to end. */
  ScheduledExecutorService reloading() {
    return reloading;
  }

  ExecutorService reading() {
    return reading;
  }

  ExecutorService writing() {
    return writing;
  }

  /** Stops timers at once and gives changes that are under way a while to end. */
  @Override
  public void close() {
    timers.shutdownNow();
    reloading.shutdownNow();
    reading.shutdownNow();
    writing.shutdown();
    try {
      if (!writing.awaitTermination(5, TimeUnit.SECONDS)) {
        writing.shutdownNow();
      }
    } catch (InterruptedException e) {
      writing.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static ExecutorService unbounded(String name) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        named(name));
  }

  /** Names threads of a kind, which end with the process. */
  static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    ThreadFactory plain = Executors.defaultThreadFactory();
    return task -> {
      Thread thread = plain.newThread(task);
      thread.setName(name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
