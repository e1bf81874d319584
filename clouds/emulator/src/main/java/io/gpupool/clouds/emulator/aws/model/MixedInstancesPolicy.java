package io.gpupool.clouds.emulator.aws.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a group is made up of several instance types, on demand and spot.
 *
 * @param template where everything else about instances stands
 * @param overrides the types, in order of preference; empty means the template's own
 * @param distribution how much of what
 */
public record MixedInstancesPolicy(
    TemplateReference template, List<TypeOverride> overrides, Distribution distribution) {

  public MixedInstancesPolicy {
    Objects.requireNonNull(template, "template");
    overrides = List.copyOf(overrides);
    Objects.requireNonNull(distribution, "distribution");
  }

  /**
   * One type that the group may launch, or all that have what is required.
   *
   * @param instanceType the type, unless there are requirements
   * @param requirements what types have to have, unless one is named
   * @param template another launch template for it, if it has one
   */
  public record TypeOverride(
      Optional<String> instanceType,
      Optional<InstanceRequirements> requirements,
      Optional<TemplateReference> template) {
    public TypeOverride {
      if (instanceType.isPresent() == requirements.isPresent()) {
        throw AwsException.validation(
            "Valid overrides must contain either InstanceType or InstanceRequirements");
      }
    }

    /** A type by name, from the policy's template. */
    public static TypeOverride of(String instanceType) {
      return new TypeOverride(Optional.of(instanceType), Optional.empty(), Optional.empty());
    }

    /** All types that have what is required, from the policy's template. */
    public static TypeOverride of(InstanceRequirements requirements) {
      return new TypeOverride(Optional.empty(), Optional.of(requirements), Optional.empty());
    }
  }

  /**
   * How much is bought on demand, and how types are chosen.
   *
   * @param onDemandAllocation {@code prioritized} or {@code lowest-price}
   * @param onDemandBase how many are on demand before anything is spot
   * @param onDemandPercentage how much of the rest is on demand
   * @param spotAllocation such as {@code lowest-price} or {@code capacity-optimized-prioritized}
   * @param spotMaxPrice the most that a spot instance may cost per hour
   */
  public record Distribution(
      String onDemandAllocation,
      int onDemandBase,
      int onDemandPercentage,
      String spotAllocation,
      Optional<BigDecimal> spotMaxPrice) {

    private static final String IN_ORDER = "capacity-optimized-prioritized";

    public Distribution {
      Objects.requireNonNull(onDemandAllocation, "onDemandAllocation");
      Objects.requireNonNull(spotAllocation, "spotAllocation");
      Objects.requireNonNull(spotMaxPrice, "spotMaxPrice");
      if (onDemandBase < 0 || onDemandPercentage < 0 || onDemandPercentage > 100) {
        throw AwsException.validation(
            "Incompatible instances distribution: on-demand base capacity "
                + onDemandBase
                + ", on-demand percentage above base capacity "
                + onDemandPercentage
                + ".");
      }
    }

    /** What AWS takes when nothing is said: everything on demand. */
    public static Distribution usual() {
      return new Distribution("prioritized", 0, 100, "lowest-price", Optional.empty());
    }

    /** Everything spot. */
    public static Distribution allSpot() {
      return new Distribution("prioritized", 0, 0, "price-capacity-optimized", Optional.empty());
    }

    /** Whether spot instances are tried in the order of the overrides rather than by price. */
    boolean spotInOrder() {
      return spotAllocation.equals(IN_ORDER);
    }

    /** How many of so many instances are on demand. */
    int onDemandOf(int capacity) {
      int base = Math.min(onDemandBase, capacity);
      int above = (int) Math.ceil((capacity - base) * onDemandPercentage / 100.0);
      return base + above;
    }
  }
}
