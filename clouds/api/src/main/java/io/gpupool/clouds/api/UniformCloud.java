package io.gpupool.clouds.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cloud that does the same with every call, mostly around handing it on to another cloud. */
public abstract class UniformCloud implements Cloud {

  /**
   * Makes a call, or refuses to.
   *
   * @throws CloudException as the method of {@link Cloud} that was called
   */
  protected abstract <T> T make(CloudCall<T> call) throws CloudException;

  @Override
  public final CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    return make(new CloudCall.Observe(previous));
  }

  @Override
  public final void resize(NodeGroupId group, int from, int to) throws CloudException {
    boolean unused = make(new CloudCall.Resize(group, from, to));
  }

  @Override
  public final Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException {
    return make(new CloudCall.Delete(group, instances));
  }

  @Override
  public final List<Offer> offers(Set<String> machineTypes) throws CloudException {
    return make(new CloudCall.Offers(machineTypes));
  }
}
