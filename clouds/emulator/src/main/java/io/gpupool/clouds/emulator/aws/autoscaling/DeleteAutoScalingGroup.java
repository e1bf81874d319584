package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Set;

/** Deletes an empty group, or with force any group and its instances. */
final class DeleteAutoScalingGroup implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("AutoScalingGroupName", "ForceDelete");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    request
        .region()
        .groups()
        .delete(
            parameters.required("AutoScalingGroupName"),
            parameters.flag("ForceDelete").orElse(false),
            request.now());
  }
}
