package io.gpupool.config;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Taint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the configuration says about a group. What it leaves out is as the cloud or the autoscaler
 * has it.
 *
 * @param weight preference among equals: the higher, the rather
 * @param tier lower tiers are filled first
 * @param capacityType how the group is paid for, if the cloud can't be believed
 * @param provisionTime how long a node may take to join
 * @param labels labels that its nodes will carry
 * @param taints taints that its nodes will carry; an empty list says that they carry none
 * @param resources quantities in Kubernetes' notation that its nodes will report, by resource name
 * @param zeroOrMax whether the group is either empty or full
 */
public record GroupSettings(
    OptionalInt weight,
    OptionalInt tier,
    Optional<CapacityType> capacityType,
    Optional<Duration> provisionTime,
    Map<String, String> labels,
    Optional<List<Taint>> taints,
    Map<String, String> resources,
    Optional<Boolean> zeroOrMax) {

  /** The settings of a group that no pattern matches. */
  public static final GroupSettings NONE =
      new GroupSettings(
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          Map.of(),
          Optional.empty());

  public GroupSettings {
    Objects.requireNonNull(capacityType, "capacityType");
    Objects.requireNonNull(zeroOrMax, "zeroOrMax");
    labels = Map.copyOf(labels);
    taints = taints.map(List::copyOf);
    resources = Map.copyOf(resources);
    if (weight.orElse(0) < 0) {
      throw new IllegalArgumentException("weight " + weight.getAsInt());
    }
    if (tier.orElse(1) < 1) {
      throw new IllegalArgumentException("tier " + tier.getAsInt());
    }
    if (provisionTime.isPresent() && provisionTime.get().compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("provision time " + provisionTime.get());
    }
  }

  /** These settings, and for every key that they leave open, labels one by one, the others. */
  public GroupSettings orElse(GroupSettings others) {
    return new GroupSettings(
        weight.isPresent() ? weight : others.weight,
        tier.isPresent() ? tier : others.tier,
        capacityType.or(() -> others.capacityType),
        provisionTime.or(() -> others.provisionTime),
        merged(labels, others.labels),
        taints.or(() -> others.taints),
        merged(resources, others.resources),
        zeroOrMax.or(() -> others.zeroOrMax));
  }

  private static Map<String, String> merged(Map<String, String> first, Map<String, String> second) {
    Map<String, String> merged = new HashMap<>(second);
    merged.putAll(first);
    return merged;
  }
}
