package io.gpupool.clouds.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calls that emulated clouds have received, oldest first. It keeps the latest ones and counts
 * all of them. Thread-safe.
 */
public final class CallLog {

  private static final int USUAL_CAPACITY = 10_000;

  private final int capacity;
  private final Deque<Call> calls = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();

  public CallLog() {
    this(USUAL_CAPACITY);
  }

  /**
   * @param capacity how many calls to keep
   */
  public CallLog(int capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException("a log of " + capacity + " calls");
    }
    this.capacity = capacity;
  }

  synchronized void add(Call call) {
    if (calls.size() == capacity) {
      calls.removeFirst();
    }
    calls.addLast(call);
    counts.merge(call.action(), 1L, Long::sum);
  }

  /** The calls that are kept, oldest first. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The calls of one action that are kept, oldest first. */
  public synchronized List<Call> calls(String action) {
    List<Call> found = new ArrayList<>();
    for (Call call : calls) {
      if (call.action().equals(action)) {
        found.add(call);
      }
    }
    return List.copyOf(found);
  }

  /** How often each action was called since the log was made or cleared, by action. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** How often an action was called since the log was made or cleared. */
  public synchronized long count(String action) {
    return counts.getOrDefault(action, 0L);
  }

  /** Forgets everything. */
  public synchronized void clear() {
    calls.clear();
    counts.clear();
  }
}
