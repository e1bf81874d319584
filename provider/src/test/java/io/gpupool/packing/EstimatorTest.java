package io.gpupool.packing;

import static io.gpupool.packing.Questions.alone;
import static io.gpupool.packing.Questions.node;
import static io.gpupool.packing.Questions.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimatorTest {

  private static Estimate estimate(Questions questions, int mostNodes) {
    Question question = questions.ask();
    Problem problem = Problem.of(question);
    return Estimator.estimate(problem, 0, problem.start(question).left(), mostNodes);
  }

  @Test
  void countingRunsComesToTheSameAsPlacingPodByPod() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      Question question = Questions.random(random).ask();
      Problem problem = Problem.of(question);
      int[] left = problem.start(question).left();
      for (int s = 0; s < problem.shapes; s++) {
        int mostNodes = random.nextBoolean() ? 1000 : random.nextInt(6);
        assertThat(Estimator.estimate(problem, s, left, mostNodes))
            .as("seed %d, shape %d, at most %d nodes", seed, s, mostNodes)
            .isEqualTo(PodByPodEstimator.estimate(problem, s, left, mostNodes));
      }
    }
  }

  @Test
  void largePodsComeFirstAndSmallOnesFillTheGaps() {
    Estimate estimate =
        estimate(
            Questions.some()
                .with(3, pod("small", 1000, 4, 1))
                .with(2, pod("large", 6000, 24, 1))
                .with(node("a/b", 8000, 32, 4, 1)),
            1000);
    assertThat(estimate.nodes()).isEqualTo(2);
    assertThat(estimate.pods()).isEqualTo(5);
  }

  @Test
  void noMoreNodesThanAllowedAndNoPodsBeyondThem() {
    Estimate estimate =
        estimate(
            Questions.some().with(10, pod("p", 4000, 8, 1)).with(node("a/b", 8000, 32, 2, 1)), 3);
    assertThat(estimate.nodes()).isEqualTo(3);
    assertThat(estimate.pods()).isEqualTo(6);
  }

  @Test
  void podsThatFitNoEmptyNodeAreLeftOut() {
    Estimate estimate =
        estimate(
            Questions.some()
                .with(1, pod("huge", 64_000, 8, 1))
                .with(1, pod("small", 1000, 8, 1))
                .with(node("a/b", 8000, 32, 2, 1)),
            1000);
    assertThat(estimate.pods(0)).isZero();
    assertThat(estimate.pods(1)).isEqualTo(1);
  }

  @Test
  void podsThatMustBeAloneGetANodeEach() {
    Estimate estimate =
        estimate(
            Questions.some()
                .with(4, alone(pod("p", 1000, 1, 1), "port 80"))
                .with(node("a/b", 8000, 32, 8, 1)),
            1000);
    assertThat(estimate.nodes()).isEqualTo(4);
  }

  @Test
  void theNumberOfPodsOnANodeIsLimitedAsTheNodeSays() {
    Estimate estimate =
        estimate(
            Questions.some().with(250, pod("tiny", 1, 0, 0)).with(node("a/b", 64_000, 512, 0, 1)),
            1000);
    assertThat(estimate.nodes()).isEqualTo(3);
  }
}
