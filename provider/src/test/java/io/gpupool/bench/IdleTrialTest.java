package io.gpupool.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpupool.bench.IdleRule.Cooldown;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.rehearsal.Flags;
import io.gpupool.rehearsal.Job;
import io.gpupool.rehearsal.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdleTrialTest {

  private static final Duration BOOT = Duration.ofMinutes(4);
  private static final IdlePool SINGLE = pool("single", 1);
  private static final IdlePool LARGE = pool("large", 8);

  @Test
  void aPodAloneCostsTheBootOfItsNodeItsPatienceAndItsEnd() {
    IdleTrial.Result result = run(rule(Cooldown.NONE, 300), job("a", 1, 0, 3600));
    assertThat(result.busy()).isEqualTo(1);
    assertThat(result.boots()).isEqualTo(1);
    // the first look is ten seconds after the pod came, the third after half a minute
    assertThat(result.meanWait()).isEqualTo(Duration.ofSeconds(30 + 240));
    assertThat(3600 * result.wasted()).isCloseTo(240 + 10 + 300 + 60, within(1e-6));
    assertThat(3600 * result.optimum()).isCloseTo(240 + 60, within(1e-6));
  }

  @Test
  void aPodThatComesInTimeFindsTheNode() {
    Job first = job("a", 1, 0, 600);
    Job later = job("b", 1, 270 + 600 + 200, 600);
    assertThat(run(rule(Cooldown.NONE, 300), first, later).boots()).isEqualTo(1);
    assertThat(run(rule(Cooldown.NONE, 100), first, later).boots()).isEqualTo(2);
  }

  @Test
  void nothingIsRemovedForTenMinutesAfterNodesWereAdded() {
    Job quick = job("a", 1, 0, 10);
    // asked for at 30, empty at 280, so removed at 330 or, ten minutes after it was added, at 630
    assertThat(3600 * run(rule(Cooldown.NONE, 50), quick).wasted())
        .isCloseTo(330 - 30 - 10 + 60, within(1e-6));
    assertThat(3600 * run(rule(Cooldown.LOCAL, 50), quick).wasted())
        .isCloseTo(630 - 30 - 10 + 60, within(1e-6));
  }

  @Test
  void nodesOfOtherGroupsHoldRemovalsUpOnlyIfTheDelayIsEverybodys() {
    Job quick = job("a", 1, 0, 10);
    Job elsewhere = job("b", 8, 280, 36_000);
    double alone = run(rule(Cooldown.LOCAL, 50), quick).wasted();
    double other = 8.0 * (240 + 60 + 60) / 3600;
    assertThat(run(rule(Cooldown.LOCAL, 50), quick, elsewhere).wasted())
        .isCloseTo(alone + other, within(0.1));
    // the other node is asked for at 310, so everything stays until 910
    assertThat(3600 * (run(rule(Cooldown.GLOBAL, 50), quick, elsewhere).wasted() - other))
        .isCloseTo(910 - 30 - 10 + 60, within(300.0));
    assertThat(run(rule(Cooldown.GLOBAL, 50), quick, elsewhere).wasted())
        .isGreaterThan(run(rule(Cooldown.LOCAL, 50), quick, elsewhere).wasted());
  }

  @Test
  void aShortLifeIsPaidForToItsMinimum() {
    IdlePool dear =
        new IdlePool(
            NodeGroupId.of("azure", "s", "g", "v"),
            1,
            1,
            Duration.ofSeconds(10),
            Duration.ofHours(1));
    IdleTrial.Result result =
        IdleTrial.run(
            Flags.DEFAULT, List.of(dear), rule(Cooldown.NONE, 0), List.of(job("a", 1, 0, 600)), 1);
    assertThat(3600 * result.wasted()).isCloseTo(3600 - 600, within(1e-6));
  }

  @Test
  void noMoreThanTenNodesGoAtATime() {
    List<Job> jobs = new ArrayList<>();
    for (int k = 0; k < 25; k++) {
      jobs.add(job("pod-" + k, 1, 0, 600));
    }
    double each = run(rule(Cooldown.NONE, 0), jobs.toArray(Job[]::new)).wasted() * 3600 / 25;
    // ten at once, ten after ten seconds, five after twenty
    assertThat(each).isCloseTo(240 + 10 + 60 + (10 * 10 + 5 * 20) / 25.0, within(1e-6));
  }

  @Test
  void whoWaitsAsLongAsAnotherNodeTakesNeverWastesMuchMoreThanTwiceTheOptimum() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Job> jobs = new ArrayList<>();
      int arrival = 0;
      for (int k = 0; k < 200; k++) {
        // a pod at a time, so that none waits for another's node
        arrival += 1200 + random.nextInt(2000);
        jobs.add(job("pod-" + k, 1, arrival, 60 + random.nextInt(500)));
      }
      IdleTrial.Result result = run(rule(Cooldown.NONE, 300), jobs.toArray(Job[]::new));
      assertThat(result.toTheOptimum()).as("seed %d", seed).isBetween(1.0, 2.1);
    }
  }

  private static IdleTrial.Result run(IdleRule rule, Job... jobs) {
    return IdleTrial.run(Flags.DEFAULT, List.of(SINGLE, LARGE), rule, List.of(jobs), 1);
  }

  private static IdleRule rule(Cooldown cooldown, long seconds) {
    return new IdleRule("test", cooldown, (pool, sinceAdded) -> Duration.ofSeconds(seconds));
  }

  private static Job job(String name, int gpus, long arrival, long runtime) {
    return new Job(
        name,
        new Resources(1000, 1 << 30, gpus, 1),
        Duration.ofSeconds(arrival),
        Duration.ofSeconds(runtime));
  }

  private static IdlePool pool(String name, int gpus) {
    return new IdlePool(
        NodeGroupId.of("aws", "account", "region", name), gpus, gpus, BOOT, Duration.ofMinutes(1));
  }
}
