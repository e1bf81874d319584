package io.gpupool.clouds.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A call to a {@link Cloud} as a value, for what is done around every call alike: counting, timing,
 * holding back.
 *
 * @param <T> what the cloud answers
 */
public sealed interface CloudCall<T> {

  /** Makes the call. */
  T to(Cloud cloud) throws CloudException;

  /** The name of {@link Cloud}'s method, as metrics and traces have it. */
  String verb();

  /** Whether the call asks for a change, as opposed to a reading. */
  boolean isChange();

  /** {@link Cloud#observe}. */
  record Observe(Optional<CloudReading> previous) implements CloudCall<CloudReading> {
    @Override
    public CloudReading to(Cloud cloud) throws CloudException {
      return cloud.observe(previous);
    }

    @Override
    public String verb() {
      return "observe";
    }

    @Override
    public boolean isChange() {
      return false;
    }
  }

  /** {@link Cloud#resize}, whose answer is that it was accepted. */
  record Resize(NodeGroupId group, int from, int to) implements CloudCall<Boolean> {
    @Override
    public Boolean to(Cloud cloud) throws CloudException {
      cloud.resize(group, from, to);
      return true;
    }

    @Override
    public String verb() {
      return "resize";
    }

    @Override
    public boolean isChange() {
      return true;
    }
  }

  /** {@link Cloud#delete}. */
  record Delete(NodeGroupId group, Set<ProviderId> instances)
      implements CloudCall<Map<ProviderId, DeleteResult>> {
    @Override
    public Map<ProviderId, DeleteResult> to(Cloud cloud) throws CloudException {
      return cloud.delete(group, instances);
    }

    @Override
    public String verb() {
      return "delete";
    }

    @Override
    public boolean isChange() {
      return true;
    }
  }

  /** {@link Cloud#offers}. */
  record Offers(Set<String> machineTypes) implements CloudCall<List<Offer>> {
    @Override
    public List<Offer> to(Cloud cloud) throws CloudException {
      return cloud.offers(machineTypes);
    }

    @Override
    public String verb() {
      return "offers";
    }

    @Override
    public boolean isChange() {
      return false;
    }
  }
}
