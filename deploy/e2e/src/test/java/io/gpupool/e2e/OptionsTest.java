package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Options of groups, which every generation of the autoscaler takes differently. */
@ExtendWith(Scenario.class)
class OptionsTest {

  static List<String> releases() {
    return Autoscaler.releases();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aProvisionTimeOfTheGroupsOwnBringsNoSecondNodeWhileGpusAreComing(String release) {
    try (World world = Scenario.world(release, "options-late-gpu")) {
      world.group("one", Kind.ONE, 0, 5);
      world.gpupool.configure("groups: [{match: \"aws/**\", provisionTime: 100s}]\n");
      world.registrar.gpusComeAfter(Duration.ofSeconds(20));
      world.start();
      world.pod("waits", 1);
      world.await("the node is there, without its GPU", () -> world.nodes().size() == 1);
      world.await("the pod runs", () -> world.runs("waits"));
      assertThat(world.everLaunched("one")).isEqualTo(1);
      world.deletePod("waits");
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aShorterProvisionTimeOfTheGroupsOwnIsKept(String release) {
    try (World world = Scenario.world(release, "options-provision-time")) {
      world.group("one", Kind.ONE, 0, 5);
      // the flag says two minutes; the group's own counts wherever a release can be told
      world.gpupool.configure("groups: [{match: \"aws/**\", provisionTime: 12s}]\n");
      world.registrar.neverJoins("one");
      world.start();
      world.pod("waits", 1);
      world.await("a machine comes", () -> world.live("one").size() == 1);
      String first = world.live("one").get(0).id();
      world.deletePod("waits");
      world.await("it is removed", () -> world.live("one").isEmpty());
      assertThat(world.terminations()).containsOnlyOnce(first);
    }
  }
}
