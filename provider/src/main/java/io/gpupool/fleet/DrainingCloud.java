package io.gpupool.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ProviderId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cloud that may be closed while calls are under way: they end first. So the settings of a cloud
 * can be exchanged without asking what is going on in it at the moment.
 */
public final class DrainingCloud implements Cloud {

  private final Cloud cloud;

  @GuardedBy("this")
  private int underWay;

  @GuardedBy("this")
  private boolean closing;

  public DrainingCloud(Cloud cloud) {
    this.cloud = cloud;
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws CloudException;
  }

  @Override
  public CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    return counted(() -> cloud.observe(previous));
  }

  @Override
  public void resize(NodeGroupId group, int from, int to) throws CloudException {
    boolean unused =
        counted(
            () -> {
              cloud.resize(group, from, to);
              return true;
            });
  }

  @Override
  public Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException {
    return counted(() -> cloud.delete(group, instances));
  }

  @Override
  public List<Offer> offers(Set<String> machineTypes) throws CloudException {
    return counted(() -> cloud.offers(machineTypes));
  }

  /** Lets calls under way end and closes the cloud then; returns at once. */
  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      if (underWay > 0) {
        return;
      }
    }
    cloud.close();
  }

  private <T> T counted(Call<T> call) throws CloudException {
    synchronized (this) {
      if (closing) {
        throw new CloudException(
            CloudError.of(
                CloudError.Kind.UNAVAILABLE,
                "Closed",
                "this way to the cloud is closed: its settings have changed, or the server stops"));
      }
      underWay++;
    }
    try {
      return call.make();
    } finally {
      if (isLast()) {
        cloud.close();
      }
    }
  }

  private synchronized boolean isLast() {
    underWay--;
    return closing && underWay == 0;
  }
}
