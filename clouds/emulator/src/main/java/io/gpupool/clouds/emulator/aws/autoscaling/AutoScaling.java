package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.service.Service;
import io.gpupool.clouds.emulator.aws.wire.Dialect;

/** The service EC2 Auto Scaling. */
public final class AutoScaling {

  private AutoScaling() {}

  /** The service with all of its actions. */
  public static Service service() {
    return Service.of(
        "autoscaling",
        "2011-01-01",
        "http://autoscaling.amazonaws.com/doc/2011-01-01/",
        Dialect.QUERY,
        new DescribeAutoScalingGroups(),
        new DescribeAutoScalingInstances(),
        new DescribeScalingActivities(),
        new SetDesiredCapacity(),
        new TerminateInstanceInAutoScalingGroup(),
        new CreateAutoScalingGroup(),
        new UpdateAutoScalingGroup(),
        new DeleteAutoScalingGroup(),
        new CreateOrUpdateTags(),
        new DescribeTags(),
        new CreateLaunchConfiguration(),
        new DescribeLaunchConfigurations(),
        ScalingProcesses.suspend(),
        ScalingProcesses.resume(),
        new PutWarmPool());
  }

  /** The complaint about a token that no answer ever had. */
  static AwsException invalidToken() {
    return new AwsException(400, "InvalidNextToken", "The NextToken value is not valid.");
  }
}
