package io.gpupool.clouds.emulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * What is going to happen in an emulated cloud, and when. Nothing happens by itself: whoever looks
 * at the cloud first {@linkplain #settle settles} it, and then sees what would have happened by
 * now. Not thread-safe; its cloud holds a lock around it.
 */
public final class Agenda {

  private static final Comparator<Entry> IN_ORDER_OF_TIME =
      Comparator.comparing(Entry::when).thenComparingLong(Entry::sequence);

  private final InstantSource clock;
  private final PriorityQueue<Entry> entries = new PriorityQueue<>(IN_ORDER_OF_TIME);
  private Instant settled = Instant.MIN;
  private long sequence;

  public Agenda(InstantSource clock) {
    this.clock = clock;
  }

  /** Lets an event happen, with its own time as argument, when that time has come. */
  public void at(Instant when, Consumer<Instant> event) {
    entries.add(new Entry(when.isBefore(settled) ? settled : when, sequence++, event));
  }

  /**
   * Lets everything happen that is due, in order of time, events that follow from events included.
   *
   * @return the present, which never goes back even if the clock does
   */
  public Instant settle() {
    Instant now = clock.instant();
    for (Entry next = entries.peek();
        next != null && !next.when().isAfter(now);
        next = entries.peek()) {
      entries.remove();
      settled = next.when();
      next.event().accept(next.when());
    }
    if (now.isAfter(settled)) {
      settled = now;
    }
    return settled;
  }

  private record Entry(Instant when, long sequence, Consumer<Instant> event) {}
}
