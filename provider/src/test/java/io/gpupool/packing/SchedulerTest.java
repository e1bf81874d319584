package io.gpupool.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulerTest {

  @ParameterizedTest
  @EnumSource(
      value = Placement.class,
      names = {"AS_ESTIMATED"},
      mode = EnumSource.Mode.EXCLUDE)
  void podsGoWhereLookingAtEveryNodeWouldPutThem(Placement placement) {
    int without = 0;
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Problem problem = Problem.of(Questions.random(random).ask());
      Scheduler scheduler = new Scheduler(problem, placement);
      ScanningScheduler scanning = new ScanningScheduler(problem, placement);
      List<Integer> expected = pods(problem, random);
      List<Integer> pods = expected;
      for (int round = 0; round < 3; round++) {
        for (int s = 0; s < problem.shapes; s++) {
          int nodes = random.nextInt(4);
          if (nodes > 0) {
            scheduler.add(s, nodes);
            scanning.add(s, nodes);
          }
        }
        pods = scheduler.place(pods);
        expected = scanning.place(expected);
        assertThat(pods).as("seed %d, round %d", seed, round).isEqualTo(expected);
      }
      without += pods.isEmpty() ? 0 : 1;
    }
    assertThat(without).as("cases in which some pods find no node").isBetween(30, 299);
  }

  private static List<Integer> pods(Problem problem, Random random) {
    List<Integer> pods = new ArrayList<>();
    for (int c = 0; c < problem.classes; c++) {
      pods.addAll(Collections.nCopies(random.nextInt(12), c));
    }
    Collections.shuffle(pods, random);
    return pods;
  }
}
