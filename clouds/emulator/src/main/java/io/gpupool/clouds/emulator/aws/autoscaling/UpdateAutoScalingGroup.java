package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.GroupSettings;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Set;

/** Changes what a group's owner decides; what a request doesn't name stays as it is. */
final class UpdateAutoScalingGroup implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of(
        "AutoScalingGroupName",
        "AvailabilityZones",
        "DefaultCooldown",
        "DesiredCapacity",
        "LaunchConfigurationName",
        "LaunchTemplate",
        "MaxSize",
        "MinSize",
        "MixedInstancesPolicy",
        "NewInstancesProtectedFromScaleIn",
        "VPCZoneIdentifier");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    String name = parameters.required("AutoScalingGroupName");
    GroupSettings old = request.region().groups().existing(name).settings();
    int min = parameters.integer("MinSize").orElse(old.min());
    int max = parameters.integer("MaxSize").orElse(old.max());
    int desired =
        parameters.integer("DesiredCapacity").orElseGet(() -> moved(old.desired(), min, max));
    GroupSettings settings =
        old.withSizes(min, max, desired)
            .withCooldown(parameters.integer("DefaultCooldown").orElse(old.cooldown()))
            .withZones(ZonesForm.read(request).orElse(old.zones()))
            .withSource(new SourceForm(request.region()).read(parameters).orElse(old.source()));
    request.region().groups().update(name, settings, request.now());
    parameters
        .flag("NewInstancesProtectedFromScaleIn")
        .ifPresent(request.region().groups().existing(name)::protectNew);
  }

  /** Limits that are changed without a desired capacity take it along. */
  private static int moved(int desired, int min, int max) {
    return max < min ? desired : Math.max(min, Math.min(max, desired));
  }
}
