package io.gpupool.rehearsal;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

/**
 * How a rehearsal went.
 *
 * @param pods how many there were
 * @param placed how many of them found a node
 * @param unplaced why the others didn't, with how many there are of each reason
 * @param longestWait from a pod's arrival to its start, the longest
 * @param bill what it cost
 * @param rpcs calls to the server by method
 * @param simulated how long it took on the simulated clock
 * @param loops how many loops the autoscaler made
 */
public record Outcome(
    int pods,
    int placed,
    SortedMap<String, Integer> unplaced,
    Duration longestWait,
    Bill bill,
    Map<String, Long> rpcs,
    Duration simulated,
    int loops) {}
