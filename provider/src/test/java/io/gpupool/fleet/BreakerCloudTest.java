package io.gpupool.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.rehearsal.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cloud that carries out no changes is left alone for a while, and asked again then. */
class BreakerCloudTest {

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  private final FakeCloud cloud = new FakeCloud(time);
  private final NodeGroupId group = cloud.addGroup("gpu", 0, 100, 0);
  private final BreakerCloud guarded = new BreakerCloud(cloud, "one", time);
  private final AtomicInteger calls = new AtomicInteger();
  private Optional<CloudError> trouble = Optional.empty();

  BreakerCloudTest() {
    cloud.always(
        call -> {
          calls.incrementAndGet();
          if (trouble.isPresent()) {
            throw new CloudException(trouble.get());
          }
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNAVAILABLE", "THROTTLED"})
  void afterFiveFailuresInARowNothingIsSentForHalfAMinute(Kind kind) {
    fail(kind, 5);
    assertThat(calls).hasValue(5);
    CloudError refusal = grow();
    assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(refusal.code()).isEqualTo("CircuitOpen");
    assertThat(refusal.mayHaveHappened()).isFalse();
    assertThat(calls).hasValue(5);
  }

  @Test
  void thenOneIsSentAndASuccessLetsAllThroughAgain() throws CloudException {
    fail(Kind.UNAVAILABLE, 5);
    time.advance(BreakerCloud.OPEN.plusMillis(1));
    trouble = Optional.empty();
    guarded.resize(group, 0, 1);
    guarded.resize(group, 1, 2);
    assertThat(cloud.target(group)).isEqualTo(2);
  }

  @Test
  void anotherFailureMeansAnotherHalfMinute() {
    fail(Kind.UNAVAILABLE, 5);
    time.advance(BreakerCloud.OPEN.plusMillis(1));
    assertThat(grow().code()).isNotEqualTo("CircuitOpen");
    assertThat(grow().code()).isEqualTo("CircuitOpen");
    time.advance(BreakerCloud.OPEN.minus(Duration.ofSeconds(1)));
    assertThat(grow().code()).isEqualTo("CircuitOpen");
    assertThat(calls).hasValue(6);
  }

  @Test
  void aSuccessInBetweenStartsTheCountAgain() throws CloudException {
    fail(Kind.UNAVAILABLE, 4);
    trouble = Optional.empty();
    guarded.resize(group, 0, 1);
    fail(Kind.UNAVAILABLE, 4);
    assertThat(grow().code()).isNotEqualTo("CircuitOpen");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNAVAILABLE", "THROTTLED"},
      mode = EnumSource.Mode.EXCLUDE)
  void aCloudThatRefusesWithAReasonIsThere(Kind kind) {
    fail(kind, 20);
    assertThat(calls).hasValue(20);
  }

  @Test
  void aBudgetOfOurOwnThatIsSpentSaysNothingAboutTheCloud() {
    trouble = Optional.of(CloudError.of(Kind.THROTTLED, BudgetedCloud.CODE, "spent"));
    for (int k = 0; k < 20; k++) {
      assertThat(grow().code()).isEqualTo(BudgetedCloud.CODE);
    }
  }

  @Test
  void readingsAreNotHeldBack() throws CloudException {
    fail(Kind.UNAVAILABLE, 5);
    trouble = Optional.empty();
    assertThat(guarded.observe(Optional.empty()).groups()).hasSize(1);
  }

  private void fail(Kind kind, int times) {
    trouble = Optional.of(CloudError.of(kind, "Trouble", "in the cloud"));
    for (int k = 0; k < times; k++) {
      assertThat(grow().code()).isEqualTo("Trouble");
    }
  }

  private CloudError grow() {
    return catchThrowableOfType(CloudException.class, () -> guarded.resize(group, 0, 1)).error();
  }
}
