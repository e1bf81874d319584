package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import java.util.List;

/** The processes of a group, of which the emulator has Launch, Terminate and ReplaceUnhealthy. */
final class Processes {

  private static final List<String> ALL =
      List.of(
          "Launch",
          "Terminate",
          "AddToLoadBalancer",
          "AlarmNotification",
          "AZRebalance",
          "HealthCheck",
          "InstanceRefresh",
          "ReplaceUnhealthy",
          "ScheduledActions");

  private Processes() {}

  /** Those that a request names, or all. */
  static List<String> named(Parameters parameters) {
    List<String> named = parameters.texts("ScalingProcesses");
    for (String process : named) {
      if (!ALL.contains(process)) {
        throw AwsException.validation(process + " is not a valid scaling process");
      }
    }
    return named.isEmpty() ? ALL : named;
  }
}
