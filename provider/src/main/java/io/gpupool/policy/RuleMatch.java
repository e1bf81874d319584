package io.gpupool.policy;

import io.gpupool.clouds.api.CapacityType;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which groups a rule is about. What is left out matches everything; the rest has to hold together.
 *
 * @param cloud the name of a configured entry
 * @param group by their ids
 * @param gpuModel the catalog's name
 * @param gpus how many a node has
 * @param usdPerHour what a node costs
 * @param capacityType how nodes are paid for
 * @param labels labels that nodes carry, all of them
 */
public record RuleMatch(
    Optional<String> cloud,
    Optional<GroupNames> group,
    Optional<String> gpuModel,
    Bounds gpus,
    Bounds usdPerHour,
    Optional<CapacityType> capacityType,
    Map<String, String> labels) {

  /** Every group. */
  public static final RuleMatch EVERYTHING =
      new RuleMatch(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Bounds.ANY,
          Bounds.ANY,
          Optional.empty(),
          Map.of());

  public RuleMatch {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(gpuModel, "gpuModel");
    Objects.requireNonNull(gpus, "gpus");
    Objects.requireNonNull(usdPerHour, "usdPerHour");
    Objects.requireNonNull(capacityType, "capacityType");
    labels = Map.copyOf(labels);
  }

  /** Whether the group is one of those. */
  public boolean matches(GroupFacts facts) {
    return cloud.map(facts.cloudName()::equals).orElse(true)
        && group.map(names -> names.matches(facts.id())).orElse(true)
        && meets(gpuModel, facts.gpuModel())
        && gpus.contain(facts.gpus().isPresent() ? facts.gpus().getAsInt() : Double.NaN)
        && usdPerHour.contain(facts.usdPerHour())
        && meets(capacityType, facts.capacityType())
        && facts.labels().entrySet().containsAll(labels.entrySet());
  }

  /** Whether every group of the other is one of these, as far as can be told from the two alone. */
  public boolean covers(RuleMatch other) {
    return meets(cloud, other.cloud)
        && group.map(names -> other.group.map(names::covers).orElse(false)).orElse(true)
        && meets(gpuModel, other.gpuModel)
        && gpus.cover(other.gpus)
        && usdPerHour.cover(other.usdPerHour)
        && meets(capacityType, other.capacityType)
        && other.labels.entrySet().containsAll(labels.entrySet());
  }

  private static <T> boolean meets(Optional<T> wanted, Optional<T> is) {
    return wanted.isEmpty() || wanted.equals(is);
  }
}
