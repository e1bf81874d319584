package io.gpupool.clouds.api;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs on a node below the pods, as far as it decides what is left for them. A cloud says it
 * where it knows; how much that leaves is worked out elsewhere.
 *
 * @param os in Kubernetes' words: {@code linux} or {@code windows}
 * @param distribution whose node image it is
 * @param kubeReserved quantities that the kubelet keeps for the system by resource name; empty if
 *     nobody says, and then nothing is taken off
 * @param evictionHard the kubelet's hard eviction thresholds by signal, such as {@code
 *     memory.available}: a quantity or a share in per cent; what is missing is as kubelets have it
 * @param localSsdsForPods how many local disks make up the pods' ephemeral storage; zero where that
 *     is on the root disk
 * @param confidential whether the machine's memory is encrypted, which costs some of it
 */
public record NodeSystem(
    String os,
    Distribution distribution,
    Optional<Map<String, String>> kubeReserved,
    Map<String, String> evictionHard,
    int localSsdsForPods,
    boolean confidential) {

  /** Whose node image. */
  public enum Distribution {
    /** Container-Optimized OS. */
    COS,
    UBUNTU,
    WINDOWS,
    OTHER
  }

  public NodeSystem {
    if (!os.equals("linux") && !os.equals("windows")) {
      throw new IllegalArgumentException("'" + os + "' is no system of a node");
    }
    Objects.requireNonNull(distribution, "distribution");
    kubeReserved = kubeReserved.map(Map::copyOf);
    evictionHard = Map.copyOf(evictionHard);
    if (localSsdsForPods < 0) {
      throw new IllegalArgumentException(localSsdsForPods + " local disks");
    }
  }
}
