package io.gpupool.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many groups have changes to be carried out, for whoever stops only when there are none. */
final class WritesUnderWay {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();

  @GuardedBy("lock")
  private int queues;

  void begin() {
    lock.lock();
    try {
      queues++;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      queues--;
      if (queues == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there are none, but not for ever; says whether there are none. */
  boolean awaitNone(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (queues > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return queues == 0;
    } finally {
      lock.unlock();
    }
  }
}
