package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Set;

/**
 * Sets how many instances a group shall have. If it has more, it terminates some of its own choice.
 */
final class SetDesiredCapacity implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("AutoScalingGroupName", "DesiredCapacity", "HonorCooldown");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    request
        .region()
        .groups()
        .setDesired(
            parameters.required("AutoScalingGroupName"),
            parameters.requiredInteger("DesiredCapacity"),
            parameters.flag("HonorCooldown").orElse(false),
            request.now());
  }
}
