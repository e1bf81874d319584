package io.gpupool.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What loops took.
 *
 * @param calls how many calls a loop makes
 * @param medianMicros of a call
 * @param p99Micros of a call
 * @param loopSeconds of a whole loop, the median of all loops
 * @param bytes of a loop's messages, both ways
 */
public record LoopFigures(
    int calls, double medianMicros, double p99Micros, double loopSeconds, long bytes) {

  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Works out the figures.
   *
   * @param loops nanoseconds of each call of each loop
   */
  public static LoopFigures of(List<long[]> loops, long bytes) {
    long[] all = loops.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    double[] totals =
        loops.stream().mapToDouble(loop -> Arrays.stream(loop).sum()).sorted().toArray();
    return new LoopFigures(
        loops.get(0).length,
        all[all.length / 2] / NANOS_PER_MICRO,
        all[(int) (all.length * 0.99)] / NANOS_PER_MICRO,
        totals[totals.length / 2] / NANOS_PER_SECOND,
        bytes);
  }
}
