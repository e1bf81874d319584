package io.gpupool.clouds.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CallLogTest {

  private final CallLog log = new CallLog(2);

  @Test
  void keepsTheLatestCallsAndCountsAll() {
    log.add(call("A"));
    log.add(call("B"));
    log.add(call("A"));

    assertThat(log.calls()).extracting(Call::action).containsExactly("B", "A");
    assertThat(log.counts()).containsExactlyInAnyOrderEntriesOf(Map.of("A", 2L, "B", 1L));
    assertThat(log.count("A")).isEqualTo(2);
    assertThat(log.count("C")).isZero();
  }

  @Test
  void findsCallsByAction() {
    log.add(call("A"));
    log.add(call("B"));

    assertThat(log.calls("B")).containsExactly(call("B"));
  }

  @Test
  void forgetsWhenItIsCleared() {
    log.add(call("A"));

    log.clear();

    assertThat(log.calls()).isEmpty();
    assertThat(log.counts()).isEmpty();
  }

  private static Call call(String action) {
    return new Call(
        Instant.EPOCH,
        new Operation("aws", "ec2", "us-east-1", action, Map.of()),
        200,
        Optional.empty());
  }
}
