package io.gpupool.clouds.emulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The faults that clouds are to show, for a number of requests or until further notice. Of several
 * that match a request, the one that was asked for first is met, and only that one. Thread-safe.
 */
public final class Faults {

  private static final int FOREVER = Integer.MAX_VALUE;

  private final List<Planned> plan = new ArrayList<>();

  /** The next {@code times} requests that match meet the fault. */
  public synchronized void next(int times, Predicate<Operation> matching, Fault fault) {
    if (times <= 0) {
      throw new IllegalArgumentException("a fault for the next " + times + " requests");
    }
    plan.add(new Planned(matching, fault, times));
  }

  /** All requests that match meet the fault, until the episode is closed. */
  public synchronized Episode always(Predicate<Operation> matching, Fault fault) {
    Planned planned = new Planned(matching, fault, FOREVER);
    plan.add(planned);
    return () -> end(planned);
  }

  /** Drops everything that was planned. */
  public synchronized void clear() {
    plan.clear();
  }

  /** Matches every request. */
  public static Predicate<Operation> any() {
    return operation -> true;
  }

  /** Matches an action, such as {@code SetDesiredCapacity}. */
  public static Predicate<Operation> action(String action) {
    return operation -> operation.action().equals(action);
  }

  /** Matches a region, such as {@code us-east-1}. */
  public static Predicate<Operation> region(String region) {
    return operation -> operation.region().equals(region);
  }

  synchronized Optional<Fault> take(Operation operation) {
    for (Iterator<Planned> each = plan.iterator(); each.hasNext(); ) {
      Planned planned = each.next();
      if (planned.matching.test(operation)) {
        if (planned.remaining != FOREVER) {
          planned.remaining--;
        }
        if (planned.remaining == 0) {
          each.remove();
        }
        return Optional.of(planned.fault);
      }
    }
    return Optional.empty();
  }

  private synchronized void end(Planned planned) {
    plan.remove(planned);
  }

  private static final class Planned {
    final Predicate<Operation> matching;
    final Fault fault;
    int remaining;

    Planned(Predicate<Operation> matching, Fault fault, int remaining) {
      this.matching = matching;
      this.fault = fault;
      this.remaining = remaining;
    }
  }
}
