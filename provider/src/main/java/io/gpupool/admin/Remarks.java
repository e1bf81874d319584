package io.gpupool.admin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What has been remarked about whom, so that what holds for a while is told once: a remark is news
 * unless it was made before and has held since. Not thread-safe.
 */
final class Remarks {

  private final Map<String, Set<String>> held = new HashMap<>();
  private final Map<String, Set<String>> ofThisRound = new HashMap<>();

  /** Whether this hasn't been remarked about the subject yet, or has ceased to hold meanwhile. */
  boolean isNews(String subject, String remark) {
    boolean firstInRound =
        ofThisRound.computeIfAbsent(subject, first -> new HashSet<>()).add(remark);
    return firstInRound && !held.getOrDefault(subject, Set.of()).contains(remark);
  }

  /** What wasn't remarked about the subject since the last round has ceased to hold. */
  void endRound(String subject) {
    Set<String> round = ofThisRound.remove(subject);
    if (round == null) {
      held.remove(subject);
    } else {
      held.put(subject, round);
    }
  }

  /** Nothing holds of the subject any more. */
  void forget(String subject) {
    held.remove(subject);
    ofThisRound.remove(subject);
  }
}
