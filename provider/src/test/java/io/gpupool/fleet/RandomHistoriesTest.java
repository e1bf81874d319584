package io.gpupool.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is asked, in whatever order, whatever the cloud does meanwhile: what is promised of the
 * fleet holds after every step. A failure names the seed and the step; the same seed gives the same
 * history.
 */
class RandomHistoriesTest {

  private static final int HISTORIES_PER_SEED = 60;
  private static final int STEPS = 120;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void thePromisesHoldAfterEveryStep(long seed) {
    for (int k = 0; k < HISTORIES_PER_SEED; k++) {
      new History(seed * 1_000_000 + k).run();
    }
  }

  /** One history of one group, with what must be remembered of it to judge. */
  private static final class History {

    private final long seed;
    private final Random random;
    private final FleetWorld world = new FleetWorld();
    private final NodeGroupId id;
    private final int min;
    private final int max;
    private final Set<String> retired = new HashSet<>();
    private Set<String> shown = Set.of();
    private boolean dark;
    private String step = "";

    History(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.min = random.nextInt(3);
      this.max = min + 4 + random.nextInt(6);
      int target = min + random.nextInt(max - min + 1);
      this.id = world.cloud.addGroup("gpu", min, max, target);
      world.start();
    }

    void run() {
      for (int k = 0; k < STEPS; k++) {
        Set<ProviderId> before = Set.copyOf(world.cloud.live(id));
        int targetBefore = world.cloud.target(id);
        Set<String> named = act(k);
        judge(before, targetBefore, named);
      }
    }

    /** Does something at random; returns the instances that it may cost. */
    private Set<String> act(int k) {
      int action = random.nextInt(15);
      step = "seed " + seed + ", step " + k + ", action " + action;
      switch (action) {
        case 0, 1, 2 -> world.increase(id, 1 + random.nextInt(3));
        case 3 -> world.decrease(id, 1 + random.nextInt(4));
        case 4, 5 -> {
          List<String> nodes = someNodes();
          world.deleteNow(id, nodes);
          return new HashSet<>(nodes);
        }
        case 6, 7 -> world.cloud.launch(id, 1 + random.nextInt(2));
        case 8 -> world.cloud.boot(id);
        case 9 -> world.cloud.failLaunch(id, FailureCode.INSUFFICIENT_CAPACITY);
        case 10 -> world.cloud.reap(id);
        case 11 -> {
          dark = !dark;
          world.cloud.always(
              call -> {
                if (dark) {
                  throw new CloudException(
                      CloudError.of(Kind.UNAVAILABLE, "Timeout", "nobody there"));
                }
              });
        }
        case 12 -> world.cloud.loseAnswersOfWrites(random.nextBoolean());
        case 13 -> world.cloud.failNext(CloudError.of(Kind.THROTTLED, "Throttling", "slow down"));
        default -> world.pass(Duration.ofSeconds(1 + random.nextInt(40)));
      }
      return Set.of();
    }

    private List<String> someNodes() {
      List<String> nodes =
          new ArrayList<>(world.view(id).members().stream().map(Member::providerId).toList());
      Collections.shuffle(nodes, random);
      return nodes.subList(0, random.nextInt(nodes.size() + 1));
    }

    private void judge(Set<ProviderId> before, int targetBefore, Set<String> named) {
      Set<ProviderId> after = Set.copyOf(world.cloud.live(id));
      for (ProviderId instance : before) {
        assertThat(after.contains(instance) || named.contains(instance.value()))
            .as(step + ": an instance is only lost when it was named: " + instance)
            .isTrue();
      }
      if (after.size() < before.size()) {
        assertThat(after.size()).as(step + ": the minimum holds").isGreaterThanOrEqualTo(min);
      }
      assertThat(world.cloud.target(id)).as(step + ": the maximum holds").isLessThanOrEqualTo(max);
      if (world.cloud.target(id) < targetBefore) {
        assertThat(world.cloud.target(id))
            .as(step + ": the cloud's target isn't lowered below the minimum")
            .isGreaterThanOrEqualTo(min);
      }

      GroupView view = world.view(id);
      assertThat(view.target()).as(step).isNotNegative();
      assertThat(view.members().stream().filter(member -> !member.placeholder()))
          .as(step + ": no more instances than the maximum")
          .filteredOn(member -> member.state() != InstanceState.DELETING)
          .hasSizeLessThanOrEqualTo(max);
      long live =
          view.members().stream()
              .filter(member -> member.state() != InstanceState.DELETING)
              .count();
      assertThat(live)
          .as(step + ": instances and placeholders add up to the target: " + view)
          .isEqualTo(view.target());
      for (Member member : view.members()) {
        assertThat(world.fleet.snapshot().groupOf(member.providerId()))
            .as(step + ": every node leads back to its group")
            .contains(view);
      }

      Set<String> placeholders =
          view.members().stream()
              .filter(Member::placeholder)
              .map(Member::providerId)
              .collect(Collectors.toSet());
      assertThat(placeholders)
          .as(step + ": a placeholder that is gone never comes back")
          .noneMatch(retired::contains);
      shown.stream().filter(old -> !placeholders.contains(old)).forEach(retired::add);
      shown = placeholders;
    }
  }
}
