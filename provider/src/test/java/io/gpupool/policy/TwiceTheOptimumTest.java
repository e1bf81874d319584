package io.gpupool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The policy alone, in continuous time, against somebody who knows the future: whatever the demand,
 * it pays at most twice as much for idle and starting nodes.
 */
class TwiceTheOptimumTest {

  /**
   * Demand that holds for a while.
   *
   * @param nodes how many are needed
   */
  private record Demand(int nodes, double seconds) {}

  private static final int SEQUENCES_PER_SEED = 3_000;
  private static final int LONGEST = 40;
  private static final int MOST_NODES = 5;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverIsNeededNeverCostsMoreThanTwiceTheLeast(long seed) {
    for (int k = 0; k < SEQUENCES_PER_SEED; k++) {
      check(new Random(seed * 1_000_000 + k), "seed " + seed + ", sequence " + k);
    }
  }

  private static void check(Random random, String sequence) {
    int bootSeconds = random.nextInt(900);
    int drainSeconds = 1 + random.nextInt(600);
    double price = 0.05 + random.nextDouble() * 120;
    double waiting = random.nextBoolean() ? 0 : random.nextDouble() * 20;
    BreakEven formula =
        new BreakEven(
            Duration.ofSeconds(drainSeconds),
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty(),
            waiting);
    double keptFor = formula.exactly(Duration.ofSeconds(bootSeconds), price).toNanos() / 1e9;
    // what another node costs, written down anew: its start and end, and what waits for it
    double start = (price * (bootSeconds + drainSeconds) + waiting * bootSeconds) / 3600;
    List<Demand> demands = demands(random, keptFor);

    double ours = online(demands, keptFor, price / 3600, start);
    double least = least(demands, price / 3600, start);

    assertThat(ours).as(sequence).isLessThanOrEqualTo(2 * least + 1e-6);
    assertThat(ours).as(sequence).isGreaterThanOrEqualTo(least - 1e-6);
  }

  @Test
  void theWorstThatCanHappenIsTwiceTheLeast() {
    // needed again each time just after it was given up
    double keptFor = BreakEven.DEFAULT.exactly(Duration.ofMinutes(4), 1).toSeconds();
    List<Demand> demands = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      demands.add(new Demand(1, 1));
      demands.add(new Demand(0, keptFor + 0.001));
    }
    double start = keptFor / 3600;
    double ratio = online(demands, keptFor, 1 / 3600.0, start) / least(demands, 1 / 3600.0, start);
    assertThat(ratio).isBetween(1.99, 2 + 1e-9);
  }

  /** Gaps of any length, many of them close to the time at which a node is given up. */
  private static List<Demand> demands(Random random, double keptFor) {
    List<Demand> demands = new ArrayList<>();
    int length = 1 + random.nextInt(LONGEST);
    for (int i = 0; i < length; i++) {
      double seconds =
          switch (random.nextInt(3)) {
            case 0 -> keptFor * (0.98 + random.nextDouble() * 0.04);
            case 1 -> random.nextDouble() * keptFor * 3;
            default -> Math.exp(random.nextDouble() * 10) / 10;
          };
      demands.add(new Demand(random.nextInt(MOST_NODES + 1), seconds));
    }
    return demands;
  }

  /**
   * Idle nodes go when they have been idle for so long; the last that became idle is used first.
   */
  private static double online(
      List<Demand> demands, double keptFor, double usdPerSecond, double start) {
    Deque<Double> idleSince = new ArrayDeque<>();
    double usd = 0;
    double now = 0;
    int busy = 0;
    for (Demand demand : demands) {
      for (; busy < demand.nodes(); busy++) {
        if (idleSince.isEmpty()) {
          usd += start;
        } else {
          usd += usdPerSecond * (now - idleSince.pop());
        }
      }
      for (; busy > demand.nodes(); busy--) {
        idleSince.push(now);
      }
      now += demand.seconds();
      while (!idleSince.isEmpty() && idleSince.peekLast() + keptFor < now) {
        idleSince.removeLast();
        usd += usdPerSecond * keptFor;
      }
    }
    for (double since : idleSince) {
      usd += usdPerSecond * (now - since);
    }
    return usd;
  }

  /**
   * The least that idle and starting nodes can cost, by trying every number of nodes at any time.
   */
  private static double least(List<Demand> demands, double usdPerSecond, double start) {
    int most = demands.stream().mapToInt(Demand::nodes).max().orElse(0);
    double[] cost = new double[most + 1];
    for (int n = 1; n <= most; n++) {
      cost[n] = Double.POSITIVE_INFINITY;
    }
    for (Demand demand : demands) {
      double[] next = new double[most + 1];
      for (int n = 0; n <= most; n++) {
        next[n] = Double.POSITIVE_INFINITY;
        for (int before = 0; before <= most && n >= demand.nodes(); before++) {
          double here =
              cost[before]
                  + start * Math.max(0, n - before)
                  + usdPerSecond * demand.seconds() * (n - demand.nodes());
          next[n] = Math.min(next[n], here);
        }
      }
      cost = next;
    }
    double least = Double.POSITIVE_INFINITY;
    for (double one : cost) {
      least = Math.min(least, one);
    }
    return least;
  }
}
