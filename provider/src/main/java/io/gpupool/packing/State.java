package io.gpupool.packing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * How far a plan has come: pods that are left, room that groups have, prepaid nodes not yet in use.
 * Never changed; taking a step makes another.
 */
final class State {

  private final int[] left;
  private final int[] room;
  private final int[] prepaid;

  /** By kind of node what it could do, as far as anybody has asked. */
  private final Map<Integer, Estimate> estimates = new HashMap<>();

  State(int[] left, int[] room, int[] prepaid) {
    this.left = left;
    this.room = room;
    this.prepaid = prepaid;
  }

  /** How many pods of a class have no place yet. */
  int left(int c) {
    return left[c];
  }

  int[] left() {
    return left.clone();
  }

  int podsLeft() {
    return Arrays.stream(left).sum();
  }

  /** What is always the same in this state, made once. For one thread at a time. */
  Estimate estimate(int kind, IntFunction<Estimate> making) {
    return estimates.computeIfAbsent(kind, making::apply);
  }

  int room(int s) {
    return room[s];
  }

  /** How many nodes of a prepaid pool aren't in use yet. */
  int prepaid(int pool) {
    return prepaid[pool];
  }

  /** What so many more nodes of a shape cost per hour, prepaid ones free. */
  double usdPerHour(Problem problem, int s, int nodes) {
    int pool = problem.pool[s];
    int free = pool < 0 ? 0 : Math.min(prepaid[pool], nodes);
    return nodes == free ? 0 : (nodes - free) * problem.nodes.get(s).usdPerHour();
  }

  /** After nodes of a shape have been added that hold these pods. */
  State after(Problem problem, int s, Estimate estimate) {
    int[] newLeft = left.clone();
    for (int c = 0; c < newLeft.length; c++) {
      newLeft[c] -= estimate.pods(c);
    }
    int[] newRoom = room.clone();
    newRoom[s] = Math.max(0, newRoom[s] - estimate.nodes());
    int pool = problem.pool[s];
    int[] newPrepaid = prepaid;
    if (pool >= 0) {
      newPrepaid = prepaid.clone();
      newPrepaid[pool] = Math.max(0, newPrepaid[pool] - estimate.nodes());
    }
    return new State(newLeft, newRoom, newPrepaid);
  }

  /** The same with other pods that have no place. */
  State withLeft(int[] others) {
    return new State(others.clone(), room, prepaid);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof State state
        && Arrays.equals(left, state.left)
        && Arrays.equals(room, state.room)
        && Arrays.equals(prepaid, state.prepaid);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(left) + Arrays.hashCode(room)) + Arrays.hashCode(prepaid);
  }
}
