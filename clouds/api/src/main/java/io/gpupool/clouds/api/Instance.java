package io.gpupool.clouds.api;

import java.util.Objects;
import java.util.Optional;

/**
 * One machine of a group, as the cloud sees it.
 *
 * @param id exactly what the node's {@code spec.providerID} is or will be, to the byte
 * @param state where it is in its life
 * @param failure why it will never become a node, if the cloud says so; only while creating
 */
public record Instance(ProviderId id, InstanceState state, Optional<LaunchFailure> failure) {

  public Instance {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    if (failure.isPresent() && state != InstanceState.CREATING) {
      throw new IllegalArgumentException(id + " is " + state + " and can't have failed to launch");
    }
  }

  /** An instance without a failure. */
  public static Instance of(ProviderId id, InstanceState state) {
    return new Instance(id, state, Optional.empty());
  }

  /** Whether it counts toward the group's size. */
  public boolean isLive() {
    return state != InstanceState.DELETING;
  }

  /** The same instance on its way out. */
  public Instance deleting() {
    return of(id, InstanceState.DELETING);
  }
}
