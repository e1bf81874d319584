package io.gpupool.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudCall;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.UniformCloud;

/**
 * A cloud that may be closed while calls are under way: they end first. So the settings of a cloud
 * can be exchanged without asking what is going on in it at the moment.
 */
public final class DrainingCloud extends UniformCloud {

  private final Cloud cloud;

  @GuardedBy("this")
  private int underWay;

  @GuardedBy("this")
  private boolean closing;

  public DrainingCloud(Cloud cloud) {
    this.cloud = cloud;
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

  @Override
  protected <T> T make(CloudCall<T> call) throws CloudException {
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
      return call.to(cloud);
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
