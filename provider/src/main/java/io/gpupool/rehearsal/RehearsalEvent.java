package io.gpupool.rehearsal;

import java.time.Instant;

/** Something that a spectator would want to see. */
public sealed interface RehearsalEvent {

  /** When. */
  Instant at();

  /**
   * Pods have arrived, started or finished since the last look.
   *
   * @param waiting how many have no node now
   * @param running how many run now
   * @param nodes how many nodes there are
   */
  record PodsMoved(
      Instant at, int arrived, int started, int finished, int waiting, int running, int nodes)
      implements RehearsalEvent {}

  /** A group was chosen and enlarged for pods that had no place. */
  record ScaledUp(Instant at, String group, int from, int to, int pods) implements RehearsalEvent {}

  /** The server refused to enlarge a group. */
  record ScaleUpRefused(Instant at, String group, int delta, String reason)
      implements RehearsalEvent {}

  /** Nodes that were asked for won't come; the group is left alone for a while. */
  record NodesFailed(Instant at, String group, int nodes, String code, Instant backOffUntil)
      implements RehearsalEvent {}

  /** Nodes didn't come in time. */
  record NodesOverdue(Instant at, String group, int nodes) implements RehearsalEvent {}

  /** Nodes have joined. */
  record NodesJoined(Instant at, String group, int nodes) implements RehearsalEvent {}

  /** Pods have lost their nodes and wait again. */
  record PodsLost(Instant at, String group, int pods) implements RehearsalEvent {}

  /** Idle nodes were removed. */
  record ScaledDown(Instant at, String group, int nodes) implements RehearsalEvent {}

  /** The server refused to remove a node. */
  record ScaleDownRefused(Instant at, String group, String reason) implements RehearsalEvent {}

  /** The server wasn't ready for a loop. */
  record LoopSkipped(Instant at, String reason) implements RehearsalEvent {}

  /** Nobody will ever place these pods. */
  record PodsUnplaceable(Instant at, int pods, String reason) implements RehearsalEvent {}
}
