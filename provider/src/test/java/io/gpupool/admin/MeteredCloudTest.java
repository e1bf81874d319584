package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.clouds.contract.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeteredCloudTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FakeCloud fake = new FakeCloud(new MovableClock(Instant.EPOCH));
  private final MeteredCloud cloud = new MeteredCloud(fake, "aws/east", registry);

  @Test
  void everyVerbIsTimedUnderItsNameAndResult() throws CloudException {
    NodeGroupId group = fake.addGroup("p5", 0, 9, 0);
    assertThat(cloud.observe(Optional.empty()).groups()).hasSize(1);
    cloud.resize(group, 0, 2);
    assertThat(cloud.delete(group, Set.of())).isEmpty();
    assertThat(cloud.offers(Set.of())).isNotNull();
    for (String verb : new String[] {"observe", "resize", "delete", "offers"}) {
      assertThat(count(verb, "ok")).as(verb).isEqualTo(1);
    }
  }

  @Test
  void anErrorIsCountedByItsKindAndPassedOn() {
    assertThatThrownBy(() -> cloud.resize(NodeGroupId.of("fake", "nobody"), 0, 1))
        .isInstanceOf(CloudException.class);
    assertThat(count("resize", "not_found")).isEqualTo(1);
  }

  private long count(String verb, String result) {
    return registry
        .get(MeteredCloud.NAME)
        .tags("cloud", "aws/east", "verb", verb, "result", result)
        .timer()
        .count();
  }
}
