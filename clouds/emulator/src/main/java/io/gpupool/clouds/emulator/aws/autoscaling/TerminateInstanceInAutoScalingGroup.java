package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.Activity;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Set;

/** Terminates one instance and either lets the group replace it or lowers the group's target. */
final class TerminateInstanceInAutoScalingGroup implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("InstanceId", "ShouldDecrementDesiredCapacity");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    String instance = parameters.required("InstanceId");
    boolean decrement =
        parameters
            .flag("ShouldDecrementDesiredCapacity")
            .orElseThrow(() -> parameters.missing("ShouldDecrementDesiredCapacity"));
    Activity activity = request.region().groups().terminate(instance, decrement, request.now());
    ActivityXml writer = new ActivityXml(request.world().geography());
    result.element("Activity", xml -> writer.write(xml, activity));
  }
}
