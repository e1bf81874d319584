package io.gpupool.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Which groups a ceiling or a brake is about. What is left out matches everything; the rest has to
 * hold together.
 *
 * @param cloud the name of a configured entry
 * @param group by their ids
 * @param tier in which the group is
 * @param gpuModel the catalog's name
 * @param labels labels that nodes carry, all of them
 */
public record Scope(
    Optional<String> cloud,
    Optional<GroupNames> group,
    OptionalInt tier,
    Optional<String> gpuModel,
    Map<String, String> labels) {

  /** Every group. */
  public static final Scope EVERYTHING =
      new Scope(
          Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(), Map.of());

  public Scope {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(tier, "tier");
    Objects.requireNonNull(gpuModel, "gpuModel");
    labels = Map.copyOf(labels);
  }

  /** Every group with GPUs of a model. */
  public static Scope ofModel(String gpuModel) {
    return new Scope(
        Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.of(gpuModel), Map.of());
  }

  /** Whether the group is one of those. */
  public boolean matches(GroupAccount.Traits traits) {
    return cloud.map(traits.cloudName()::equals).orElse(true)
        && group.map(names -> names.matches(traits.id())).orElse(true)
        && (tier.isEmpty() || tier.getAsInt() == traits.tier())
        && (gpuModel.isEmpty() || gpuModel.equals(traits.gpuModel()))
        && traits.labels().entrySet().containsAll(labels.entrySet());
  }

  /** Whether every group of the other is one of these, as far as can be told from the two alone. */
  public boolean covers(Scope other) {
    return (cloud.isEmpty() || cloud.equals(other.cloud))
        && group.map(names -> other.group.map(names::covers).orElse(false)).orElse(true)
        && (tier.isEmpty() || tier.equals(other.tier))
        && (gpuModel.isEmpty() || gpuModel.equals(other.gpuModel))
        && other.labels.entrySet().containsAll(labels.entrySet());
  }

  /** For people: {@code everything}, or what it is narrowed to. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    cloud.ifPresent(name -> parts.add("cloud " + name));
    group.ifPresent(names -> parts.add("groups " + names));
    tier.ifPresent(number -> parts.add("tier " + number));
    gpuModel.ifPresent(parts::add);
    new TreeMap<>(labels).forEach((key, value) -> parts.add(key + "=" + value));
    return parts.isEmpty() ? "everything" : String.join(", ", parts);
  }
}
