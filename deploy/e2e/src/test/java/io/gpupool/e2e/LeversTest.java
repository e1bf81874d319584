package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server can bring the autoscaler to do by the limits that it states: a maximum that is no
 * more than the target stops growth, a minimum that is no less stops shrinking, and both at once
 * and for as long as they are stated.
 */
@ExtendWith(Scenario.class)
class LeversTest {

  static List<String> releases() {
    return Autoscaler.releases();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aGroupWhoseMaximumIsItsTargetIsPassedOverUntilItIsRaised(String release) {
    try (World world = Scenario.world(release, "lever-maximum")) {
      world.group("one", Kind.ONE, 0, 5);
      world.group("larger", Kind.FOUR, 0, 5);
      world.start();
      world.pod("first", 1);
      world.await("the smaller group grows", () -> world.runs("first"));
      assertThat(world.desired("one")).isEqualTo(1);

      world.limits("one", 0, 1);
      world.pod("second", 1);
      world.await("the larger group is asked instead", () -> world.desired("larger") == 1);
      world.await("the pod runs", () -> world.runs("second"));
      assertThat(world.desired("one")).isEqualTo(1);

      world.limits("one", 0, 5);
      // fills what is left of the larger node, and one more
      for (int k = 3; k <= 6; k++) {
        world.pod("pod-" + k, 1);
      }
      world.await("the smaller group grows again", () -> world.desired("one") == 2);
      for (String pod : List.of("first", "second", "pod-3", "pod-4", "pod-5", "pod-6")) {
        world.deletePod(pod);
      }
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aGroupWhoseMinimumIsItsTargetKeepsItsIdleNodesUntilItIsLowered(String release) {
    try (World world = Scenario.world(release, "lever-minimum")) {
      world.group("one", Kind.ONE, 0, 5);
      world.start();
      world.pod("first", 1);
      world.await("the pod runs", () -> world.runs("first"));
      world.limits("one", 1, 5);
      world.deletePod("first");
      world.holds(
          "the idle node stays, undrained",
          Duration.ofSeconds(20),
          () ->
              world.live("one").size() == 1
                  && world.nodes().stream().noneMatch(World::isBeingRemoved));
      world.limits("one", 0, 5);
      world.awaitEmpty();
    }
  }
}
