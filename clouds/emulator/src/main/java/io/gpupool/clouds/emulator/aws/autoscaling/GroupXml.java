package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.ConfigurationReference;
import io.gpupool.clouds.emulator.aws.model.Geography;
import io.gpupool.clouds.emulator.aws.model.Group;
import io.gpupool.clouds.emulator.aws.model.GroupTag;
import io.gpupool.clouds.emulator.aws.model.Instance;
import io.gpupool.clouds.emulator.aws.model.InstanceRequirements;
import io.gpupool.clouds.emulator.aws.model.LaunchOrigin;
import io.gpupool.clouds.emulator.aws.model.LaunchSource;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy;
import io.gpupool.clouds.emulator.aws.model.TemplateReference;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes a group as the type {@code AutoScalingGroup} of the API. */
final class GroupXml {

  private final Geography geography;
  private final boolean withInstances;

  GroupXml(Geography geography, boolean withInstances) {
    this.geography = geography;
    this.withInstances = withInstances;
  }

  void write(Xml xml, Group group) {
    xml.text("AutoScalingGroupName", group.name()).text("AutoScalingGroupARN", group.arn());
    writeSource(xml, group.settings().source());
    xml.text("MinSize", group.settings().min())
        .text("MaxSize", group.settings().max())
        .text("DesiredCapacity", group.settings().desired())
        .text("DefaultCooldown", group.settings().cooldown())
        .texts("AvailabilityZones", group.settings().zones())
        .texts("LoadBalancerNames", List.of())
        .texts("TargetGroupARNs", List.of())
        .text("HealthCheckType", "EC2")
        .text("HealthCheckGracePeriod", 0)
        .list(
            "Instances",
            withInstances ? group.members() : List.<Instance>of(),
            GroupXml::writeInstance)
        .text("CreatedTime", group.created())
        .list(
            "SuspendedProcesses",
            new TreeSet<>(group.suspended()),
            (process, name) ->
                process
                    .text("ProcessName", name)
                    .text("SuspensionReason", "User suspended at the request of the owner"))
        .text("VPCZoneIdentifier", subnets(group))
        .texts("EnabledMetrics", List.of())
        .text(
            "Status", group.isBeingDeleted() ? Optional.of("Delete in progress") : Optional.empty())
        .list("Tags", group.tags(), (tag, each) -> writeTag(tag, group, each))
        .texts("TerminationPolicies", List.of("Default"))
        .text("NewInstancesProtectedFromScaleIn", group.protectsNew())
        .text(
            "ServiceLinkedRoleARN",
            "arn:aws:iam::"
                + group.account()
                + ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")
        .element(
            "WarmPoolConfiguration",
            group.warmPool(),
            (pool, each) -> pool.text("MinSize", each.minSize()).text("PoolState", each.state()))
        .text("WarmPoolSize", group.warmPool().map(pool -> 0))
        .texts("TrafficSources", List.of());
  }

  /** What an instance was made from. */
  static void writeOrigin(Xml xml, LaunchOrigin origin) {
    if (origin instanceof TemplateReference template) {
      xml.element("LaunchTemplate", element -> writeTemplate(element, template));
    } else if (origin instanceof ConfigurationReference configuration) {
      xml.text("LaunchConfigurationName", configuration.name());
    }
  }

  /** The type {@code TagDescription}. */
  static void writeTag(Xml xml, Group group, GroupTag tag) {
    xml.text("ResourceId", group.name())
        .text("ResourceType", "auto-scaling-group")
        .text("Key", tag.key())
        .text("Value", tag.value())
        .text("PropagateAtLaunch", tag.propagateAtLaunch());
  }

  /** The type {@code LaunchTemplateSpecification}. */
  static void writeTemplate(Xml xml, TemplateReference template) {
    xml.text("LaunchTemplateId", template.id())
        .text("LaunchTemplateName", template.name())
        .text("Version", template.version());
  }

  private String subnets(Group group) {
    return group.settings().zones().stream()
        .map(zone -> geography.subnet(group.account(), zone))
        .collect(Collectors.joining(","));
  }

  private static void writeInstance(Xml xml, Instance instance) {
    xml.text("InstanceId", instance.id())
        .text("InstanceType", instance.type().name())
        .text("AvailabilityZone", instance.zone())
        .text("LifecycleState", instance.membership().word())
        .text("HealthStatus", instance.isHealthy() ? "Healthy" : "Unhealthy")
        .text("ProtectedFromScaleIn", instance.isProtected());
    writeOrigin(xml, instance.origin());
  }

  private static void writeSource(Xml xml, LaunchSource source) {
    if (source instanceof LaunchSource.OneTemplate one) {
      xml.element("LaunchTemplate", template -> writeTemplate(template, one.template()));
    } else if (source instanceof LaunchSource.Configured configured) {
      xml.text("LaunchConfigurationName", configured.configuration().name());
    } else if (source instanceof LaunchSource.Mixed mixed) {
      xml.element("MixedInstancesPolicy", policy -> writePolicy(policy, mixed.policy()));
    }
  }

  private static void writePolicy(Xml xml, MixedInstancesPolicy policy) {
    xml.element(
        "LaunchTemplate",
        launch ->
            launch
                .element(
                    "LaunchTemplateSpecification",
                    template -> writeTemplate(template, policy.template()))
                .list("Overrides", policy.overrides(), GroupXml::writeOverride));
    MixedInstancesPolicy.Distribution distribution = policy.distribution();
    xml.element(
        "InstancesDistribution",
        written ->
            written
                .text("OnDemandAllocationStrategy", distribution.onDemandAllocation())
                .text("OnDemandBaseCapacity", distribution.onDemandBase())
                .text("OnDemandPercentageAboveBaseCapacity", distribution.onDemandPercentage())
                .text("SpotAllocationStrategy", distribution.spotAllocation())
                .text("SpotMaxPrice", distribution.spotMaxPrice()));
  }

  private static void writeOverride(Xml xml, MixedInstancesPolicy.TypeOverride override) {
    xml.text("InstanceType", override.instanceType())
        .element("InstanceRequirements", override.requirements(), GroupXml::writeRequirements)
        .element("LaunchTemplateSpecification", override.template(), GroupXml::writeTemplate);
  }

  private static void writeRequirements(Xml xml, InstanceRequirements requirements) {
    xml.element("VCpuCount", range -> writeRange(range, requirements.vcpus()))
        .element("MemoryMiB", range -> writeRange(range, requirements.memoryMib()))
        .element("AcceleratorCount", requirements.accelerators(), GroupXml::writeRange)
        .texts("AcceleratorManufacturers", requirements.manufacturers())
        .texts("AcceleratorNames", requirements.names())
        .texts("AcceleratorTypes", requirements.kinds())
        .texts("AllowedInstanceTypes", requirements.allowed())
        .texts("ExcludedInstanceTypes", requirements.excluded());
  }

  private static void writeRange(Xml xml, InstanceRequirements.Range range) {
    xml.text("Min", range.min()).text("Max", range.max());
  }
}
