package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Set;

/** Resumes processes of a group, all of them if none is named. */
final class ResumeProcesses implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("AutoScalingGroupName", "ScalingProcesses");
  }

  @Override
  public void perform(Request request, Xml result) {
    request
        .region()
        .groups()
        .existing(request.parameters().required("AutoScalingGroupName"))
        .resume(Processes.named(request.parameters()));
  }
}
