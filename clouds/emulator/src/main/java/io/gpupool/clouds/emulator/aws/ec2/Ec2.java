package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.service.Service;
import io.gpupool.clouds.emulator.aws.wire.Dialect;

/** The service EC2. */
public final class Ec2 {

  private Ec2() {}

  /** The service with all of its actions. */
  public static Service service() {
    return Service.of(
        "ec2",
        "2016-11-15",
        "http://ec2.amazonaws.com/doc/2016-11-15/",
        Dialect.EC2,
        new CreateLaunchTemplate(),
        new DescribeAvailabilityZones(),
        new DescribeImages(),
        new DescribeInstanceTypes(),
        new DescribeInstances(),
        new DescribeLaunchTemplateVersions(),
        new DescribeLaunchTemplates(),
        new DescribeRegions(),
        new DescribeSpotPriceHistory(),
        new GetInstanceTypesFromInstanceRequirements(),
        new TerminateInstances());
  }

  /** The complaint about a token that no answer ever had. */
  static AwsException invalidToken() {
    return new AwsException(400, "InvalidNextToken", "The specified NextToken is not valid");
  }
}
