package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Episode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups of Google Cloud beside groups of AWS, behind one autoscaler. */
@ExtendWith(Scenario.class)
class TwoCloudsTest {

  static List<String> releases() {
    return Autoscaler.releases();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void podsFindTheirKindOfNodeInEitherCloudAndIdleNodesGo(String release) {
    try (World world = Scenario.world(release, "two-clouds")) {
      world.group("a10g", Kind.FOUR, 0, 5);
      world.google.group("l4", Kind.GOOGLES_ONE, 5);
      world.google.regionalGroup("a100", Kind.GOOGLES_EIGHT, 5);
      world.start();
      Duration shortly = Duration.ofSeconds(5);
      world.pod("on-a10g", 4, shortly, Kind.FOUR);
      world.pod("on-l4", 1, shortly, Kind.GOOGLES_ONE);
      world.pod("on-a100", 8, shortly, Kind.GOOGLES_EIGHT);
      for (String pod : List.of("on-a10g", "on-l4", "on-a100")) {
        world.await(pod + " runs to its end", () -> world.succeeded(pod));
      }
      world.awaitEmpty();
      assertThat(world.everLaunched("a10g")).isEqualTo(1);
      assertThat(world.google.everLaunched("l4")).isEqualTo(1);
      assertThat(world.google.everLaunched("a100")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whatGoogleHasNoMachinesForIsOrderedFromAmazonAtOnceAndNothingIsLeftOver(String release)
      throws Exception {
    try (World world = Scenario.world(release, "google-sold-out")) {
      world.google.group("sold-out", Kind.GOOGLES_ONE, 5);
      Episode soldOut = world.google.soldOut("sold-out");
      world.group("larger", Kind.FOUR, 0, 5);
      world.start();
      world.pod("asks-for-1", 1);
      world.await("the group that is sold out is asked", () -> world.google.target("sold-out") > 0);
      world.await("the other cloud is asked", () -> world.desired("larger") == 1);
      world.await("the pod runs", () -> world.runs("asks-for-1"));
      world.await("the failed slot is released", () -> world.google.target("sold-out") == 0);
      assertThat(world.google.everLaunched("sold-out")).isZero();
      soldOut.close();
      world.deletePod("asks-for-1");
      world.awaitEmpty();
      assertThat(world.google.everLaunched("sold-out")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whileGoogleIsDarkAmazonScalesUpAndDownAndGooglesNodesAreNotTouched(String release)
      throws Exception {
    try (World world = Scenario.world(release, "google-dark")) {
      world.google.group("dark", Kind.GOOGLES_EIGHT, 5);
      world.group("bright", Kind.ONE, 0, 5);
      world.start();
      world.pod("in-the-dark", 8);
      world.await("a pod runs at Google's", () -> world.runs("in-the-dark"));

      Instant nightfall = Instant.now();
      Episode night = world.google.dark();
      world.pod("in-the-light", 1, Duration.ofSeconds(5), Kind.ONE);
      world.await("a pod runs at Amazon's", () -> world.succeeded("in-the-light"));
      world.await("its node goes again", () -> world.desired("bright") == 0);
      world.deletePod("in-the-dark");
      world.holds(
          "Google's nodes are left alone",
          Duration.ofSeconds(15),
          () -> world.google.live("dark") == 1 && world.google.target("dark") == 1);
      assertThat(world.google.changesSince(nightfall)).isEmpty();

      night.close();
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void killedWhileGoogleIsBeingAskedNoNodeIsTooManyAndNoneIsLost(String release) {
    try (World world = Scenario.world(release, "google-crash")) {
      world.google.group("l4", Kind.GOOGLES_ONE, 9);
      world.start();
      for (int k = 0; k < 3; k++) {
        world.pod("asks-for-1-" + k, 1);
      }
      world.await("Google is asked", () -> world.google.target("l4") > 0);
      world.gpupool.kill();
      world.gpupool.start();
      for (int k = 0; k < 3; k++) {
        String pod = "asks-for-1-" + k;
        world.await(pod + " runs", () -> world.runs(pod));
      }
      assertThat(world.google.target("l4")).isEqualTo(3);
      assertThat(world.google.everLaunched("l4")).isEqualTo(3);
      for (int k = 0; k < 3; k++) {
        world.deletePod("asks-for-1-" + k);
      }
      world.awaitEmpty();
    }
  }
}
