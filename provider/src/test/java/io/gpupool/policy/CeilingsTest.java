package io.gpupool.policy;

import static io.gpupool.policy.Accounts.cloud;
import static io.gpupool.policy.Accounts.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.policy.GroupAccount.Traits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CeilingsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  private static final GroupAccount DEAR = group("aws-us", "dear", 40, 2, 10);
  private static final GroupAccount CHEAP = group("azure", "cheap", 3, 10, 100);
  private static final List<GroupAccount> BOTH = List.of(DEAR, CHEAP);

  private static Ceilings ceiling(Scope scope, double usdPerHour) {
    return new Ceilings(List.of(new Ceiling("ceilings[0], line 7", scope, usdPerHour)));
  }

  private static SizeLimits offered(Ceilings ceilings, GroupAccount group) {
    return Accounts.of(OfferedSizes.of(BOTH, ceilings, Brakes.NONE, List.of(), NOW), group)
        .limits();
  }

  @Test
  void anIncreaseThatWouldPassACeilingIsRefusedWithWhatIsSpentAndWhatItWouldBe() {
    Ceilings all = ceiling(Scope.EVERYTHING, 200);
    assertThat(all.refusal(BOTH, DEAR, 2)).isEmpty();
    assertThat(all.refusal(BOTH, DEAR, 3))
        .contains(
            "3 more at 40.00 usd per hour each would make 230.00 usd per hour for everything;"
                + " 110.00 are spent, and the ceiling is 200.00 (ceilings[0], line 7)");
  }

  @Test
  void exactlyTheCeilingMayBeSpentHoweverSumsAreRounded() {
    GroupAccount tenths = group("aws", "tenths", 0.1, 2, 10);
    assertThat(ceiling(Scope.EVERYTHING, 0.3).refusal(List.of(tenths), tenths, 1)).isEmpty();
    assertThat(ceiling(Scope.EVERYTHING, 0.3).refusal(List.of(tenths), tenths, 2)).isPresent();
  }

  @Test
  void aCeilingOfOthersIsNoneOfTheGroups() {
    Ceilings azure = ceiling(cloud("azure"), 30);
    assertThat(azure.refusal(BOTH, DEAR, 8)).isEmpty();
    assertThat(azure.refusal(BOTH, CHEAP, 1)).isPresent();
    assertThat(offered(azure, DEAR)).isEqualTo(new SizeLimits(0, 10));
    assertThat(offered(azure, CHEAP)).isEqualTo(new SizeLimits(0, 10));
  }

  @Test
  void ceilingsAreByTierAndByLabelToo() {
    Scope second =
        new Scope(
            Optional.empty(), Optional.empty(), OptionalInt.of(2), Optional.empty(), Map.of());
    Scope team =
        new Scope(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Map.of("team", "cheap"));
    assertThat(ceiling(second, 0).refusal(BOTH, DEAR, 1)).isEmpty();
    assertThat(ceiling(team, 30).refusal(BOTH, DEAR, 1)).isEmpty();
    assertThat(ceiling(team, 30).refusal(BOTH, CHEAP, 1)).isPresent();
  }

  @Test
  void aGroupIsShownWithTheRoomThatIsLeftAndFullWithoutAny() {
    assertThat(offered(ceiling(Scope.EVERYTHING, 200), DEAR)).isEqualTo(new SizeLimits(0, 4));
    assertThat(offered(ceiling(Scope.EVERYTHING, 149), DEAR)).isEqualTo(new SizeLimits(0, 2));
    assertThat(offered(ceiling(Scope.EVERYTHING, 149), CHEAP)).isEqualTo(new SizeLimits(0, 23));
    // already above it: nobody has to go
    assertThat(offered(ceiling(Scope.EVERYTHING, 10), DEAR)).isEqualTo(new SizeLimits(0, 2));
  }

  @Test
  void aGroupThatIsEmptyOrFullIsHiddenWhollyOrNotAtAll() {
    GroupAccount atomic = Accounts.atomic(group("aws", "gang", 40, 0, 4));
    List<GroupAccount> alone = List.of(atomic);
    assertThat(sizes(alone, ceiling(Scope.EVERYTHING, 159))).isEqualTo(new SizeLimits(0, 0));
    assertThat(sizes(alone, ceiling(Scope.EVERYTHING, 160))).isEqualTo(new SizeLimits(0, 4));
  }

  @Test
  void whatCostsNothingIsLimitedByNoCeiling() {
    List<GroupAccount> free = List.of(group("aws", "free", 0, 3, 9));
    Ceilings none = ceiling(Scope.EVERYTHING, 0);
    assertThat(none.refusal(free, free.get(0), 6)).isEmpty();
    assertThat(sizes(free, none)).isEqualTo(new SizeLimits(0, 9));
  }

  @Test
  void whatHasNoPriceDoesNotGrowBelowACeilingAndDoesNotStopOthers() {
    GroupAccount unknown = group("aws", "unknown", Double.POSITIVE_INFINITY, 2, 9);
    List<GroupAccount> groups = List.of(DEAR, unknown);
    Ceilings all = ceiling(Scope.EVERYTHING, 120);
    assertThat(all.refusal(groups, unknown, 1)).get().asString().contains("prices.overrides");
    assertThat(all.refusal(groups, DEAR, 1)).isEmpty();
    assertThat(all.standings(groups).get(0).unpriced()).isEqualTo(1);
    assertThat(
            Accounts.of(OfferedSizes.of(groups, all, Brakes.NONE, List.of(), NOW), unknown)
                .limits())
        .isEqualTo(new SizeLimits(0, 2));
    assertThat(Ceilings.NONE.refusal(groups, unknown, 1)).isEmpty();
  }

  @Test
  void whatIsBilledCountsEvenIfItIsNotMeantToBeThere() {
    GroupAccount leaving = new GroupAccount(DEAR.traits(), 40, new SizeLimits(0, 10), 2, 5, 2);
    Ceilings all = ceiling(Scope.EVERYTHING, 200);
    assertThat(all.refusal(List.of(leaving), leaving, 1)).isPresent();
  }

  @Test
  void aCeilingThatTheSmallestSizesPassIsTold() {
    GroupAccount least =
        group(
            new Traits(
                NodeGroupId.of("aws", "a", "r", "g"), "aws", 1, Optional.empty(), Map.of(), false),
            40,
            new SizeLimits(3, 9),
            0);
    assertThat(ceiling(Scope.EVERYTHING, 119).standings(List.of(least)).get(0).isBelowMinimum())
        .isTrue();
    assertThat(ceiling(Scope.EVERYTHING, 120).standings(List.of(least)).get(0).isBelowMinimum())
        .isFalse();
  }

  private static SizeLimits sizes(List<GroupAccount> groups, Ceilings ceilings) {
    return Accounts.of(
            OfferedSizes.of(groups, ceilings, Brakes.NONE, List.of(), NOW), groups.get(0))
        .limits();
  }
}
