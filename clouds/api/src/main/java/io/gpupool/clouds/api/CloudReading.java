package io.gpupool.clouds.api;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One complete reading of a cloud entry.
 *
 * @param groups every group it manages, each once
 * @param absent names of groups that were asked for explicitly and don't exist there
 * @param problems what a person should mend; a reading is usable in spite of them
 */
public record CloudReading(
    List<GroupReading> groups, Set<String> absent, List<ReadingProblem> problems) {

  public CloudReading {
    groups = List.copyOf(groups);
    absent = Set.copyOf(absent);
    problems = List.copyOf(problems);
    Set<NodeGroupId> ids = new HashSet<>();
    for (GroupReading group : groups) {
      if (!ids.add(group.id())) {
        throw new IllegalArgumentException("group " + group.id() + " is there twice");
      }
    }
  }

  /** A reading without complaints. */
  public static CloudReading of(List<GroupReading> groups) {
    return new CloudReading(groups, Set.of(), List.of());
  }

  /** The reading of one group, if it is there. */
  public Optional<GroupReading> group(NodeGroupId id) {
    return groups.stream().filter(group -> group.id().equals(id)).findFirst();
  }
}
