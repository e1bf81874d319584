package io.gpupool.spending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.rehearsal.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpendingMeterTest {

  private static final Duration REFRESH = Duration.ofSeconds(30);

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  private final FakeCloud cloud = new FakeCloud(time);
  private final Fleet fleet =
      new Fleet(
          List.of(new CloudEntry("fake", "fake", cloud, REFRESH)),
          FleetTiming.DEFAULT,
          new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
          event -> {});
  private final NodeGroupId group = cloud.addGroup("gpu", 0, 9, 2);
  private double price = 60;
  private final SpendingMeter meter = new SpendingMeter(view -> price);

  @BeforeEach
  void start() {
    fleet.start();
    time.advance(Duration.ZERO);
  }

  private GroupSpending look() {
    return look(time.instant());
  }

  private GroupSpending look(Instant now) {
    return Objects.requireNonNull(meter.look(fleet.snapshot(), now).get(group.value()));
  }

  @Test
  void addsUpWhatNodesCostByWhatTheyDo() {
    assertThat(look().usdPerHour(Stage.RUNNING)).isEqualTo(120);
    assertThat(look().usd(Stage.RUNNING)).isZero();
    time.advance(Duration.ofMinutes(30));
    assertThat(look().usd(Stage.RUNNING)).isCloseTo(60, within(1e-9));

    var unused = fleet.increase(group, 1, () -> false);
    // nothing stands behind a placeholder
    assertThat(look().usdPerHour(Stage.BOOTING)).isZero();
    cloud.launch(group);
    time.advance(REFRESH);
    assertThat(look().usdPerHour(Stage.BOOTING)).isEqualTo(60);
    time.advance(Duration.ofMinutes(1));
    assertThat(look().usd(Stage.BOOTING)).isCloseTo(1, within(1e-9));

    cloud.boot(group);
    ProviderId oldest = cloud.live(group).get(0);
    var unusedToo = fleet.delete(group, List.of(oldest.value()));
    time.advance(REFRESH);
    GroupSpending before = look();
    assertThat(before.usdPerHour(Stage.DELETING)).isEqualTo(60);
    assertThat(before.usdPerHour(Stage.RUNNING)).isEqualTo(120);
    time.advance(Duration.ofMinutes(1));
    assertThat(look().usd(Stage.DELETING) - before.usd(Stage.DELETING)).isCloseTo(1, within(1e-9));
  }

  @Test
  void aPriceHoldsFromTheLookAtWhichItIsSeen() {
    var unused = look();
    price = 120;
    time.advance(Duration.ofHours(1));
    assertThat(look().usd(Stage.RUNNING)).isCloseTo(120, within(1e-9));
    time.advance(Duration.ofHours(1));
    assertThat(look().usd(Stage.RUNNING)).isCloseTo(120 + 240, within(1e-9));
  }

  @Test
  void whatNobodyKnowsThePriceOfAddsNothing() {
    price = Double.POSITIVE_INFINITY;
    var unused = look();
    time.advance(Duration.ofHours(1));
    assertThat(look().usd(Stage.RUNNING)).isZero();
  }

  @Test
  void aClockThatIsSetBackCostsNothingAndGivesNothingBack() {
    var unused = look();
    time.advance(Duration.ofHours(1));
    double before = look().usd(Stage.RUNNING);
    assertThat(look(time.instant().minusSeconds(600)).usd(Stage.RUNNING)).isEqualTo(before);
  }

  @Test
  void deletionsAreRememberedForAsLongAsSomebodyLooksBack() {
    DeletionLog deletions = new DeletionLog();
    Instant now = time.instant();
    deletions.deleted(group, 2, now);
    deletions.deleted(group, 0, now);
    deletions.deleted(group, 1, now.plusSeconds(60));
    assertThat(deletions.within(Duration.ofHours(1), now.plusSeconds(60))).hasSize(2);
    assertThat(deletions.within(Duration.ofMinutes(1), now.plusSeconds(60)))
        .singleElement()
        .extracting("nodes")
        .isEqualTo(1);
  }
}
