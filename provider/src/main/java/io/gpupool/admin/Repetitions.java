package io.gpupool.admin;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** How often something has gone wrong in a row. Not thread-safe. */
final class Repetitions {

  private final Map<String, Integer> times = new HashMap<>();

  /** It went wrong; whether that is the first time since it last went well. */
  boolean isFirst(String what) {
    return times.merge(what, 1, Integer::sum) == 1;
  }

  /** It went well; how often it had gone wrong before, if it had. */
  OptionalInt over(String what) {
    Integer before = times.remove(what);
    return before == null ? OptionalInt.empty() : OptionalInt.of(before);
  }
}
