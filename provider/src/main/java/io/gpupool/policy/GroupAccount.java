package io.gpupool.policy;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.SizeLimits;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What ceilings and brakes look at in a group, at one moment.
 *
 * @param traits what the group is, whatever its size
 * @param usdPerHour what a node costs, zero or more; infinite if nobody says
 * @param limits the sizes that its cloud lets it have
 * @param target how many nodes it is meant to have
 * @param billed how many nodes its cloud bills or may bill: instances in every state, and what it
 *     was asked for or is about to be
 * @param running how many instances run and are to stay
 */
public record GroupAccount(
    Traits traits, double usdPerHour, SizeLimits limits, int target, int billed, int running) {

  /**
   * What a group is.
   *
   * @param id the group
   * @param cloudName the name of the configured entry that manages it
   * @param tier lower ones are filled first
   * @param gpuModel the catalog's name of its GPUs; empty without GPUs
   * @param labels labels that its nodes carry
   * @param zeroOrMax whether it is either empty or full
   */
  public record Traits(
      NodeGroupId id,
      String cloudName,
      int tier,
      Optional<String> gpuModel,
      Map<String, String> labels,
      boolean zeroOrMax) {
    public Traits {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(cloudName, "cloudName");
      Objects.requireNonNull(gpuModel, "gpuModel");
      labels = Map.copyOf(labels);
    }
  }

  public GroupAccount {
    Objects.requireNonNull(traits, "traits");
    Objects.requireNonNull(limits, "limits");
    if (!(usdPerHour >= 0)) {
      throw new IllegalArgumentException(traits.id() + " costs " + usdPerHour + " usd per hour");
    }
  }

  /** The group. */
  public NodeGroupId id() {
    return traits.id();
  }

  /** Whether anybody says what a node costs. */
  boolean isPriced() {
    return Double.isFinite(usdPerHour);
  }

  /** What so many of its nodes cost; nothing where nobody says what one costs. */
  double usdPerHour(int nodes) {
    return isPriced() ? usdPerHour * nodes : 0;
  }
}
