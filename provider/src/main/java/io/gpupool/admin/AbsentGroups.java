package io.gpupool.admin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Groups that the configuration names and that aren't there. A configured cloud is several entries
 * of the fleet, one for each account and region or project, and a name is only missing if none of
 * them has it. Not thread-safe.
 */
final class AbsentGroups {

  private final Map<String, Integer> entriesOfCloud;
  private final Map<String, Set<String>> ofThisReading = new HashMap<>();
  private final Map<String, Set<String>> absentIn = new HashMap<>();
  private final Map<String, Set<String>> told = new HashMap<>();

  /**
   * @param entriesOfCloud how many entries each configured cloud has become; its name is what an
   *     entry's has before the slash
   */
  AbsentGroups(Map<String, Integer> entriesOfCloud) {
    this.entriesOfCloud = Map.copyOf(entriesOfCloud);
  }

  /** The configured cloud that an entry of the fleet belongs to. */
  static String cloudOf(String entry) {
    int slash = entry.indexOf('/');
    return slash < 0 ? entry : entry.substring(0, slash);
  }

  /** A reading of the entry, which isn't over, misses the group. */
  void missed(String entry, String name) {
    ofThisReading.computeIfAbsent(entry, first -> new HashSet<>()).add(name);
  }

  /** A reading of the entry is over: the names that are known to be missing and weren't before. */
  Set<String> endReading(String entry) {
    Set<String> here = ofThisReading.remove(entry);
    absentIn.put(entry, here == null ? Set.of() : here);
    String cloud = cloudOf(entry);
    Set<String> missing = missingEverywhere(cloud);
    Set<String> before = told.put(cloud, missing);
    Set<String> news = new TreeSet<>(missing);
    news.removeAll(before == null ? Set.of() : before);
    return news;
  }

  private Set<String> missingEverywhere(String cloud) {
    List<Set<String>> entries = new ArrayList<>();
    absentIn.forEach(
        (entry, names) -> {
          if (cloudOf(entry).equals(cloud)) {
            entries.add(names);
          }
        });
    Set<String> missing = new HashSet<>();
    if (entries.size() >= entriesOfCloud.getOrDefault(cloud, 1)) {
      missing.addAll(entries.get(0));
      entries.forEach(missing::retainAll);
    }
    return missing;
  }
}
