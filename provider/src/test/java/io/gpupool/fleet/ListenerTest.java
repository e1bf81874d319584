package io.gpupool.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.rehearsal.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerTest {

  @Test
  void aListenerThatThrowsHarmsNeitherTheCallNorTheFleet() {
    SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
    FakeCloud cloud = new FakeCloud(time);
    NodeGroupId id = cloud.addGroup("gpu", 0, 9, 0);
    List<FleetEvent> heard = new ArrayList<>();
    Fleet fleet =
        new Fleet(
            List.of(new CloudEntry("one", "fake", cloud, Duration.ofSeconds(30))),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
            event -> {
              heard.add(event);
              if (heard.size() > 5) {
                return; // it has been heard by then
              }
              throw new IllegalStateException("a defect of the listener");
            });
    fleet.start();
    time.advance(Duration.ZERO);

    assertThat(fleet.increase(id, 2, () -> false).toCompletableFuture()).isCompleted();
    assertThat(fleet.increase(id, 99, () -> false).toCompletableFuture())
        .isCompletedExceptionally();

    assertThat(cloud.target(id)).isEqualTo(2);
    assertThat(heard).hasSize(4);
    time.advance(Duration.ofMinutes(2));
    assertThat(fleet.lastReading("one")).contains(time.instant());
  }
}
