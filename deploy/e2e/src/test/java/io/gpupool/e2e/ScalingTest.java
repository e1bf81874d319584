package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the autoscaler is for: nodes for pods that need them, and no node for nobody. */
@ExtendWith(Scenario.class)
class ScalingTest {

  private static final Duration SHORT = Duration.ofSeconds(8);

  static List<String> releases() {
    return Autoscaler.releases();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void podsGetNodesWithAsManyGpusAsTheyAskForAndNoOthers(String release) {
    try (World world = Scenario.world(release, "sizes")) {
      world.group("one", Kind.ONE, 0, 5);
      world.group("four", Kind.FOUR, 0, 5);
      world.group("eight", Kind.EIGHT, 0, 5);
      world.start();

      // each with its kind of machine: where pods could share, the autoscaler may let a small one
      // take a large one's place on a node to come, and order another
      world.pod("asks-for-1", 1, SHORT, Kind.ONE);
      world.pod("asks-for-4", 4, SHORT, Kind.FOUR);
      world.pod("asks-for-8", 8, SHORT, Kind.EIGHT);
      world.await(
          "pods with 1, 4 and 8 GPUs finish",
          () ->
              world.succeeded("asks-for-1")
                  && world.succeeded("asks-for-4")
                  && world.succeeded("asks-for-8"));
      world.awaitEmpty();
      for (String group : List.of("one", "four", "eight")) {
        assertThat(world.everLaunched(group)).as(group).isEqualTo(1);
      }

      world.pod("asks-for-2", 2, SHORT, Kind.FOUR);
      world.await("a pod with 2 GPUs finishes", () -> world.succeeded("asks-for-2"));
      world.awaitEmpty();
      assertThat(world.everLaunched("four")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aNodeWithARunningPodStaysAndTheMinimumHolds(String release) {
    try (World world = Scenario.world(release, "stays")) {
      world.group("one", Kind.ONE, 1, 5);
      world.start();
      world.await("the node of the minimum is there", () -> world.gpuNodes() == 1);
      world.pod("first", 1);
      world.pod("second", 1);
      world.await("both pods run", () -> world.runs("first") && world.runs("second"));

      // several times the unneeded time
      world.holds("nodes with pods stay", Duration.ofSeconds(20), () -> world.desired("one") == 2);

      world.deletePod("first");
      world.await("the idle node goes", () -> world.live("one").size() == 1);
      world.holds("the pod still runs", Duration.ofSeconds(5), () -> world.runs("second"));
      world.deletePod("second");
      world.holds("the minimum holds", Duration.ofSeconds(20), () -> world.live("one").size() == 1);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void gpusThatComeLateBringNoSecondNode(String release) {
    try (World world = Scenario.world(release, "late-gpu")) {
      world.group("one", Kind.ONE, 0, 5);
      world.registrar.gpusComeAfter(Duration.ofSeconds(20));
      world.start();
      world.pod("waits", 1);
      world.await("the node is there, without its GPU", () -> world.nodes().size() == 1);
      assertThat(world.gpuNodes()).isZero();
      world.await("the pod runs", () -> world.runs("waits"));
      assertThat(world.everLaunched("one")).isEqualTo(1);
      world.deletePod("waits");
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aNodeOfNobodyIsLeftAloneAndHindersNothing(String release) {
    try (World world = Scenario.world(release, "foreign")) {
      world.group("one", Kind.ONE, 0, 5);
      world.foreignNode("on-premises");
      world.start();
      world.pod("asks-for-1", 1, SHORT);
      world.await("the pod finishes", () -> world.succeeded("asks-for-1"));
      world.await("the node of the cloud is gone", () -> world.desired("one") == 0);
      world.holds(
          "the node of nobody stays",
          Duration.ofSeconds(15),
          () -> world.client().nodes().withName("on-premises").get() != null);
    }
  }
}
