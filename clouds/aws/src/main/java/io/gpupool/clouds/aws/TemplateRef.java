package io.gpupool.clouds.aws;

import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

/**
 * Where a group says what its instances will be: a launch template and a version of it, of which a
 * mixed instances policy may override the machine type.
 *
 * @param templateId the launch template
 * @param version its number, {@code $Latest} or {@code $Default}
 * @param machineType what overrides the template's own, if anything does
 * @param allSpot whether the policy buys nothing but spot
 */
record TemplateRef(
    String templateId, String version, Optional<String> machineType, boolean allSpot) {

  private static final String DEFAULT_VERSION = "$Default";

  /** What the group refers to; empty for groups with a launch configuration. */
  static Optional<TemplateRef> of(AutoScalingGroup group) {
    MixedInstancesPolicy policy = group.mixedInstancesPolicy();
    if (policy != null && policy.launchTemplate() != null) {
      Optional<String> override =
          policy.launchTemplate().overrides().stream()
              .map(candidate -> candidate.instanceType())
              .filter(type -> type != null && !type.isBlank())
              .findFirst();
      return of(
          policy.launchTemplate().launchTemplateSpecification(),
          override,
          buysSpotOnly(policy.instancesDistribution()));
    }
    return of(group.launchTemplate(), Optional.empty(), false);
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
        + machineType.map(type -> "/" + type).orElse("")
        + (allSpot ? "/spot" : "");
  }

  private static Optional<TemplateRef> of(
      LaunchTemplateSpecification template, Optional<String> machineType, boolean allSpot) {
    if (template == null || template.launchTemplateId() == null) {
      return Optional.empty();
    }
    String version = template.version();
    return Optional.of(
        new TemplateRef(
            template.launchTemplateId(),
            version == null || version.isBlank() ? DEFAULT_VERSION : version,
            machineType,
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
