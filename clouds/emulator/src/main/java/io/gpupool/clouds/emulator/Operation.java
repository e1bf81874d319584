package io.gpupool.clouds.emulator;

import java.util.Map;
import java.util.Objects;

/**
 * What a client asks of a cloud, before it is known what comes of it.
 *
 * @param cloud {@code aws}, {@code gcp} or {@code azure}
 * @param service the cloud's name for the service ({@code autoscaling}); empty if the request
 *     doesn't say
 * @param region where; empty if the request doesn't say
 * @param action the cloud's name for what is to be done ({@code SetDesiredCapacity}); empty if the
 *     request doesn't say
 * @param parameters as the request has them, names and values decoded
 */
public record Operation(
    String cloud, String service, String region, String action, Map<String, String> parameters) {

  public Operation {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(action, "action");
    parameters = Map.copyOf(parameters);
  }
}
