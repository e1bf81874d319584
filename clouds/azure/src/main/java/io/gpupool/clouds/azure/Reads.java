package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Makes readings, and makes them again where that may help: when the API is unwell or asks to slow
 * down, up to three times, after a pause that grows, and never for longer than a reading may take.
 */
final class Reads implements AutoCloseable {

  /** A question to the API. */
  interface Question<T> {
    T ask();
  }

  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  /** As many questions are under way at a time; more would only be throttled. */
  private static final int AT_A_TIME = 8;

  private final Duration patience;
  private final ExecutorService threads = Executors.newCachedThreadPool(daemons("azure-call"));
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(daemons("azure-timer"));
  private final InstantSource clock;
  private final Semaphore turns = new Semaphore(AT_A_TIME);

  Reads(AzureSettings.Timeouts timeouts, InstantSource clock) {
    this.patience = timeouts.read();
    this.clock = clock;
  }

  /** The answer to a question. */
  <T> T one(Question<T> question) throws CloudException {
    Instant start = clock.instant();
    for (int attempt = 1; ; attempt++) {
      try {
        return question.ask();
      } catch (RuntimeException failure) {
        CloudError error = AzureErrors.ofReading(failure);
        Duration pause = pause(attempt, error);
        Duration spent = Duration.between(start, clock.instant());
        if (attempt == ATTEMPTS
            || !isWorthRepeating(error)
            || spent.plus(pause).compareTo(patience) > 0) {
          throw new CloudException(error, failure);
        }
        rest(pause);
      }
    }
  }

  /** The answers to several questions, in their order; a few are asked at the same time. */
  <T> List<T> all(List<Callable<T>> questions) throws CloudException {
    List<Future<T>> asked = new ArrayList<>();
    for (Callable<T> question : questions) {
      asked.add(
          threads.submit(
              () -> {
                turns.acquire();
                try {
                  return question.call();
                } finally {
                  turns.release();
                }
              }));
    }
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> each : asked) {
        answers.add(each.get());
      }
      return answers;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof CloudException known) {
        throw known;
      }
      throw new IllegalStateException("a reading failed", failed.getCause());
    } catch (InterruptedException ending) {
      throw interrupted();
    } finally {
      asked.forEach(each -> each.cancel(true));
    }
  }

  private static boolean isWorthRepeating(CloudError error) {
    return error.kind() == Kind.UNAVAILABLE || error.kind() == Kind.THROTTLED;
  }

  private static Duration pause(int attempt, CloudError error) {
    Duration usual = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
    Duration scattered =
        usual.plusMillis(ThreadLocalRandom.current().nextLong(usual.toMillis() + 1));
    return error.retryAfter().compareTo(scattered) > 0 ? error.retryAfter() : scattered;
  }

  private void rest(Duration pause) throws CloudException {
    try {
      timers.schedule(() -> true, pause.toMillis(), TimeUnit.MILLISECONDS).get();
    } catch (InterruptedException ending) {
      throw interrupted();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a pause failed", impossible);
    }
  }

  private static CloudException interrupted() {
    Thread.currentThread().interrupt();
    return new CloudException(
        CloudError.of(Kind.UNAVAILABLE, "Interrupted", "the reading was interrupted"));
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
    timers.shutdownNow();
  }
}
