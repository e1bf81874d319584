package io.gpupool.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BillTest {

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  @Test
  void aMachineCostsFromItsLaunchToItsEnd() {
    Bill bill = bill(List.of(machine("a", "aws/p5", 0, 90)), Duration.ofMinutes(60), 999);
    assertThat(bill.totalUsd()).isCloseTo(15.0, within(1e-9)); // an hour and a half at 10
    assertThat(bill.idleUsd()).isCloseTo(5.0, within(1e-9)); // half an hour of it without a pod
    assertThat(bill.peakUsdPerHour()).isEqualTo(10.0);
    assertThat(bill.nodesAdded()).isEqualTo(1);
    assertThat(bill.nodesRemoved()).isEqualTo(1);
  }

  @Test
  void aMachineThatIsStillThereCostsUntilNow() {
    Bill bill = bill(List.of(machine("a", "aws/p5", 0, -1)), Duration.ZERO, 30);
    assertThat(bill.totalUsd()).isCloseTo(5.0, within(1e-9));
    assertThat(bill.nodesRemoved()).isZero();
  }

  @Test
  void thePeakIsWhatIsThereAtOnce() {
    Bill bill =
        bill(
            List.of(
                machine("a", "aws/p5", 0, 60),
                machine("b", "aws/p5", 30, 90),
                machine("c", "aws/p5", 90, 120)), // begins when b has ended
            Duration.ZERO,
            120);
    assertThat(bill.peakUsdPerHour()).isEqualTo(20.0);
  }

  @Test
  void everyCloudHasItsPart() {
    Bill bill =
        bill(
            List.of(machine("a", "aws/p5", 0, 60), machine("b", "gcp/a3", 0, 30)),
            Duration.ZERO,
            60);
    assertThat(bill.byCloud().get("aws")).isEqualTo(new Bill.CloudBill(1, 10.0));
    assertThat(bill.byCloud().get("gcp")).isEqualTo(new Bill.CloudBill(1, 5.0));
  }

  @Test
  void nothingCostsNothing() {
    Bill bill = bill(List.of(), Duration.ZERO, 60);
    assertThat(bill.totalUsd()).isZero();
    assertThat(bill.peakUsdPerHour()).isZero();
    assertThat(bill.byCloud()).isEmpty();
  }

  private static Bill bill(List<Machine> machines, Duration busy, int nowMinutes) {
    return Bill.of(machines, group -> 10.0, (machine, until) -> busy, minute(nowMinutes));
  }

  private static Machine machine(String id, String group, int from, int to) {
    Optional<Instant> end = to < 0 ? Optional.empty() : Optional.of(minute(to));
    return new Machine(id, group, minute(from), Optional.of(minute(from + 1)), end, end);
  }

  private static Instant minute(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }
}
