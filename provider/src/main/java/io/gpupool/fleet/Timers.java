package io.gpupool.fleet;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs a task later, by whatever clock the fleet lives by. */
@FunctionalInterface
public interface Timers {

  /** Runs {@code task} once, {@code delay} from now. The task is short and doesn't block. */
  void after(Duration delay, Runnable task);

  /** Timers of the real world. */
  static Timers on(ScheduledExecutorService executor) {
    return (delay, task) -> {
      // a task that throws would vanish without a word in the discarded future
      Runnable reporting =
          () -> {
            try {
              task.run();
            } catch (RuntimeException | Error thrown) {
              Thread thread = Thread.currentThread();
              thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            }
          };
      ScheduledFuture<?> unused =
          executor.schedule(reporting, delay.toNanos(), TimeUnit.NANOSECONDS);
    };
  }
}
