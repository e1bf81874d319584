package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.WarmPool;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Set;

/** Gives a group a warm pool, which stays empty. */
final class PutWarmPool implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("AutoScalingGroupName", "MinSize", "PoolState");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    request
        .region()
        .groups()
        .existing(parameters.required("AutoScalingGroupName"))
        .give(
            new WarmPool(
                parameters.integer("MinSize").orElse(0),
                parameters.text("PoolState").orElse("Stopped")));
  }
}
