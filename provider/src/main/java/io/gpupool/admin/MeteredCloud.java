package io.gpupool.admin;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ProviderId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cloud whose calls are timed: {@code gpupool_cloud_call_seconds} by cloud entry, verb and
 * result, the result being {@code ok} or the kind of error.
 */
public final class MeteredCloud implements Cloud {

  static final String NAME = "gpupool.cloud.call";

  private final Cloud cloud;
  private final String entry;
  private final MeterRegistry registry;

  public MeteredCloud(Cloud cloud, String entry, MeterRegistry registry) {
    this.cloud = cloud;
    this.entry = entry;
    this.registry = registry;
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws CloudException;
  }

  @Override
  public CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    return timed("observe", () -> cloud.observe(previous));
  }

  @Override
  public void resize(NodeGroupId group, int from, int to) throws CloudException {
    boolean unused =
        timed(
            "resize",
            () -> {
              cloud.resize(group, from, to);
              return true;
            });
  }

  @Override
  public Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException {
    return timed("delete", () -> cloud.delete(group, instances));
  }

  @Override
  public List<Offer> offers(Set<String> machineTypes) throws CloudException {
    return timed("offers", () -> cloud.offers(machineTypes));
  }

  @Override
  public void close() {
    cloud.close();
  }

  private <T> T timed(String verb, Call<T> call) throws CloudException {
    Timer.Sample sample = Timer.start(registry);
    String result = "defect";
    try {
      T answer = call.make();
      result = "ok";
      return answer;
    } catch (CloudException e) {
      result = e.error().kind().name().toLowerCase(Locale.ROOT);
      throw e;
    } finally {
      sample.stop(
          Timer.builder(NAME)
              .description("calls to clouds, by cloud entry, verb and result")
              .tags("cloud", entry, "verb", verb, "result", result)
              .register(registry));
    }
  }
}
