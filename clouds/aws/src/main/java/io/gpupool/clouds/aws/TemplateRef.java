package io.gpupool.clouds.aws;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;
import software.amazon.awssdk.services.ec2.model.InstanceRequirementsRequest;

/**
 * Where a group says what its instances will be: a launch template and a version of it, of which a
 * mixed instances policy may override the machine type, by naming types or by saying what they have
 * to have.
 *
 * @param templateId the launch template
 * @param version its number, {@code $Latest} or {@code $Default}
 * @param machineTypes what overrides the template's own, in the order of preference; may be empty
 * @param requirements what overriding types have to have, if that is said instead
 * @param allSpot whether the policy buys nothing but spot
 */
record TemplateRef(
    String templateId,
    String version,
    List<String> machineTypes,
    Optional<InstanceRequirementsRequest> requirements,
    boolean allSpot) {

  private static final String DEFAULT_VERSION = "$Default";

  TemplateRef {
    machineTypes = List.copyOf(machineTypes);
  }

  /** What the group refers to; empty for groups with a launch configuration. */
  static Optional<TemplateRef> of(AutoScalingGroup group) {
    MixedInstancesPolicy policy = group.mixedInstancesPolicy();
    if (policy != null && policy.launchTemplate() != null) {
      List<LaunchTemplateOverrides> overrides = policy.launchTemplate().overrides();
      return of(
          policy.launchTemplate().launchTemplateSpecification(),
          overrides.stream()
              .map(LaunchTemplateOverrides::instanceType)
              .filter(type -> type != null && !type.isBlank())
              .distinct()
              .toList(),
          overrides.stream()
              .flatMap(override -> Optional.ofNullable(override.instanceRequirements()).stream())
              .findFirst()
              .map(MatchingTypes::asRequest),
          buysSpotOnly(policy.instancesDistribution()));
    }
    return of(group.launchTemplate(), List.of(), Optional.empty(), false);
  }

  /** Whether the version is a name whose meaning can change. */
  boolean isMoving() {
    return version.startsWith("$");
  }

  /** What this comes down to, once it is known which version it means. */
  String source(String number) {
    return templateId
        + "/"
        + number
        + (machineTypes.isEmpty() ? "" : "/" + String.join("+", machineTypes))
        + requirements
            .map(needs -> "/needs-" + HexFormat.of().toHexDigits(needs.toString().hashCode()))
            .orElse("")
        + (allSpot ? "/spot" : "");
  }

  private static Optional<TemplateRef> of(
      LaunchTemplateSpecification template,
      List<String> machineTypes,
      Optional<InstanceRequirementsRequest> requirements,
      boolean allSpot) {
    if (template == null || template.launchTemplateId() == null) {
      return Optional.empty();
    }
    String version = template.version();
    return Optional.of(
        new TemplateRef(
            template.launchTemplateId(),
            version == null || version.isBlank() ? DEFAULT_VERSION : version,
            machineTypes,
            requirements,
            allSpot));
  }

  private static boolean buysSpotOnly(InstancesDistribution distribution) {
    return distribution != null
        && distribution.onDemandPercentageAboveBaseCapacity() != null
        && distribution.onDemandPercentageAboveBaseCapacity() == 0
        && (distribution.onDemandBaseCapacity() == null
            || distribution.onDemandBaseCapacity() == 0);
  }
}
