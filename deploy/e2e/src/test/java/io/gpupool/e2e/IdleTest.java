package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What rules, ceilings, brakes and prices make the autoscaler do. */
@ExtendWith(Scenario.class)
class IdleTest {

  /** Options are told once the nodes of a group are older than this. */
  private static final Duration YOUNG = Duration.ofSeconds(30);

  private static final Duration DEAR_UNNEEDED = Duration.ofSeconds(10);
  private static final Duration CHEAP_UNNEEDED = Duration.ofSeconds(40);

  private static final Pattern PRICES =
      Pattern.compile(
          "(?m)^grpc_server_processing_duration_seconds_count\\{([^}]*method=\"Pricing[^}]*)}"
              + " ([0-9.E]+)$");

  static List<String> releases() {
    return Autoscaler.releases();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void dearIdleNodesGoBeforeCheapOnesAtTheTimesThatTheRulesSay(String release) {
    // the flag would keep both
    try (World world = Scenario.world(release, "idle-rules", "--scale-down-unneeded-time=10m")) {
      world.google.group("dear", Kind.GOOGLES_EIGHT, 3);
      world.group("cheap", Kind.ONE, 0, 3);
      world.gpupool.configure(
          """
          scaleDown:
            otherwise: autoscaler
            rules:
              - {provisionTime: %ds}
              - {match: {usdPerHourAtLeast: 20}, unneeded: %ds}
              - {unneeded: %ds}
          """
              .formatted(YOUNG.toSeconds(), DEAR_UNNEEDED.toSeconds(), CHEAP_UNNEEDED.toSeconds()));
      world.start();
      world.pod("on-dear", 8, Kind.GOOGLES_EIGHT);
      world.pod("on-cheap", 1, Kind.ONE);
      world.await("both pods run", () -> world.runs("on-dear") && world.runs("on-cheap"));
      world.holds(
          "both nodes grow old",
          YOUNG,
          () -> world.google.live("dear") == 1 && world.amazon.live("cheap") == 1);

      Instant idle = Instant.now();
      world.deletePod("on-dear");
      world.deletePod("on-cheap");
      world.awaitEmpty();
      Duration dear = Duration.between(idle, first(world.google.changesSince(idle)));
      Duration cheap = Duration.between(idle, first(world.amazon.changesSince(idle)));
      assertThat(dear).isBetween(DEAR_UNNEEDED, CHEAP_UNNEEDED);
      assertThat(cheap).isGreaterThan(CHEAP_UNNEEDED);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aCeilingHoldsAndWhatItLeavesNoRoomForIsOrderedElsewhere(String release) {
    try (World world = Scenario.world(release, "idle-ceiling")) {
      world.google.group("l4", Kind.GOOGLES_ONE, 9);
      world.group("larger", Kind.FOUR, 0, 3);
      // room for two at 0.71 USD per hour each
      world.gpupool.configure("ceilings: [{match: {cloud: gcp}, usdPerHour: 1.5}]\n");
      world.start();
      for (int k = 0; k < 4; k++) {
        world.pod("asks-for-1-" + k, 1);
      }
      for (int k = 0; k < 4; k++) {
        String pod = "asks-for-1-" + k;
        world.await(pod + " runs", () -> world.runs(pod));
      }
      assertThat(world.google.everLaunched("l4")).isEqualTo(2);
      assertThat(world.amazon.everLaunched("larger")).isEqualTo(1);
      for (int k = 0; k < 4; k++) {
        world.deletePod("asks-for-1-" + k);
      }
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whileABrakeHoldsNothingIsDrainedThereAndElsewhereItIs(String release) {
    try (World world = Scenario.world(release, "idle-brake")) {
      world.group("kept", Kind.ONE, 0, 3);
      world.google.group("free", Kind.GOOGLES_ONE, 3);
      String brakes = "brakes: {quiet: [{match: {group: \"aws/**\"}, hours: \"Mon-Sun UTC\"}]}\n";
      world.gpupool.configure(brakes);
      world.start();
      world.pod("on-kept", 1, Kind.ONE);
      world.pod("on-free", 1, Kind.GOOGLES_ONE);
      world.await("both pods run", () -> world.runs("on-kept") && world.runs("on-free"));
      world.deletePod("on-kept");
      world.deletePod("on-free");
      world.await("the other node goes", () -> world.google.target("free") == 0);
      world.holds(
          "the node that is kept stays, undrained",
          Duration.ofSeconds(20),
          () ->
              world.amazon.live("kept") == 1
                  && world.nodes().stream().noneMatch(World::isBeingRemoved));
      world.gpupool.configureInstead(brakes, "");
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void byPriceTheCheaperGroupIsTaken(String release) {
    // least-waste would take the smaller machine
    try (World world = Scenario.world(release, "idle-price", "--expander=price")) {
      world.google.group("smaller", Kind.GOOGLES_ONE, 3);
      world.group("larger", Kind.FOUR, 0, 3);
      world.gpupool.configure("prices: {overrides: [{match: {cloud: gcp}, usdPerHour: 20}]}\n");
      world.start();
      world.pod("asks-for-1", 1);
      world.await("the pod runs", () -> world.runs("asks-for-1"));
      assertThat(world.amazon.everLaunched("larger")).isEqualTo(1);
      assertThat(world.google.everLaunched("smaller")).isZero();
      assertThat(PRICES.matcher(world.gpupool.metrics()).results().map(line -> line.group(1)))
          .isNotEmpty()
          .allMatch(labels -> labels.contains("statusCode=\"OK\""));
      world.deletePod("asks-for-1");
      world.awaitEmpty();
    }
  }

  private static Instant first(List<Call> calls) {
    return calls.stream().map(Call::at).min(Comparator.naturalOrder()).orElseThrow();
  }
}
