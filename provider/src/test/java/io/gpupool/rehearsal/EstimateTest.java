package io.gpupool.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class EstimateTest {

  private static final TemplateNode NODE = node(8_000, 8);

  @Test
  void podsThatFillANodeTakeOneEach() {
    assertThat(estimate(jobs(3, 8_000, 8), 100).nodes()).isEqualTo(3);
  }

  @Test
  void podsThatFitTogetherShareANode() {
    Estimate estimate = estimate(jobs(9, 1_000, 1), 100);
    assertThat(estimate.nodes()).isEqualTo(2);
    assertThat(estimate.jobs()).hasSize(9);
  }

  @Test
  void smallPodsFillWhatLargeOnesLeave() {
    List<Job> jobs = new ArrayList<>(jobs(2, 6_000, 6));
    jobs.addAll(jobs(4, 1_000, 1));
    assertThat(estimate(jobs, 100).nodes()).isEqualTo(2);
  }

  /** Stacked on the first node, the second kind would leave no node for the last pod. */
  @Test
  void podsOfAKindAreDealtOutAsTheAutoscalerDoes() {
    List<Job> jobs = new ArrayList<>(jobs(2, 6_000, 2));
    jobs.addAll(jobs(2, 1_000, 2));
    jobs.addAll(jobs(2, 500, 4));
    Estimate estimate = estimate(jobs, 100);
    assertThat(estimate.nodes()).isEqualTo(2);
    assertThat(estimate.jobs()).hasSize(6);
  }

  @Test
  void noMoreNodesThanMayBeAdded() {
    Estimate estimate = estimate(jobs(10, 8_000, 8), 4);
    assertThat(estimate.nodes()).isEqualTo(4);
    assertThat(estimate.jobs()).hasSize(4);
  }

  @Test
  void aPodThatFitsNoNodeTakesNone() {
    Estimate estimate = estimate(jobs(2, 9_000, 1), 100);
    assertThat(estimate.nodes()).isZero();
    assertThat(estimate.jobs()).isEmpty();
  }

  @Test
  void nothingToPlaceTakesNothing() {
    assertThat(estimate(List.of(), 100).nodes()).isZero();
  }

  @RepeatedTest(200)
  void whateverComesEveryPodIsPlacedOnceAndAllOfThemFit(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Job> jobs = new ArrayList<>();
    for (int k = 0; k < random.nextInt(60); k++) {
      jobs.add(job("pod-" + k, 1 + random.nextInt(10_000), random.nextInt(10)));
    }
    int most = random.nextInt(20);

    Estimate estimate = estimate(jobs, most);

    assertThat(estimate.nodes()).isLessThanOrEqualTo(most);
    assertThat(new HashSet<>(estimate.jobs())).hasSameSizeAs(estimate.jobs());
    assertThat(jobs).containsAll(estimate.jobs());
    Resources asked =
        estimate.jobs().stream().map(Job::requests).reduce(Resources.NONE, Resources::plus);
    Resources there = Resources.NONE;
    for (int k = 0; k < estimate.nodes(); k++) {
      there = there.plus(NODE.allocatable());
    }
    assertThat(asked.fitsInto(there)).as("%s into %s", asked, there).isTrue();
    // as many nodes as may be added hold every pod that fits one alone
    long fitting = jobs.stream().filter(job -> job.requests().fitsInto(NODE.allocatable())).count();
    assertThat(estimate(jobs, Integer.MAX_VALUE).jobs()).hasSize((int) fitting);
  }

  private static Estimate estimate(List<Job> jobs, int mostNodes) {
    return Estimate.of(jobs, NODE, mostNodes);
  }

  private static List<Job> jobs(int count, int milliCpu, int gpus) {
    List<Job> jobs = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      jobs.add(job(milliCpu + "-" + k, milliCpu, gpus));
    }
    return jobs;
  }

  private static Job job(String name, int milliCpu, int gpus) {
    return new Job(name, new Resources(milliCpu, 1, gpus, 1), Duration.ZERO, Duration.ofMinutes(1));
  }

  private static TemplateNode node(int milliCpu, int gpus) {
    Resources all = new Resources(milliCpu, 1L << 30, gpus, 110);
    return new TemplateNode(all, all, Map.of());
  }
}
