package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From zero to zero. */
@ExtendWith(Scenario.class)
class ScalingTest {

  static List<String> releases() {
    return Autoscaler.releases();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void podsOfEverySizeGetTheNodesTheyNeedAndTheNodesGoWhenTheyAreIdle(String release) {
    try (World world = Scenario.world(release, "sizes")) {
      world.group("one", Kind.ONE, 0, 5);
      world.group("four", Kind.FOUR, 0, 5);
      world.group("eight", Kind.EIGHT, 0, 5);
      world.start();

      world.pod("asks-for-1", 1, Duration.ofSeconds(5));
      world.await(
          "the pod with 1 GPU finishes", () -> world.phase("asks-for-1").equals("Succeeded"));
      assertThat(world.everLaunched("one")).isEqualTo(1);
      world.pod("asks-for-8", 8, Duration.ofSeconds(5));
      world.await(
          "the pod with 8 GPUs finishes", () -> world.phase("asks-for-8").equals("Succeeded"));
      assertThat(world.everLaunched("eight")).isEqualTo(1);
      world.awaitEmpty();
    }
  }
}
