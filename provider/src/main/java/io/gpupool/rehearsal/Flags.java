package io.gpupool.rehearsal;

import java.time.Duration;

/**
 * The autoscaler's flags as far as the model knows them, and how nodes come up.
 *
 * @param scanInterval from one loop to the next
 * @param unneededTime how long a node must be unneeded to be removed
 * @param delayAfterAdd how long nothing is removed after anything was added
 * @param provisionTime how long a node may take to join
 * @param instancesCached how long a group's instances are believed while it isn't growing
 * @param firstBackoff how long a group that failed is left alone; doubles each time
 * @param longestBackoff and no longer than this
 * @param backoffForgotten when a group that failed counts as one that didn't
 * @param gpuPodWait how old the oldest waiting GPU pod must be before anything is added
 * @param podWait the same where no GPU is asked for
 * @param deletedAtATime nodes removed in one loop at the most
 * @param nodesPerScaleUp nodes added in one loop at the most
 * @param joining from a machine's boot to its node's registration
 * @param gpuReady from there until its GPUs can be used
 */
public record Flags(
    Duration scanInterval,
    Duration unneededTime,
    Duration delayAfterAdd,
    Duration provisionTime,
    Duration instancesCached,
    Duration firstBackoff,
    Duration longestBackoff,
    Duration backoffForgotten,
    Duration gpuPodWait,
    Duration podWait,
    int deletedAtATime,
    int nodesPerScaleUp,
    Duration joining,
    Duration gpuReady) {

  /** The defaults of Cluster Autoscaler 1.36, and nodes as GPU nodes are. */
  public static final Flags DEFAULT =
      new Flags(
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(3),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          10,
          1000,
          Duration.ofSeconds(20),
          Duration.ofSeconds(60));
}
