package io.gpupool.clouds.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cloud that hands every call on to another and does the same around each of them. */
public abstract class SurroundedCloud implements Cloud {

  private final Cloud cloud;

  /**
   * @param cloud the one that answers; closed with this one
   */
  protected SurroundedCloud(Cloud cloud) {
    this.cloud = cloud;
  }

  /**
   * Makes a call, or refuses to.
   *
   * @param cloud the cloud around which this one is
   * @throws CloudException what the cloud threw, or the reason why it isn't asked
   */
  protected abstract <T> T make(CloudCall<T> call, Cloud cloud) throws CloudException;

  @Override
  public final CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    return make(new CloudCall.Observe(previous), cloud);
  }

  @Override
  public final void resize(NodeGroupId group, int from, int to) throws CloudException {
    boolean unused = make(new CloudCall.Resize(group, from, to), cloud);
  }

  @Override
  public final Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException {
    return make(new CloudCall.Delete(group, instances), cloud);
  }

  @Override
  public final List<Offer> offers(Set<String> machineTypes) throws CloudException {
    return make(new CloudCall.Offers(machineTypes), cloud);
  }

  @Override
  public void close() {
    cloud.close();
  }
}
