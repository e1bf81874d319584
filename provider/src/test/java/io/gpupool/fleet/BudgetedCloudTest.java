package io.gpupool.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.clouds.contract.FakeCloud.Verb;
import io.gpupool.clouds.contract.MovableClock;
import io.gpupool.fleet.BudgetedCloud.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetedCloudTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final FakeCloud fake = new FakeCloud(clock);
  private final BudgetedCloud cloud = new BudgetedCloud(fake, new Budget(6, 3), clock);

  @Test
  void whatIsTooMuchFailsAsIfTheCloudHadAskedToSlowDownAndNeverReachesIt() {
    assertThat(readings(20)).isEqualTo(12); // twice a minute's worth after a quiet time
    assertThat(fake.calls(Verb.OBSERVE)).hasSize(12);
    assertThatThrownBy(() -> cloud.observe(Optional.empty()))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> {
              assertThat(e.error().kind()).isEqualTo(Kind.THROTTLED);
              assertThat(e.error().mayHaveHappened()).isFalse();
              assertThat(e.error().text()).contains("own budget for readings");
            });
  }

  @Test
  void theBudgetComesBackWithTime() {
    assertThat(readings(20)).isEqualTo(12);
    clock.pass(Duration.ofSeconds(9));
    assertThat(readings(5)).isZero();
    clock.pass(Duration.ofSeconds(1)); // a sixth of a minute
    assertThat(readings(5)).isEqualTo(1);
    clock.pass(Duration.ofHours(5));
    assertThat(readings(100)).isEqualTo(12);
  }

  @Test
  void readingsAndChangesHaveBudgetsOfTheirOwn() throws CloudException {
    NodeGroupId group = fake.addGroup("p5", 0, 99, 0);
    assertThat(readings(20)).isEqualTo(12);
    for (int size = 0; size < 5; size++) {
      cloud.resize(group, size, size + 1);
    }
    assertThat(cloud.delete(group, Set.of())).isEmpty();
    assertThatThrownBy(() -> cloud.resize(group, 5, 6))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("own budget for changes");
    assertThat(fake.calls(Verb.RESIZE)).hasSize(5);
  }

  @Test
  void aCloudThatMayNeverBeAskedIsRefused() {
    assertThatThrownBy(() -> new Budget(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Budget(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private int readings(int wanted) {
    int done = 0;
    for (int k = 0; k < wanted; k++) {
      try {
        assertThat(cloud.observe(Optional.empty())).isNotNull();
        done++;
      } catch (CloudException throttled) {
        assertThat(throttled.error().kind()).isEqualTo(Kind.THROTTLED);
      }
    }
    return done;
  }
}
