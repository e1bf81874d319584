package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Killed in the middle of it, and started again. */
@ExtendWith(Scenario.class)
class CrashTest {

  static List<String> releases() {
    return Autoscaler.releases();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void gpupoolKilledDuringAScaleUpMakesNoNodeTooManyAndLosesNone(String release) {
    try (World world = Scenario.world(release, "gpupool-killed-growing")) {
      world.group("one", Kind.ONE, 0, 5);
      world.start();
      world.pod("first", 1);
      world.pod("second", 1);
      world.await("the cloud has been asked", () -> world.desired("one") == 2);
      world.gpupool.kill();
      world.gpupool.start();
      world.await("both pods run", () -> world.runs("first") && world.runs("second"));
      world.holds(
          "there are two nodes and no more",
          Duration.ofSeconds(10),
          () -> world.everLaunched("one") == 2 && world.desired("one") == 2);
      world.deletePod("first");
      world.deletePod("second");
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void gpupoolKilledDuringAScaleDownRemovesWhatWasToGoAndNothingElse(String release) {
    try (World world = Scenario.world(release, "gpupool-killed-shrinking")) {
      world.group("one", Kind.ONE, 0, 5);
      world.start();
      world.pod("stays", 1);
      world.pod("goes", 1);
      world.await("both pods run", () -> world.runs("stays") && world.runs("goes"));
      String needed = world.nodeOf("stays");
      world.deletePod("goes");
      world.await("a termination is ordered", () -> !world.terminations().isEmpty());
      world.gpupool.kill();
      world.gpupool.start();
      world.await("one node is left", () -> world.gpuNodes() == 1);
      world.holds(
          "the pod runs on where it was",
          Duration.ofSeconds(10),
          () -> world.runs("stays") && world.nodeOf("stays").equals(needed));
      assertThat(world.terminations()).hasSize(1);
      world.deletePod("stays");
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void theAutoscalerKilledDuringAScaleUpFindsItsNodesAgain(String release) {
    try (World world = Scenario.world(release, "autoscaler-killed")) {
      world.group("one", Kind.ONE, 0, 5);
      world.start();
      world.pod("first", 1);
      world.await("the cloud has been asked", () -> world.desired("one") == 1);
      world.autoscaler.kill();
      world.await("the node joins meanwhile", () -> world.gpuNodes() == 1);
      world.autoscaler.start();
      world.await("the pod runs", () -> world.runs("first"));
      world.holds(
          "there is one node and no more",
          Duration.ofSeconds(10),
          () -> world.everLaunched("one") == 1);
      world.deletePod("first");
      world.await("the idle node is being removed", () -> !world.terminations().isEmpty());
      world.autoscaler.kill();
      world.autoscaler.start();
      world.awaitEmpty();
      assertThat(world.everLaunched("one")).isEqualTo(1);
    }
  }
}
