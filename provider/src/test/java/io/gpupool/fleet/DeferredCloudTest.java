package io.gpupool.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.clouds.contract.FakeCloud.Verb;
import io.gpupool.clouds.contract.MovableClock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeferredCloudTest {

  private final FakeCloud fake =
      new FakeCloud(new MovableClock(Instant.parse("2026-03-01T08:00:00Z")));
  private final AtomicInteger made = new AtomicInteger();
  private final Cloud cloud =
      new DeferredCloud(
          () -> {
            made.incrementAndGet();
            return fake;
          });

  @Test
  void isMadeByTheFirstCallAndOnlyThen() throws Exception {
    assertThat(made).hasValue(0);
    cloud.observe(Optional.empty());
    assertThat(cloud.offers(Set.of())).isEmpty();
    assertThat(made).hasValue(1);
    assertThat(fake.calls(Verb.OBSERVE)).hasSize(1);
  }

  @Test
  void isNeverMadeIfItIsClosedBeforeAnyoneHasCalledIt() {
    cloud.close();
    assertThat(made).hasValue(0);
  }

  @Test
  void isTriedAgainIfItCouldNotBeMade() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    Cloud second =
        new DeferredCloud(
            () -> {
              if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
              }
              return fake;
            });
    assertThatThrownBy(() -> second.observe(Optional.empty())).hasMessage("the first time");
    second.observe(Optional.empty());
    assertThat(attempts).hasValue(2);
    assertThat(fake.calls(Verb.OBSERVE)).hasSize(1);
  }
}
