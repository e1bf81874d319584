package io.gpupool.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudCall;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.UniformCloud;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A cloud that is made by whoever calls it first. To set up a cloud's SDK takes longer than all the
 * rest of a start; so each is set up by the thread that reads it, beside the others and while the
 * ports open.
 */
public final class DeferredCloud extends UniformCloud {

  private final Supplier<Cloud> making;

  @GuardedBy("this")
  private Optional<Cloud> made = Optional.empty();

  /**
   * @param making makes it; called once, unless it fails, and never if nobody calls the cloud
   */
  public DeferredCloud(Supplier<Cloud> making) {
    this.making = making;
  }

  @Override
  protected <T> T make(CloudCall<T> call) throws CloudException {
    return call.to(cloud());
  }

  @Override
  public synchronized void close() {
    made.ifPresent(Cloud::close);
  }

  private synchronized Cloud cloud() {
    if (made.isEmpty()) {
      made = Optional.of(making.get());
    }
    return made.get();
  }
}
