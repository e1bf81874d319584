package io.gpupool.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.proto.cloudprovider.Instance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The autoscaler's client takes no reply of 4 MiB or more, and so does the one here. Should one be
 * larger, the autoscaler would take the group for empty.
 */
class ReplySizeTest {

  private static final int MANY = 20_000;

  private final ConformanceWorld<AwsUnderTest> world = ConformanceWorld.patient();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Item(21)
  void aGroupOfTwentyThousandNodesIsListedInOneReply() {
    String group = world.group("p5", 0, MANY, MANY);
    world.start();
    assertThat(world.nodes(group)).hasSize(MANY);
  }

  @Test
  @Item(21)
  void twentyThousandFailuresAreListedInOneReplyEachWithItsCode() {
    String group = world.group("p5", 0, MANY, 0);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, MANY);
    world.pass(Duration.ofSeconds(90));

    List<Instance> nodes = world.nodes(group);

    assertThat(nodes)
        .hasSize(MANY)
        .allSatisfy(
            node ->
                assertThat(node.getStatus().getErrorInfo().getErrorCode())
                    .isEqualTo("INSUFFICIENT_CAPACITY"));
    // what is cut is what they have to say, and what is left makes sense
    assertThat(nodes.get(0).getStatus().getErrorInfo().getErrorMessage())
        .hasSizeBetween(30, 60)
        .endsWith("…");
  }
}
