package io.gpupool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.policy.GroupAccount.Traits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of the sizes that are told, whatever the fleet and the configuration. */
class OfferedSizesTest {

  private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

  static LongStream seeds() {
    return LongStream.range(0, 2000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sizesAskForNothingGiveUpNothingAndKeepWhatIsToBeKept(long seed) {
    Random random = new Random(seed);
    List<GroupAccount> groups = groups(random);
    Ceilings ceilings = ceilings(random);
    Brakes brakes = brakes(random);
    List<Deletion> deletions = deletions(random, groups);
    Map<NodeGroupId, OfferedSizes> offered =
        OfferedSizes.of(groups, ceilings, brakes, deletions, NOW);

    assertThat(offered).hasSameSizeAs(groups);
    for (GroupAccount group : groups) {
      SizeLimits told = Accounts.of(offered, group).limits();
      SizeLimits own = group.limits();
      assertThat(told.max()).isLessThanOrEqualTo(Math.max(own.max(), own.min()));
      assertThat(told.max()).isGreaterThanOrEqualTo(Math.min(own.max(), group.target()));
      assertThat(told.min()).isGreaterThanOrEqualTo(own.min());
      assertThat(told.min()).isLessThanOrEqualTo(Math.max(own.min(), group.target()));
      if (group.traits().zeroOrMax()) {
        assertThat(told.max()).isIn(own.max(), Math.max(own.min(), group.target()));
      }
      // what is shown as possible is possible
      int more = told.max() - group.target();
      if (more > 0 && told.max() > own.min()) {
        assertThat(ceilings.refusal(groups, group, more)).isEmpty();
      }
      // and what isn't is not, unless the group must be full
      boolean held = told.max() < own.max() && group.target() <= told.max();
      if (held && !group.traits().zeroOrMax() && told.max() > own.min()) {
        assertThat(ceilings.refusal(groups, group, more + 1)).isPresent();
      }
    }
    kept(groups, offered, brakes, deletions);
  }

  /** Even if every group shrinks to its least size in the same moment. */
  private static void kept(
      List<GroupAccount> groups,
      Map<NodeGroupId, OfferedSizes> offered,
      Brakes brakes,
      List<Deletion> deletions) {
    for (Brake brake : brakes.brakes()) {
      int running = 0;
      int mayGo = 0;
      for (GroupAccount group : groups) {
        if (brake.scope().matches(group.traits())) {
          int min = Accounts.of(offered, group).limits().min();
          running += group.running();
          mayGo += Math.min(group.running(), Math.max(0, group.target() - min));
        }
      }
      if (brake instanceof Brake.Floor floor) {
        assertThat(running - mayGo).isGreaterThanOrEqualTo(Math.min(running, floor.nodes()));
      } else if (brake instanceof Brake.Pace pace) {
        int deleted =
            deletions.stream()
                .filter(one -> one.at().isAfter(NOW.minus(pace.per())))
                .filter(
                    one ->
                        groups.stream()
                            .filter(group -> brake.scope().matches(group.traits()))
                            .anyMatch(group -> group.id().equals(one.group())))
                .mapToInt(Deletion::nodes)
                .sum();
        assertThat(mayGo).isLessThanOrEqualTo(Math.max(0, pace.nodes() - deleted));
      }
    }
  }

  private static List<GroupAccount> groups(Random random) {
    List<GroupAccount> groups = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int k = 0; k < count; k++) {
      int min = random.nextInt(3);
      int max = min + random.nextInt(20);
      int target = random.nextInt(max + 1);
      int running = random.nextInt(target + 1);
      groups.add(
          new GroupAccount(
              new Traits(
                  NodeGroupId.of("aws", "a", "r", "g" + k),
                  random.nextBoolean() ? "aws" : "azure",
                  1 + random.nextInt(2),
                  Optional.of(random.nextBoolean() ? "h100" : "l4"),
                  Map.of("team", random.nextBoolean() ? "x" : "y"),
                  random.nextInt(4) == 0),
              price(random),
              new SizeLimits(min, max),
              target,
              target + random.nextInt(3),
              running));
    }
    return groups;
  }

  private static double price(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> 0.1;
      default -> random.nextInt(5000) / 100.0;
    };
  }

  private static Ceilings ceilings(Random random) {
    List<Ceiling> ceilings = new ArrayList<>();
    int count = random.nextInt(3);
    for (int k = 0; k < count; k++) {
      ceilings.add(new Ceiling("ceilings[" + k + "]", scope(random), random.nextInt(1000)));
    }
    return new Ceilings(ceilings);
  }

  private static Scope scope(Random random) {
    return new Scope(
        random.nextInt(3) == 0 ? Optional.of("aws") : Optional.empty(),
        Optional.empty(),
        random.nextInt(3) == 0 ? OptionalInt.of(2) : OptionalInt.empty(),
        random.nextInt(3) == 0 ? Optional.of("h100") : Optional.empty(),
        random.nextInt(3) == 0 ? Map.of("team", "x") : Map.of());
  }

  private static Brakes brakes(Random random) {
    List<Brake> brakes = new ArrayList<>();
    int count = random.nextInt(4);
    for (int k = 0; k < count; k++) {
      String place = "brakes[" + k + "]";
      brakes.add(
          switch (random.nextInt(4)) {
            case 0 ->
                new Brake.Quiet(place, scope(random), WeeklyWindow.parse("Mon 08:00-09:00 UTC"));
            case 1 ->
                new Brake.Pace(place, scope(random), 1 + random.nextInt(9), Duration.ofHours(1));
            case 2 -> new Brake.Floor(place, "h100", 1 + random.nextInt(20));
            default -> new Brake.Minimum(place, scope(random), Optional.empty(), random.nextInt(6));
          });
    }
    return new Brakes(brakes);
  }

  private static List<Deletion> deletions(Random random, List<GroupAccount> groups) {
    List<Deletion> deletions = new ArrayList<>();
    int count = random.nextInt(4);
    for (int k = 0; k < count; k++) {
      deletions.add(
          new Deletion(
              groups.get(random.nextInt(groups.size())).id(),
              1 + random.nextInt(3),
              NOW.minusSeconds(random.nextInt(7200))));
    }
    return deletions;
  }
}
