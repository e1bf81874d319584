package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Group;
import io.gpupool.clouds.emulator.aws.model.GroupSettings;
import io.gpupool.clouds.emulator.aws.model.GroupTag;
import io.gpupool.clouds.emulator.aws.model.LaunchSource;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.List;
import java.util.Set;

/** Makes a group, which begins to launch at once. */
final class CreateAutoScalingGroup implements Action {

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
        "Tags",
        "VPCZoneIdentifier");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    String name = parameters.required("AutoScalingGroupName");
    int min = parameters.requiredInteger("MinSize");
    int max = parameters.requiredInteger("MaxSize");
    LaunchSource source =
        new SourceForm(request.region())
            .read(parameters)
            .orElseThrow(
                () ->
                    AwsException.validation(
                        "Valid requests must contain either LaunchTemplate,"
                            + " LaunchConfigurationName, InstanceId or MixedInstancesPolicy"
                            + " parameter."));
    List<GroupTag> tags = parameters.structures("Tags").stream().map(TagForm::read).toList();
    GroupSettings settings =
        new GroupSettings(
            min,
            max,
            parameters.integer("DesiredCapacity").orElse(min),
            parameters.integer("DefaultCooldown").orElse(GroupSettings.USUAL_COOLDOWN),
            ZonesForm.read(request).orElse(List.of()),
            source);
    Group made = request.region().groups().create(name, settings, tags, request.now());
    parameters.flag("NewInstancesProtectedFromScaleIn").ifPresent(made::protectNew);
  }
}
