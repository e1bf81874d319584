package io.gpupool.packing;

import static io.gpupool.packing.Questions.node;
import static io.gpupool.packing.Questions.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpupool.conformance.Item;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The autoscaler's own formulas, reckoned by hand. */
class PoliciesTest {

  @Test
  @Item(91)
  void leastWasteIsThePartOfProcessorsAndMemoryThatIsLeftAndDoesNotSeeGpus() {
    // 1 - 2/8 of the processors and 1 - 8/32 of the memory
    assertThat(score(Policies::leastWaste, 1, pod("p", 2000, 8, 0), node("g", 8000, 32, 0, 1)))
        .isEqualTo(0.75 + 0.75);
    assertThat(score(Policies::leastWaste, 1, pod("p", 2000, 8, 1), node("g", 8000, 32, 8, 99)))
        .isEqualTo(0.75 + 0.75);
    // two nodes for three pods of which two fit: 1 - 6/8 and 1 - 24/128
    assertThat(score(Policies::leastWaste, 3, pod("p", 2000, 8, 0), node("g", 4000, 64, 0, 1)))
        .isCloseTo(0.25 + 0.8125, within(1e-12));
  }

  @Test
  @Item(91)
  void ofEquallyWastefulOptionsTheFirstByNameStandsForThem() {
    Question question =
        Questions.some()
            .with(1, pod("p", 2000, 8, 0))
            .with(node("c/z", 8000, 32, 0, 1))
            .with(node("c/a", 8000, 32, 0, 9))
            .with(node("c/b", 9000, 32, 0, 1))
            .ask();
    OptionalInt chosen = BuiltIn.leastWaste(question);
    assertThat(chosen.stream().mapToObj(o -> nameOf(question, o))).containsExactly("c/a");
  }

  @Test
  @Item(92)
  void aNodeWithGpusIsAThousandTimesUnfit() {
    // stabilisation: half a core and 500 MiB
    double stabilisation = 0.5 * 0.033174 + 500.0 / 1024 * 0.004446;
    double worth = 0.033174 + 4 * 0.004446 + 0.70;
    assertThat(score(Policies.price(1), 1, pod("p", 1000, 4, 1), node("g", 8000, 32, 1, 2.5)))
        .isCloseTo(1000 * (2.5 + stabilisation) / (worth + stabilisation), within(1e-9));
  }

  @Test
  @Item(92)
  void aNodeWithoutGpusIsTheLessFitTheFartherItIsFromThePreferredOneUntilThereAreMany() {
    double stabilisation = 0.5 * 0.033174 + 500.0 / 1024 * 0.004446;
    double worth = 2 * 0.033174 + 4 * 0.004446;
    double ratio = (0.4 + stabilisation) / (worth + stabilisation);
    // four cores where one is preferred
    assertThat(score(Policies.price(1), 1, pod("p", 2000, 4, 0), node("g", 4000, 16, 0, 0.4)))
        .isCloseTo(4 * ratio, within(1e-9));
    // four cores where eight are preferred
    assertThat(score(Policies.price(8), 1, pod("p", 2000, 4, 0), node("g", 4000, 16, 0, 0.4)))
        .isCloseTo(2 * ratio, within(1e-9));
    // sixteen nodes with two pods each: tanh of fifteen fifteenths is 0.76159
    double many = (16 * 0.4 + stabilisation) / (32 * worth + stabilisation);
    assertThat(score(Policies.price(1), 32, pod("p", 2000, 4, 0), node("g", 4000, 16, 0, 0.4)))
        .isCloseTo((3 * (1 - 0.7615941559557649) + 1) * many, within(1e-9));
  }

  @Test
  void mostPodsAndLeastNodesCount() {
    assertThat(score(Policies::mostPods, 5, pod("p", 2000, 8, 0), node("g", 8000, 32, 0, 1)))
        .isEqualTo(-5);
    assertThat(score(Policies::leastNodes, 5, pod("p", 2000, 8, 0), node("g", 8000, 32, 0, 1)))
        .isEqualTo(2);
  }

  private static double score(Policy policy, int pods, PodClass pod, Shape shape) {
    Question question = Questions.some().with(pods, pod).with(shape).ask();
    Problem problem = Problem.of(question);
    State start = problem.start(question);
    Estimate estimate = new Estimates(problem, 1000).of(0, start);
    return policy.score(problem, 0, estimate, start.usdPerHour(problem, 0, estimate.nodes()));
  }

  private static String nameOf(Question question, int option) {
    return question.shapes().get(question.options().get(option).shape()).group();
  }
}
