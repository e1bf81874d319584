package io.gpupool.admin;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudCall;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.UniformCloud;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/**
 * A cloud whose calls are timed: {@code gpupool_cloud_call_seconds} by cloud entry, verb and
 * result, the result being {@code ok} or the kind of error.
 */
public final class MeteredCloud extends UniformCloud {

  static final String NAME = "gpupool.cloud.call";

  private final Cloud cloud;
  private final String entry;
  private final MeterRegistry registry;

  public MeteredCloud(Cloud cloud, String entry, MeterRegistry registry) {
    this.cloud = cloud;
    this.entry = entry;
    this.registry = registry;
  }

  @Override
  protected <T> T make(CloudCall<T> call) throws CloudException {
    Timer.Sample sample = Timer.start(registry);
    String result = "defect";
    try {
      T answer = call.to(cloud);
      result = "ok";
      return answer;
    } catch (CloudException e) {
      result = e.error().kind().name().toLowerCase(Locale.ROOT);
      throw e;
    } finally {
      sample.stop(
          Timer.builder(NAME)
              .description("calls to clouds, by cloud entry, verb and result")
              .tags("cloud", entry, "verb", call.verb(), "result", result)
              .register(registry));
    }
  }

  @Override
  public void close() {
    cloud.close();
  }
}
