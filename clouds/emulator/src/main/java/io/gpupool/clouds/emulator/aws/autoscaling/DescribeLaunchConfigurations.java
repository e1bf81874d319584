package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.LaunchConfiguration;
import io.gpupool.clouds.emulator.aws.model.MachineImage;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Launch configurations by name, without those that there aren't. */
final class DescribeLaunchConfigurations implements Action {

  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 100;

  @Override
  public Set<String> parameters() {
    return Set.of("LaunchConfigurationNames", "MaxRecords", "NextToken");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    int size = parameters.integer("MaxRecords", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
    Set<String> names = new HashSet<>(parameters.texts("LaunchConfigurationNames", USUAL_PAGE));
    Stream<LaunchConfiguration> found =
        request.region().configurations().all().stream()
            .filter(each -> names.isEmpty() || names.contains(each.name()));
    Page<LaunchConfiguration> page =
        Page.of(
            found,
            LaunchConfiguration::name,
            size,
            parameters.text("NextToken"),
            AutoScaling::invalidToken);
    result
        .list("LaunchConfigurations", page.items(), DescribeLaunchConfigurations::write)
        .text("NextToken", page.next());
  }

  private static void write(Xml xml, LaunchConfiguration configuration) {
    xml.text("LaunchConfigurationName", configuration.name())
        .text("LaunchConfigurationARN", configuration.arn())
        .text("ImageId", configuration.imageId())
        .text("KeyName", "")
        .text("UserData", "")
        .text("InstanceType", configuration.instanceType())
        .text("SpotPrice", configuration.spotPrice())
        .list(
            "BlockDeviceMappings",
            configuration.rootVolumeGib().stream().toList(),
            (mapping, gib) ->
                mapping
                    .text("DeviceName", MachineImage.ROOT_DEVICE)
                    .element("Ebs", ebs -> ebs.text("VolumeSize", gib)))
        .text("CreatedTime", configuration.created());
  }
}
