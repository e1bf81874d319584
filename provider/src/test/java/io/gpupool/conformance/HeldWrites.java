package io.gpupool.conformance;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Where clouds are changed: at once, until the test asks it to hold changes back. It may let those
 * go later, or never, as in a server that was killed.
 */
final class HeldWrites implements Executor {

  private final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
  private volatile boolean holding;

  @Override
  public void execute(Runnable write) {
    if (holding) {
      held.add(write);
    } else {
      write.run();
    }
  }

  /** From now on changes are held back. */
  void hold() {
    holding = true;
  }

  /** Whether no change is waiting. */
  boolean isEmpty() {
    return held.isEmpty();
  }

  /** Lets the changes go that are waiting, and not those to come. */
  void runHeld() {
    for (Runnable write = held.poll(); write != null; write = held.poll()) {
      write.run();
    }
  }

  /** Lets the changes go that are waiting, and those to come. */
  void release() {
    holding = false;
    runHeld();
  }
}
