package io.gpupool.rehearsal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A machine as somebody in the machine room sees it.
 *
 * @param providerId its identity in Kubernetes
 * @param group the node group that it was launched for
 * @param launched since when it is paid for
 * @param booted since when its kubelet runs, if it does
 * @param leaving since when it is being shut down, if it is
 * @param ended when it was gone, if it is
 */
public record Machine(
    String providerId,
    String group,
    Instant launched,
    Optional<Instant> booted,
    Optional<Instant> leaving,
    Optional<Instant> ended) {
  public Machine {
    Objects.requireNonNull(providerId, "providerId");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(launched, "launched");
    Objects.requireNonNull(booted, "booted");
    Objects.requireNonNull(leaving, "leaving");
    Objects.requireNonNull(ended, "ended");
  }
}
