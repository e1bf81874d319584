package io.gpupool.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.expander.Decision;
import io.gpupool.expander.DecisionListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last decisions. Thread-safe. */
public final class DecisionJournal implements DecisionListener {

  private static final int MOST = 200;

  private final InstantSource clock;

  @GuardedBy("this")
  private final Deque<DecisionSummary> last = new ArrayDeque<>();

  @GuardedBy("this")
  private long count;

  public DecisionJournal(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void decided(Decision decision, Duration took) {
    count++;
    last.addFirst(DecisionSummary.of(count, clock.instant(), took, decision));
    if (last.size() > MOST) {
      last.removeLast();
    }
  }

  /** Those that are kept, newest first. */
  synchronized List<DecisionSummary> last() {
    return List.copyOf(last);
  }

  /** One of them. */
  synchronized Optional<DecisionSummary> number(long number) {
    return last.stream().filter(one -> one.number() == number).findFirst();
  }
}
