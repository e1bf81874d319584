package io.gpupool.policy;

import static io.gpupool.policy.Accounts.H100;
import static io.gpupool.policy.Accounts.cloud;
import static io.gpupool.policy.Accounts.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.SizeLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BrakesTest {

  /** A Monday, nine o'clock in Berlin. */
  private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

  private static final WeeklyWindow MORNING = WeeklyWindow.parse("Mon 09:00-10:00 Europe/Berlin");

  private static final GroupAccount DEAR = group("aws", "dear", 40, 3, 10);
  private static final GroupAccount CHEAP = group("azure", "cheap", 3, 5, 10);

  private static List<Integer> minimums(
      Instant now, List<Deletion> deletions, List<GroupAccount> groups, Brake... brakes) {
    Map<NodeGroupId, OfferedSizes> offered =
        OfferedSizes.of(groups, Ceilings.NONE, new Brakes(List.of(brakes)), deletions, now);
    return groups.stream().map(group -> Accounts.of(offered, group).limits().min()).toList();
  }

  private static List<Integer> minimums(Instant now, Brake... brakes) {
    return minimums(now, List.of(), List.of(DEAR, CHEAP), brakes);
  }

  @Test
  void inQuietHoursNoGroupMayShrink() {
    Brake quiet = new Brake.Quiet("here", Scope.EVERYTHING, MORNING);
    assertThat(minimums(NOW, quiet)).containsExactly(3, 5);
    assertThat(minimums(NOW.plus(Duration.ofHours(1)), quiet)).containsExactly(0, 0);
    assertThat(minimums(NOW, new Brake.Quiet("here", cloud("azure"), MORNING)))
        .containsExactly(0, 5);
  }

  @Test
  void quietHoursFollowTheClocksOfTheirZone() {
    Brake night =
        new Brake.Quiet(
            "here", Scope.EVERYTHING, WeeklyWindow.parse("Sun 02:00-03:00 Europe/Berlin"));
    // clocks are put forward from two to three: there is no such hour that day
    assertThat(minimums(Instant.parse("2026-03-29T00:30:00Z"), night)).containsExactly(0, 0);
    assertThat(minimums(Instant.parse("2026-03-29T01:30:00Z"), night)).containsExactly(0, 0);
    assertThat(minimums(Instant.parse("2026-03-22T01:30:00Z"), night)).containsExactly(3, 5);
    // and back from three to two: there are two
    assertThat(minimums(Instant.parse("2026-10-25T00:30:00Z"), night)).containsExactly(3, 5);
    assertThat(minimums(Instant.parse("2026-10-25T01:30:00Z"), night)).containsExactly(3, 5);
    assertThat(minimums(Instant.parse("2026-10-25T02:00:00Z"), night)).containsExactly(0, 0);
  }

  @Test
  void aMinimumHoldsInItsHoursAndIsNeverAboveTheTarget() {
    Brake four = new Brake.Minimum("here", Scope.EVERYTHING, Optional.of(MORNING), 4);
    assertThat(minimums(NOW, four)).containsExactly(3, 4);
    assertThat(minimums(NOW.minusSeconds(1), four)).containsExactly(0, 0);
    assertThat(minimums(NOW, new Brake.Minimum("here", Scope.EVERYTHING, Optional.empty(), 1)))
        .containsExactly(1, 1);
  }

  @Test
  void aFloorHoldsOverAllGroupsAndWhatIsAboveItIsSharedOut() {
    assertThat(minimums(NOW, new Brake.Floor("here", H100, 8))).containsExactly(3, 5);
    assertThat(minimums(NOW, new Brake.Floor("here", H100, 9))).containsExactly(3, 5);
    // one node may go, the dearest
    assertThat(minimums(NOW, new Brake.Floor("here", H100, 7))).containsExactly(2, 5);
    assertThat(minimums(NOW, new Brake.Floor("here", H100, 5))).containsExactly(1, 4);
    assertThat(minimums(NOW, new Brake.Floor("here", H100, 1))).containsExactly(0, 1);
    assertThat(minimums(NOW, new Brake.Floor("here", "another", 8))).containsExactly(0, 0);
  }

  @Test
  void whatHasNotComeYetIsNoPartOfAFloor() {
    GroupAccount coming = new GroupAccount(DEAR.traits(), 40, new SizeLimits(0, 10), 5, 5, 3);
    assertThat(minimums(NOW, List.of(), List.of(coming, CHEAP), new Brake.Floor("here", H100, 8)))
        .containsExactly(5, 5);
  }

  @Test
  void whenAsManyAreDeletedAsMayBeNothingMoreIsUntilTheStretchMovesOn() {
    Brake pace = new Brake.Pace("here", Scope.EVERYTHING, 3, Duration.ofHours(1));
    assertThat(minimums(NOW, pace)).containsExactly(1, 4);
    List<Deletion> two = List.of(new Deletion(CHEAP.id(), 2, NOW));
    List<GroupAccount> groups = List.of(DEAR, CHEAP);
    assertThat(minimums(NOW, two, groups, pace)).containsExactly(2, 5);
    List<Deletion> three = List.of(two.get(0), new Deletion(DEAR.id(), 1, NOW.plusSeconds(600)));
    assertThat(minimums(NOW.plusSeconds(600), three, groups, pace)).containsExactly(3, 5);
    assertThat(minimums(NOW.plusSeconds(3599), three, groups, pace)).containsExactly(3, 5);
    assertThat(minimums(NOW.plusSeconds(3600), three, groups, pace)).containsExactly(2, 4);
    // deletions elsewhere are none of it
    Brake azure = new Brake.Pace("here", cloud("azure"), 2, Duration.ofHours(1));
    assertThat(minimums(NOW, List.of(new Deletion(DEAR.id(), 2, NOW)), groups, azure))
        .containsExactly(0, 3);
  }

  @Test
  void ofSeveralBrakesTheStrictestHoldsAndAllAreTold() {
    GroupAccount group = DEAR;
    OfferedSizes offered =
        Accounts.of(
            OfferedSizes.of(
                List.of(group),
                Ceilings.NONE,
                new Brakes(
                    List.of(
                        new Brake.Minimum("first", Scope.EVERYTHING, Optional.empty(), 1),
                        new Brake.Floor("second", H100, 2))),
                List.of(),
                NOW),
            group);
    assertThat(offered.limits()).isEqualTo(new SizeLimits(2, 10));
    assertThat(offered.why())
        .containsExactly(
            "a minimum of 1 (first)", "2 of 3 nodes with nvidia-h100-80gb are to stay (second)");
  }

  @Test
  void anEmptyGroupIsAskedForNothing() {
    List<GroupAccount> empty = List.of(group("aws", "empty", 40, 0, 10));
    List<Integer> all =
        Stream.of(
                new Brake.Quiet("here", Scope.EVERYTHING, MORNING),
                new Brake.Minimum("here", Scope.EVERYTHING, Optional.empty(), 4),
                new Brake.Floor("here", H100, 4),
                new Brake.Pace("here", Scope.EVERYTHING, 1, Duration.ofHours(1)))
            .map(brake -> minimums(NOW, List.of(), empty, brake).get(0))
            .collect(Collectors.toList());
    assertThat(all).containsOnly(0);
  }
}
