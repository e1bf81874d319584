package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong in clouds, and what becomes of it. */
@ExtendWith(Scenario.class)
class TroubleTest {

  static List<String> releases() {
    return Autoscaler.releases();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whenMachinesCannotBeHadTheNextGroupIsAskedAtOnceAndNothingIsLeftOver(String release)
      throws Exception {
    try (World world = Scenario.world(release, "out-of-capacity")) {
      // the autoscaler's least waste prefers the first: both are alike, so only one is there
      world.group("sold-out", Kind.ONE, 0, 5);
      Episode soldOut =
          world.aws.refuseLaunches(
              attempt -> attempt.group().equals("sold-out"),
              LaunchRefusal.outOfCapacity(Kind.ONE.machineType(), "us-east-1a", List.of()));
      world.group("larger", Kind.FOUR, 0, 5);
      world.start();
      world.pod("asks-for-1", 1);
      world.await("the group that is sold out is asked", () -> world.desired("sold-out") == 1);
      world.await("the other group is asked", () -> world.desired("larger") == 1);
      world.await("the pod runs", () -> world.runs("asks-for-1"));
      world.await("the failed slot is released", () -> world.desired("sold-out") == 0);
      assertThat(world.everLaunched("sold-out")).isZero();
      assertThat(world.everLaunched("larger")).isEqualTo(1);
      soldOut.close();
      world.deletePod("asks-for-1");
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whileOneCloudIsDarkTheOtherScalesUpAndDownAndTheDarkOneIsNotTouched(String release)
      throws Exception {
    try (World world = Scenario.world(release, "dark")) {
      world.group(World.EAST, "dark", Kind.EIGHT, 0, 5);
      world.group(World.WEST, "bright", Kind.ONE, 0, 5);
      world.start();
      world.pod("in-the-dark", 8);
      world.await("a pod runs in the east", () -> world.runs("in-the-dark"));

      Instant nightfall = Instant.now();
      Episode night =
          world.aws.faults().always(Faults.region(World.EAST), new Fault.ConnectionReset());
      world.pod("in-the-light", 1, Duration.ofSeconds(5));
      world.await("a pod runs in the west", () -> world.succeeded("in-the-light"));
      world.await("its node goes again", () -> world.desired("bright") == 0);
      world.deletePod("in-the-dark");
      world.holds(
          "the dark cloud is left alone",
          Duration.ofSeconds(15),
          () -> world.live("dark").size() == 1);
      assertThat(world.amazon.changesSince(nightfall))
          .filteredOn(call -> call.region().equals(World.EAST))
          .isEmpty();

      night.close();
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aGroupThatIsEditedByHandIsTakenAsItIs(String release) {
    try (World world = Scenario.world(release, "by-hand")) {
      world.group("one", Kind.ONE, 0, 5);
      world.start();
      world.pod("asks-for-1", 1);
      world.await("the pod runs", () -> world.runs("asks-for-1"));
      world.east.setDesired("one", 3);
      world.await("two more nodes join", () -> world.gpuNodes() == 3);
      world.await("the idle ones go again", () -> world.desired("one") == 1);
      assertThat(world.runs("asks-for-1")).isTrue();
      world.deletePod("asks-for-1");
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aSpotInstanceThatIsTakenBackIsReplacedAndItsPodRunsAgain(String release) {
    try (World world = Scenario.world(release, "interruption")) {
      world.spotGroup("spot", Kind.ONE, 0, 5);
      world.start();
      world.pod("first", 1);
      world.await("the pod runs", () -> world.runs("first"));
      String taken = world.nodeOf("first");
      world.east.interrupt(taken);
      world.await("its node is gone", () -> !world.hasNode(taken));
      world.deletePod("first"); // as its controller would, which then makes another
      world.pod("second", 1);
      world.await("another runs", () -> world.runs("second"));
      assertThat(world.nodeOf("second")).isNotEqualTo(taken);
      // the group itself replaces the instance; an autoscaler that doesn't count a node it hasn't
      // asked for (from 1.36 on) asks for another, which goes again when it is idle
      assertThat(world.everLaunched("spot")).isBetween(2L, 3L);
      world.await("one node is left", () -> world.desired("spot") == 1);
      assertThat(world.runs("second")).isTrue();
      world.deletePod("second");
      world.awaitEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aMachineThatNeverJoinsIsRemovedByName(String release) {
    try (World world = Scenario.world(release, "never-joins", "--max-node-provision-time=15s")) {
      world.group("one", Kind.ONE, 0, 5);
      world.registrar.neverJoins("one");
      world.start();
      world.pod("waits", 1);
      world.await("a machine comes", () -> world.live("one").size() == 1);
      String first = world.live("one").get(0).id();
      world.deletePod("waits");
      world.await("it is removed", () -> world.live("one").isEmpty());
      assertThat(world.desired("one")).isZero();
      assertThat(world.terminations()).containsOnlyOnce(first);
      if (release.startsWith("1.36.")) {
        // it takes its order back first, of which nothing is left: the machine is there
        assertThat(world.gpupool.clamps()).isPositive();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aMinimumWhoseMachineNeverJoinsHoldsUpNothingElse(String release) {
    try (World world =
        Scenario.world(release, "minimum-never-joins", "--max-node-provision-time=8s")) {
      world.group("one", Kind.ONE, 1, 3);
      world.group("larger", Kind.FOUR, 0, 3);
      world.registrar.neverJoins("one");
      world.start();
      world.holds(
          "the machine stays, for there is to be one",
          Duration.ofSeconds(20),
          () -> world.live("one").size() == 1 && world.desired("one") == 1);
      world.pod("waits", 4);
      world.await("another group is asked", () -> world.desired("larger") == 1);
      world.await("the pod runs", () -> world.runs("waits"));
      assertThat(world.live("one")).hasSize(1);
    }
  }
}
