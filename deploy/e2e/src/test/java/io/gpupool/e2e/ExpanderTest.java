package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.e2e.ScriptedExpander.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an expander's answers mean to the autoscaler. Asked for one GPU, least-waste would take the
 * smaller group; the expander here would take the larger one.
 */
@ExtendWith(Scenario.class)
class ExpanderTest {

  static List<String> releases() {
    return Autoscaler.releases();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whatItNamesIsAsked(String release) {
    try (Asked asked = new Asked(release, "expander-names", Answer.THE_CHOSEN)) {
      asked.world.await("the pod runs", () -> asked.world.runs("pod"));
      assertThat(asked.world.everLaunched("larger")).isEqualTo(1);
      assertThat(asked.world.everLaunched("one")).isZero();
      asked.end();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void anErrorOfItsLeavesTheChoiceToTheNextStrategy(String release) {
    try (Asked asked = new Asked(release, "expander-fails", Answer.AN_ERROR)) {
      asked.world.await("the pod runs", () -> asked.world.runs("pod"));
      assertThat(asked.expander.asked()).isPositive();
      assertThat(asked.world.everLaunched("one")).isEqualTo(1);
      assertThat(asked.world.everLaunched("larger")).isZero();
      asked.end();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void nothingIsVetoFromThirtyTwoOnAndNoOpinionBefore(String release) {
    try (Asked asked = new Asked(release, "expander-empty", Answer.NOTHING)) {
      if (release.startsWith("1.31.")) {
        asked.world.await("the pod runs", () -> asked.world.runs("pod"));
        assertThat(asked.world.everLaunched("one")).isEqualTo(1);
        assertThat(asked.world.everLaunched("larger")).isZero();
      } else {
        asked.world.await("it is asked again and again", () -> asked.expander.asked() >= 4);
        assertThat(asked.world.everLaunched("one")).isZero();
        assertThat(asked.world.everLaunched("larger")).isZero();
        asked.expander.answers(Answer.THE_CHOSEN);
        asked.world.await(
            "a veto that is lifted is forgotten",
            Duration.ofSeconds(10),
            () -> asked.world.desired("larger") == 1);
        asked.world.await("the pod runs", () -> asked.world.runs("pod"));
      }
      asked.end();
    }
  }

  /** A pod that waits, two groups it would fit, and an expander between them. */
  private static final class Asked implements AutoCloseable {
    final World world;
    final ScriptedExpander expander;

    Asked(String release, String name, Answer answer) {
      int port = FreePorts.next();
      world =
          Scenario.world(
              release,
              name,
              "--expander=grpc,least-waste",
              "--grpc-expander-url=127.0.0.1:" + port,
              "--grpc-expander-cert=" + Scenario.folder(release, name).resolve("ca.crt"));
      expander = new ScriptedExpander(Scenario.folder(release, name), port, "larger", answer);
      world.group("one", Kind.ONE, 0, 5);
      world.group("larger", Kind.FOUR, 0, 5);
      world.start();
      world.pod("pod", 1);
    }

    void end() {
      world.deletePod("pod");
      world.awaitEmpty();
    }

    @Override
    public void close() {
      world.close();
      expander.close();
    }
  }
}
