package io.gpupool.fleet;

import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.LaunchFailure;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One node of a group as the autoscaler sees it: an instance, or a placeholder for one to come.
 *
 * @param providerId what the node's {@code spec.providerID} is or will be
 * @param state where it is in its life
 * @param failure why it won't come; only while creating
 * @param since when it was first seen here or asked for
 * @param placeholder whether no instance stands behind it yet
 */
public record Member(
    String providerId,
    InstanceState state,
    Optional<LaunchFailure> failure,
    Instant since,
    boolean placeholder) {
  public Member {
    Objects.requireNonNull(providerId, "providerId");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(since, "since");
  }
}
