package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups of AWS, Google Cloud and Azure together, behind one autoscaler. */
@ExtendWith(Scenario.class)
class ThreeCloudsTest {

  private static final Duration SHORTLY = Duration.ofSeconds(5);

  /** The clouds, each with a kind of machine that has one GPU and a group of these. */
  enum Cloud {
    AMAZON("amazons", Kind.ONE),
    GOOGLE("googles", Kind.GOOGLES_ONE),
    AZURE("azures", Kind.AZURES_ONE);

    final String group;
    final Kind kind;

    Cloud(String group, Kind kind) {
      this.group = group;
      this.kind = kind;
    }

    Site in(World world) {
      return switch (this) {
        case AMAZON -> world.amazon;
        case GOOGLE -> world.google;
        case AZURE -> world.azure;
      };
    }

    private String pod(String suffix) {
      return group + "-" + suffix;
    }
  }

  static List<String> releases() {
    return Autoscaler.releases();
  }

  static Stream<Arguments> releasesAndClouds() {
    return releases().stream()
        .flatMap(release -> Stream.of(Cloud.values()).map(cloud -> Arguments.of(release, cloud)));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void podsFindTheirKindOfNodeInWhateverCloudHasItAndIdleNodesGo(String release) {
    try (World world = Scenario.world(release, "three-clouds")) {
      world.amazon.group("a10g", Kind.FOUR, 5);
      world.google.group("l4", Kind.GOOGLES_ONE, 5);
      world.google.regionalGroup("a100", Kind.GOOGLES_EIGHT, 5);
      world.azure.group("t4", Kind.AZURES_ONE, 5);
      world.azure.flexibleGroup("flexible", Kind.AZURES_LARGE_ONE, 5);
      world.start();
      world.pod("on-a10g", 4, SHORTLY, Kind.FOUR);
      world.pod("on-l4", 1, SHORTLY, Kind.GOOGLES_ONE);
      world.pod("on-a100", 8, SHORTLY, Kind.GOOGLES_EIGHT);
      world.pod("on-t4", 1, SHORTLY, Kind.AZURES_ONE);
      world.pod("on-flexible", 1, SHORTLY, Kind.AZURES_LARGE_ONE);
      for (String pod : List.of("on-a10g", "on-l4", "on-a100", "on-t4", "on-flexible")) {
        world.await(pod + " runs to its end", () -> world.succeeded(pod));
      }
      world.awaitEmpty();
      assertThat(world.amazon.everLaunched("a10g")).isEqualTo(1);
      assertThat(world.google.everLaunched("l4")).isEqualTo(1);
      assertThat(world.google.everLaunched("a100")).isEqualTo(1);
      assertThat(world.azure.everLaunched("t4")).isEqualTo(1);
      assertThat(world.azure.everLaunched("flexible")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("releasesAndClouds")
  void whileACloudIsDarkTheOthersScaleUpAndDownAndItsNodesAreNotTouched(
      String release, Cloud unseen) throws Exception {
    try (World world = everywhere(release, "dark-" + unseen.group)) {
      world.start();
      Site dark = unseen.in(world);
      List<Cloud> others = Stream.of(Cloud.values()).filter(each -> each != unseen).toList();
      world.pod("in-the-dark", 1, unseen.kind);
      world.await("a pod runs there", () -> world.runs("in-the-dark"));

      Instant nightfall = Instant.now();
      Episode night = dark.dark();
      for (Cloud other : others) {
        world.pod(other.pod("in-the-light"), 1, SHORTLY, other.kind);
      }
      for (Cloud other : others) {
        String pod = other.pod("in-the-light");
        world.await(pod + " runs to its end", () -> world.succeeded(pod));
      }
      for (Cloud other : others) {
        world.await(
            "the nodes of " + other.group + " go again",
            () -> other.in(world).target(other.group) == 0);
      }
      world.deletePod("in-the-dark");
      world.holds(
          "the nodes in the dark are left alone",
          Duration.ofSeconds(15),
          () -> dark.live(unseen.group) == 1 && dark.target(unseen.group) == 1);
      assertThat(dark.changesSince(nightfall)).isEmpty();

      night.close();
      world.awaitEmpty();
      assertThat(dark.everLaunched(unseen.group)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void killedWhileAllCloudsAreBeingAskedNoNodeIsTooManyAndNoneIsLost(String release) {
    try (World world = everywhere(release, "killed-everywhere")) {
      world.start();
      for (Cloud cloud : Cloud.values()) {
        world.pod(cloud.pod("first"), 1, cloud.kind);
        world.pod(cloud.pod("second"), 1, cloud.kind);
      }
      world.await(
          "a cloud is asked",
          () -> Stream.of(Cloud.values()).anyMatch(each -> each.in(world).target(each.group) > 0));
      world.gpupool.kill();
      world.gpupool.start();
      for (Cloud cloud : Cloud.values()) {
        for (String pod : List.of(cloud.pod("first"), cloud.pod("second"))) {
          world.await(pod + " runs", () -> world.runs(pod));
        }
      }
      world.holds(
          "there are two nodes everywhere and no more",
          Duration.ofSeconds(10),
          () ->
              Stream.of(Cloud.values())
                  .allMatch(
                      each ->
                          each.in(world).target(each.group) == 2
                              && each.in(world).everLaunched(each.group) == 2));
      for (Cloud cloud : Cloud.values()) {
        world.deletePod(cloud.pod("first"));
        world.deletePod(cloud.pod("second"));
      }
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whereverPodsEndTheirOwnMachinesGoAndNoOthers(String release) {
    try (World world = everywhere(release, "right-machines")) {
      world.azure.flexibleGroup("flexible", Kind.AZURES_LARGE_ONE, 5);
      world.start();
      Map<String, Kind> groups = new HashMap<>();
      groups.put("flexible", Kind.AZURES_LARGE_ONE);
      Stream.of(Cloud.values()).forEach(each -> groups.put(each.group, each.kind));
      groups.forEach(
          (group, kind) -> {
            world.pod(group + "-ends", 1, kind);
            world.pod(group + "-stays", 1, kind);
          });
      for (String group : groups.keySet()) {
        world.await(
            "the pods on " + group + " run",
            () -> world.runs(group + "-ends") && world.runs(group + "-stays"));
      }
      Map<String, String> needed = new HashMap<>();
      for (String group : groups.keySet()) {
        needed.put(group, world.nodeOf(group + "-stays"));
        world.deletePod(group + "-ends");
      }
      for (String group : groups.keySet()) {
        world.await("one machine of " + group + " is left", () -> up(world, group).size() == 1);
      }
      world.holds(
          "the other pods run on where they were",
          Duration.ofSeconds(10),
          () ->
              groups.keySet().stream()
                  .allMatch(
                      group ->
                          world.runs(group + "-stays")
                              && up(world, group).equals(List.of(needed.get(group)))));
      assertThat(world.hosts()).hasSize(2 * groups.size());
      groups.keySet().forEach(group -> world.deletePod(group + "-stays"));
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whatGoogleHasNoMachinesForIsOrderedFromAmazonAndNothingIsLeftOver(String release)
      throws Exception {
    try (World world = Scenario.world(release, "google-sold-out")) {
      world.google.group("sold-out", Kind.GOOGLES_ONE, 5);
      orderedElsewhere(world, world.google);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whatAUniformScaleSetHasNoMachinesForIsOrderedElsewhereALoopLater(String release)
      throws Exception {
    try (World world = Scenario.world(release, "azure-sold-out")) {
      world.azure.group("sold-out", Kind.AZURES_ONE, 5);
      orderedElsewhere(world, world.azure);
      seenWithinALoop(world);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whatAFlexibleScaleSetHasNoMachinesForIsOrderedElsewhereALoopLater(String release)
      throws Exception {
    try (World world = Scenario.world(release, "azure-flexible-sold-out")) {
      world.azure.flexibleGroup("sold-out", Kind.AZURES_ONE, 5);
      orderedElsewhere(world, world.azure);
      seenWithinALoop(world);
    }
  }

  /** A group called {@code sold-out} is, and a larger one of Amazon's isn't. */
  private static void orderedElsewhere(World world, Site site) throws Exception {
    Episode soldOut = site.soldOut("sold-out");
    world.amazon.group("larger", Kind.FOUR, 5);
    world.start();
    world.pod("asks-for-1", 1);
    world.await("the group that is sold out is asked", () -> site.target("sold-out") > 0);
    world.await("the other cloud is asked", () -> world.amazon.target("larger") == 1);
    world.await("the pod runs", () -> world.runs("asks-for-1"));
    world.await("the failed slot is released", () -> site.target("sold-out") == 0);
    assertThat(site.everLaunched("sold-out")).isZero();
    assertThat(world.amazon.everLaunched("larger")).isEqualTo(1);
    soldOut.close();
    world.deletePod("asks-for-1");
    world.awaitEmpty();
    assertThat(site.everLaunched("sold-out")).isZero();
  }

  /** The loop that begins after gpupool has read of the failure knows, and the next one acts. */
  private static void seenWithinALoop(World world) {
    Instant told =
        first(world.azure.changesSince(Instant.EPOCH)).plus(AzureSubscription.UNTIL_REFUSED);
    Instant read = first(world.azure.readingsSince(told));
    String log = world.autoscaler.log();
    Instant seen = Measurements.when(log, "Failed adding 1 nodes (1 unseen previously)");
    Instant asked = first(world.amazon.changesSince(told));
    assertThat(Measurements.loops(log, read, seen)).isLessThanOrEqualTo(1);
    assertThat(Measurements.loops(log, read, asked)).isLessThanOrEqualTo(2);
  }

  private static Instant first(List<Call> calls) {
    return calls.stream().map(Call::at).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static World everywhere(String release, String name) {
    World world = Scenario.world(release, name);
    for (Cloud cloud : Cloud.values()) {
      cloud.in(world).group(cloud.group, cloud.kind, 5);
    }
    return world;
  }

  private static List<String> up(World world, String group) {
    return world.hosts().stream()
        .filter(host -> host.group().equals(group) && host.up())
        .map(Host::name)
        .toList();
  }
}
