package io.gpupool.packing;

import static io.gpupool.packing.Questions.drawingOn;
import static io.gpupool.packing.Questions.inTier;
import static io.gpupool.packing.Questions.node;
import static io.gpupool.packing.Questions.ofGang;
import static io.gpupool.packing.Questions.pod;
import static io.gpupool.packing.Questions.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpupool.packing.Evaluated.Standing;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChooserTest {

  private static final ChooserSettings AS_ESTIMATED =
      new ChooserSettings(1000, Placement.AS_ESTIMATED);

  private static Choice choose(Question question) {
    return new Chooser(AS_ESTIMATED).choose(question, () -> false);
  }

  private static String best(Question question) {
    return nameOf(question, choose(question).ranking().get(0));
  }

  private static String nameOf(Question question, Evaluated evaluated) {
    return question.shapes().get(question.options().get(evaluated.option()).shape()).group();
  }

  @Test
  void onePodGoesWhereItCostsLeast() {
    Question question =
        Questions.some()
            .with(1, pod("p", 4000, 16, 1))
            .with(node("aws/dear", 8000, 32, 1, 1.2))
            .with(node("gcp/cheap", 8000, 32, 1, 0.7))
            .ask();
    assertThat(best(question)).isEqualTo("gcp/cheap");
  }

  @Test
  void aDearNodeThatHoldsAllIsBetterThanManyCheapOnes() {
    Question question =
        Questions.some()
            .with(8, pod("p", 8000, 32, 1))
            .with(node("one/gpu", 8000, 32, 1, 1.0))
            .with(node("eight/gpus", 96_000, 384, 8, 7.0))
            .ask();
    assertThat(best(question)).isEqualTo("eight/gpus");
  }

  @Test
  void thePodsThatAnOptionLeavesArePaidForToo() {
    Question question =
        Questions.some()
            .with(1, pod("small", 2000, 8, 1))
            .with(1, pod("large", 30_000, 100, 8))
            .with(node("a/only-small", 4000, 16, 1, 0.5))
            .with(node("b/both", 96_000, 384, 16, 8.0))
            .ask();
    Choice choice = choose(question);
    assertThat(nameOf(question, choice.ranking().get(0))).isEqualTo("b/both");
    Evaluated other = choice.ranking().get(1);
    assertThat(other.usdPerHour()).isEqualTo(0.5);
    assertThat(other.usdPerHourPlanned()).isEqualTo(8.5);
    assertThat(other.plan()).extracting(PlanStep::nodes).containsExactly(1, 1);
  }

  @Test
  void gpusThatAPlanLeavesIdleAreCounted() {
    Question question =
        Questions.some().with(3, pod("p", 1000, 4, 1)).with(node("a/b", 96_000, 384, 8, 7.0)).ask();
    assertThat(choose(question).ranking().get(0).gpusStranded()).isEqualTo(5);
  }

  @Test
  void nodesThatArePaidForAnywayComeFirst() {
    Question question =
        Questions.some()
            .with(2, pod("p", 8000, 32, 1))
            .with(drawingOn(node("aws/reserved", 8000, 32, 1, 40.0), "aws/p5"))
            .with(node("gcp/cheap", 8000, 32, 1, 0.7))
            .prepaid("aws/p5", 2)
            .ask();
    assertThat(best(question)).isEqualTo("aws/reserved");
  }

  @Test
  void whatIsNoLongerPaidForCostsItsPrice() {
    Question question =
        Questions.some()
            .with(3, pod("p", 8000, 32, 1))
            .with(drawingOn(node("aws/reserved", 8000, 32, 1, 40.0), "aws/p5"))
            .with(node("gcp/cheap", 8000, 32, 1, 0.7))
            .prepaid("aws/p5", 2)
            .ask();
    assertThat(best(question)).isEqualTo("gcp/cheap");
  }

  @Test
  void lowerTiersAreFilledFirstWhateverTheyCost() {
    Question question =
        Questions.some()
            .with(2, pod("p", 8000, 32, 1))
            .with(inTier(node("aws/first", 8000, 32, 1, 40.0), 1))
            .with(inTier(node("gcp/second", 8000, 32, 1, 0.7), 2))
            .ask();
    Choice choice = choose(question);
    assertThat(nameOf(question, choice.ranking().get(0))).isEqualTo("aws/first");
    assertThat(choice.ranking().get(1).standing()).isEqualTo(Standing.LATER);
  }

  @Test
  void aGroupWithoutAPriceIsTakenOnlyIfNothingElseHelps() {
    Question priced =
        Questions.some()
            .with(1, pod("p", 8000, 32, 1))
            .with(node("aws/unknown", 8000, 32, 1, Double.POSITIVE_INFINITY))
            .with(node("gcp/known", 8000, 32, 1, 90))
            .ask();
    assertThat(best(priced)).isEqualTo("gcp/known");
    Question alone =
        Questions.some()
            .with(1, pod("p", 8000, 32, 1))
            .with(node("aws/unknown", 8000, 32, 1, Double.POSITIVE_INFINITY))
            .ask();
    assertThat(best(alone)).isEqualTo("aws/unknown");
  }

  @Test
  void podsWithoutGpusOpenNoNodeWithGpusWhileOthersCanTakeThem() {
    Question question =
        Questions.some()
            .with(4, pod("web", 2000, 8, 0))
            .with(1, pod("train", 2000, 8, 1))
            .with(node("gpu/cheap", 32_000, 128, 4, 0.1))
            .with(node("plain/dear", 8000, 32, 0, 5.0))
            .ask();
    Choice choice = choose(question);
    assertThat(nameOf(question, choice.ranking().get(0))).isEqualTo("plain/dear");
    assertThat(choice.ranking().get(1).standing()).isEqualTo(Standing.CLOSED);
  }

  @Test
  void podsWithoutGpusGoToNodesWithGpusIfNothingElseIsOffered() {
    Question question =
        Questions.some()
            .with(4, pod("web", 2000, 8, 0))
            .with(node("gpu/g", 32_000, 128, 4, 1))
            .ask();
    assertThat(choose(question).ranking().get(0).standing()).isEqualTo(Standing.OPEN);
  }

  @Test
  void aGangGoesWhereAllOfItFits() {
    Gang gang = new Gang("Job default/train", 4);
    Question question =
        Questions.some()
            .with(4, ofGang(pod("train", 8000, 32, 1), gang))
            .with(node("a/cheap", 8000, 32, 1, 0.1, 2))
            .with(node("b/dear", 8000, 32, 1, 2.0, 10))
            .ask();
    Choice choice = choose(question);
    assertThat(nameOf(question, choice.ranking().get(0))).isEqualTo("b/dear");
    assertThat(choice.ranking().get(1).standing()).isEqualTo(Standing.SPLITS_A_GANG);
  }

  @Test
  void aGangThatFitsNowhereWholeIsNoReasonToWait() {
    Gang gang = new Gang("Job default/train", 8);
    Question question =
        Questions.some()
            .with(8, ofGang(pod("train", 8000, 32, 1), gang))
            .with(node("a/cheap", 8000, 32, 1, 0.1, 2))
            .with(node("b/dear", 8000, 32, 1, 2.0, 3))
            .ask();
    assertThat(choose(question).ranking())
        .extracting(Evaluated::standing)
        .containsOnly(Standing.OPEN);
  }

  @Test
  void ofEqualOptionsTheHeavierIsTakenAndThenTheFirstByName() {
    Questions equal =
        Questions.some()
            .with(1, pod("p", 8000, 32, 1))
            .with(node("c/z", 8000, 32, 1, 1))
            .with(node("c/a", 8000, 32, 1, 1));
    assertThat(best(equal.ask())).isEqualTo("c/a");
    Question weighed = equal.with(weighing(node("c/k", 8000, 32, 1, 1), 5)).ask();
    assertThat(best(weighed)).isEqualTo("c/k");
  }

  @Test
  void withoutOptionsThereIsNoChoice() {
    Question question =
        Questions.some().with(1, pod("huge", 999_000, 1, 1)).with(node("a/b", 1000, 1, 1, 1)).ask();
    assertThat(choose(question).ranking()).isEmpty();
    assertThat(choose(question).complete()).isTrue();
  }

  @Test
  void withoutTimeItAnswersWithWhatItKnows() {
    Question question = Questions.random(new Random(7)).ask();
    Choice choice = new Chooser(AS_ESTIMATED).choose(question, () -> true);
    assertThat(choice.complete()).isFalse();
    assertThat(choice.ranking()).hasSameSizeAs(question.options());
  }

  @Test
  void whenTimeIsUpHalfwayCostsAreStillOfOneKind() {
    Question question = Questions.random(new Random(11)).ask();
    AtomicInteger asked = new AtomicInteger();
    int plansOfAll = question.options().size() * Policies.forPlans().size();
    Choice choice =
        new Chooser(new ChooserSettings(1000, Placement.LEAST_ALLOCATED))
            .choose(question, () -> asked.getAndIncrement() > plansOfAll);
    assertThat(choice.complete()).isFalse();
    assertThat(choice.ranking()).allMatch(evaluated -> evaluated.usdPerHourPlaced().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Placement.class)
  void theOrderInWhichThingsAreNamedMakesNoDifference(Placement placement) {
    Chooser chooser = new Chooser(new ChooserSettings(1000, placement));
    for (long seed = 0; seed < 60; seed++) {
      Question question = Questions.random(new Random(seed)).ask();
      Question other = Questions.shuffled(question, new Random(-seed));
      assertThat(names(other, chooser.choose(other, () -> false)))
          .as("seed %d", seed)
          .isEqualTo(names(question, chooser.choose(question, () -> false)));
    }
  }

  private static List<String> names(Question question, Choice choice) {
    return choice.ranking().stream().map(evaluated -> nameOf(question, evaluated)).toList();
  }

  @Test
  void whatIsPaidInTheEndIsNeverMoreThanByAnyOfThePoliciesAlone() {
    for (long seed = 0; seed < 400; seed++) {
      Question question = Questions.random(new Random(seed)).ask();
      Path chosen = byChoosing(question);
      Problem problem = Problem.of(question);
      Loops loops = new Loops(problem, new Estimates(problem, 1000));
      for (Policy policy : Policies.forPlans()) {
        Path alone = loops.toTheEnd(Path.from(problem.start(question)), policy);
        assertThat(alone.isBetterThan(chosen)).as("seed %d", seed).isFalse();
      }
    }
  }

  @Test
  void whatIsExpectedInTheEndIsWhatThenComes() {
    for (long seed = 0; seed < 100; seed++) {
      Question question = Questions.random(new Random(seed)).ask();
      Choice choice = choose(question);
      if (!choice.ranking().isEmpty()) {
        Evaluated best = choice.ranking().get(0);
        Path chosen = byChoosing(question);
        assertThat(chosen.end().podsLeft()).isLessThanOrEqualTo(best.podsLeft());
        if (chosen.end().podsLeft() == best.podsLeft()) {
          assertThat(chosen.usdPerHour())
              .as("seed %d", seed)
              .isLessThanOrEqualTo(best.usdPerHourPlanned() + 1e-6);
        }
        assertThat(best.plan().stream().mapToDouble(PlanStep::usdPerHour).sum())
            .isCloseTo(best.usdPerHourPlanned(), within(1e-6));
      }
    }
  }

  /** Loop after loop, as the autoscaler asks. */
  private static Path byChoosing(Question first) {
    Question question = first;
    Problem problem = Problem.of(first);
    Loops loops = new Loops(problem, new Estimates(problem, 1000));
    Path path = Path.from(problem.start(first));
    while (!question.options().isEmpty()) {
      Evaluated best = choose(question).ranking().get(0);
      path = loops.step(path, question.options().get(best.option()).shape());
      question = Questions.offered(rest(question, path.end()));
    }
    return path;
  }

  private static Question rest(Question question, State state) {
    List<Shape> shapes =
        question.shapes().stream()
            .map(shape -> withRoom(shape, state.room(question.shapes().indexOf(shape))))
            .toList();
    return new Question(
        question.classes(),
        java.util.Arrays.stream(state.left()).boxed().toList(),
        shapes,
        List.of(),
        question.prepaid());
  }

  private static Shape withRoom(Shape shape, int room) {
    return new Shape(
        shape.group(),
        shape.capacity(),
        shape.allocatable(),
        shape.labels(),
        shape.taints(),
        shape.usdPerHour(),
        shape.prepaid(),
        room,
        shape.tier(),
        shape.weight());
  }
}
