package io.gpupool.clouds.emulator.aws.sts;

import io.gpupool.clouds.emulator.aws.access.Principals;
import io.gpupool.clouds.emulator.aws.service.Service;
import io.gpupool.clouds.emulator.aws.wire.Dialect;

/** The service STS. */
public final class Sts {

  private Sts() {}

  /** The service with all of its actions. */
  public static Service service(Principals principals) {
    return Service.of(
        "sts",
        "2011-06-15",
        "https://sts.amazonaws.com/doc/2011-06-15/",
        Dialect.QUERY,
        new GetCallerIdentity(),
        new AssumeRole(principals));
  }
}
