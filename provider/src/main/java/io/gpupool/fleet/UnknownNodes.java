package io.gpupool.fleet;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Remembers which nodes were asked for in vain. A node with the scheme of one of our clouds may be
 * an instance that was born after the last reading, which is a reason to read again, once: the
 * autoscaler asks for every node that isn't ours several times in every loop.
 */
final class UnknownNodes {

  /** Beyond this many, forgetting and looking once more is cheaper than remembering. */
  private static final int MOST = 100_000;

  private final Supplier<List<EntryWatch>> watches;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  UnknownNodes(Supplier<List<EntryWatch>> watches) {
    this.watches = watches;
  }

  void missed(String providerId) {
    if (asked.contains(providerId)) {
      return;
    }
    List<EntryWatch> candidates =
        watches.get().stream().filter(watch -> watch.mayOwn(providerId)).toList();
    if (candidates.isEmpty()) {
      return;
    }
    if (asked.size() >= MOST) {
      asked.clear();
    }
    if (asked.add(providerId)) {
      candidates.forEach(EntryWatch::readSoon);
    }
  }
}
