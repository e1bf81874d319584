package io.gpupool.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetEvent;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Member;
import io.gpupool.rehearsal.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootTimesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final NodeGroupId GROUP = NodeGroupId.of("aws", "p5");

  private final BootTimes boots = new BootTimes();

  @Test
  void nothingIsKnownBeforeAFewHaveComeUp() {
    look(0);
    boot("a", 0, 100);
    boot("b", 200, 300);
    assertThat(boots.of(GROUP)).isEmpty();
    boot("c", 400, 450);
    assertThat(boots.of(GROUP)).contains(new BootTimes.Seen(Duration.ofSeconds(100), 3));
  }

  @Test
  void ofManyTheLastCount() {
    look(0);
    for (int i = 0; i < 100; i++) {
      boot("slow" + i, 0, 900);
    }
    for (int i = 0; i < 50; i++) {
      boot("quick" + i, 1_000, 1_060);
    }
    assertThat(boots.of(GROUP)).contains(new BootTimes.Seen(Duration.ofSeconds(60), 50));
  }

  @Test
  void anInstanceIsTimedFromTheRequestAndNotFromItsAppearance() {
    look(0);
    look(10, placeholder("x", 5));
    look(30, instance("i", InstanceState.CREATING, 30));
    look(95, instance("i", InstanceState.RUNNING, 30));
    boot("b", 100, 190);
    boot("c", 200, 290);
    assertThat(boots.of(GROUP)).contains(new BootTimes.Seen(Duration.ofSeconds(90), 3));
  }

  @Test
  void whatWasThereBeforeOrComesUnaskedTellsNothing() {
    look(
        0, instance("old", InstanceState.CREATING, 0), instance("older", InstanceState.RUNNING, 0));
    look(500, instance("old", InstanceState.RUNNING, 0), instance("new", InstanceState.RUNNING, 0));
    look(600, instance("other", InstanceState.CREATING, 600));
    look(700, instance("other", InstanceState.RUNNING, 600));
    assertThat(boots.of(GROUP)).isEmpty();
    boot("a", 1_000, 1_010);
    boot("b", 1_000, 1_010);
    assertThat(boots.of(GROUP)).isEmpty();
  }

  @Test
  void aGroupThatIsGoneIsForgotten() {
    look(0);
    boot("a", 0, 100);
    boot("b", 0, 100);
    boot("c", 0, 100);
    boots.look(List.of(), NOON);
    look(200);
    assertThat(boots.of(GROUP)).isEmpty();
  }

  @Test
  void theFleetsOwnInstancesAreTimed() {
    SimulatedTime time = new SimulatedTime(NOON);
    FakeCloud cloud = new FakeCloud(time);
    List<Runnable> readings = new ArrayList<>();
    Fleet fleet =
        new Fleet(
            List.of(new CloudEntry("fake", "fake", cloud, Duration.ofSeconds(30))),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
            event -> {
              if (event instanceof FleetEvent.ReadingDone) {
                readings.forEach(Runnable::run);
              }
            });
    readings.add(() -> boots.look(fleet.snapshot().groups(), time.instant()));
    NodeGroupId group = cloud.addGroup("gpu", 0, 9, 0);
    fleet.start();
    time.advance(Duration.ofSeconds(30));

    var unused = fleet.increase(group, 4, () -> false);
    time.advance(Duration.ofSeconds(40));
    cloud.launch(group);
    time.advance(Duration.ofSeconds(60));
    cloud.boot(group);
    time.advance(Duration.ofSeconds(30));

    BootTimes.Seen seen = boots.of(group).orElseThrow();
    assertThat(seen.seen()).isEqualTo(4);
    // to the next reading
    assertThat(seen.median()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(130));
    fleet.stop();
  }

  /** A node is asked for, and runs when it is seen. */
  private void boot(String name, long asked, long running) {
    look(asked, placeholder(name, asked));
    look(running, instance(name, InstanceState.RUNNING, running));
  }

  private void look(long seconds, Member... members) {
    boots.look(
        List.of(
            new GroupView(
                GROUP,
                "aws",
                new SizeLimits(0, 10),
                members.length,
                List.of(members),
                Optional.empty())),
        at(seconds));
  }

  private static Member placeholder(String name, long since) {
    return new Member(
        "placeholder:" + name, InstanceState.CREATING, Optional.empty(), at(since), true);
  }

  private static Member instance(String name, InstanceState state, long since) {
    return new Member(name, state, Optional.empty(), at(since), false);
  }

  private static Instant at(long seconds) {
    return NOON.plusSeconds(seconds);
  }
}
