package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Group;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * SuspendProcesses and ResumeProcesses: of those that a request names, or of all. The emulator's
 * groups have Launch, Terminate and ReplaceUnhealthy; the others can be suspended and do nothing.
 */
final class ScalingProcesses implements Action {

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

  private final String name;
  private final BiConsumer<Group, Collection<String>> change;

  private ScalingProcesses(String name, BiConsumer<Group, Collection<String>> change) {
    this.name = name;
    this.change = change;
  }

  static ScalingProcesses suspend() {
    return new ScalingProcesses("SuspendProcesses", Group::suspend);
  }

  static ScalingProcesses resume() {
    return new ScalingProcesses("ResumeProcesses", Group::resume);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("AutoScalingGroupName", "ScalingProcesses");
  }

  @Override
  public void perform(Request request, Xml result) {
    Group group =
        request.region().groups().existing(request.parameters().required("AutoScalingGroupName"));
    List<String> named = request.parameters().texts("ScalingProcesses");
    for (String process : named) {
      if (!ALL.contains(process)) {
        throw AwsException.validation(process + " is not a valid scaling process");
      }
    }
    change.accept(group, named.isEmpty() ? ALL : named);
  }
}
