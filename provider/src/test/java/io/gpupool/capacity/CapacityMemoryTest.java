package io.gpupool.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CapacityMemoryTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final CapacityMemory memory = new CapacityMemory();

  private static GroupView group(String name, List<String> zones, Member... members) {
    MachineType machine = new MachineType("p5.48xlarge", "amd64", 192, 1L << 41, Optional.empty());
    return new GroupView(
        NodeGroupId.of("aws", "1", "us-east-1", name),
        "aws/us-east-1",
        new SizeLimits(0, 10),
        members.length,
        List.of(members),
        Optional.of(NodeShape.of("test", machine, "us-east-1", zones, CapacityType.ON_DEMAND)));
  }

  private static Member failed(FailureCode code, Instant at) {
    return new Member(
        "gpupool://a/1/1",
        InstanceState.CREATING,
        Optional.of(new LaunchFailure(at, code, "no such machines")),
        at,
        true);
  }

  private static Member running(String id) {
    return new Member(id, InstanceState.RUNNING, Optional.empty(), NOON, false);
  }

  @Test
  void whatCouldNotBeHadIsKnownToEveryGroupThatWouldAskForTheSame() {
    memory.look(
        List.of(group("a", List.of("z1"), failed(FailureCode.INSUFFICIENT_CAPACITY, NOON))), NOON);
    GroupView sister = group("b", List.of("z1"));
    assertThat(memory.unavailable(sister, NOON)).isPresent();
    assertThat(memory.unavailable(group("c", List.of("z2")), NOON)).isEmpty();
  }

  @Test
  void aGroupThatMayGoToAnotherZoneIsNotOut() {
    memory.look(
        List.of(group("a", List.of("z1"), failed(FailureCode.INSUFFICIENT_CAPACITY, NOON))), NOON);
    assertThat(memory.unavailable(group("b", List.of("z1", "z2")), NOON)).isEmpty();
  }

  @Test
  void itIsForgottenAfterAWhileThatDependsOnTheReason() {
    memory.look(
        List.of(
            group("a", List.of("z1"), failed(FailureCode.INSUFFICIENT_CAPACITY, NOON)),
            group("b", List.of("z2"), failed(FailureCode.QUOTA_EXCEEDED, NOON))),
        NOON);
    Instant later = NOON.plus(Duration.ofMinutes(11));
    assertThat(memory.unavailable(group("a", List.of("z1")), later)).isEmpty();
    assertThat(memory.unavailable(group("b", List.of("z2")), later)).isPresent();
    assertThat(memory.all(later)).hasSize(1);
  }

  @Test
  void aFailureThatIsShownAgainAndAgainDoesNotLastLonger() {
    GroupView still = group("a", List.of("z1"), failed(FailureCode.INSUFFICIENT_CAPACITY, NOON));
    memory.look(List.of(still), NOON);
    memory.look(List.of(still), NOON.plus(Duration.ofMinutes(9)));
    assertThat(memory.unavailable(still, NOON.plus(Duration.ofMinutes(10)))).isEmpty();
  }

  @Test
  void aMachineThatComesEndsIt() {
    memory.look(
        List.of(group("a", List.of("z1"), failed(FailureCode.INSUFFICIENT_CAPACITY, NOON))), NOON);
    memory.look(List.of(group("b", List.of("z1"))), NOON);
    memory.look(List.of(group("b", List.of("z1"), running("aws:///z1/i-1"))), NOON);
    assertThat(memory.unavailable(group("a", List.of("z1")), NOON)).isEmpty();
  }

  @Test
  void machinesThatWereThereFromTheBeginningDoNotEndIt() {
    GroupView half =
        group(
            "a",
            List.of("z1"),
            running("aws:///z1/i-1"),
            failed(FailureCode.INSUFFICIENT_CAPACITY, NOON));
    memory.look(List.of(half), NOON);
    assertThat(memory.unavailable(half, NOON)).isPresent();
  }

  @Test
  void itCanBeToldToForgetWhatGroupsStillShowToo() {
    GroupView still = group("a", List.of("z1"), failed(FailureCode.INSUFFICIENT_CAPACITY, NOON));
    memory.look(List.of(still), NOON);
    memory.forget(NOON.plusSeconds(1));
    memory.look(List.of(still), NOON.plusSeconds(2));
    assertThat(memory.all(NOON.plusSeconds(2))).isEmpty();
    Instant again = NOON.plusSeconds(60);
    memory.look(
        List.of(group("a", List.of("z1"), failed(FailureCode.INSUFFICIENT_CAPACITY, again))),
        again);
    assertThat(memory.all(again)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void mistakesOfAGroupSayNothingOfOthers(FailureCode code) {
    memory.look(List.of(group("a", List.of("z1"), failed(code, NOON))), NOON);
    boolean remembered = memory.unavailable(group("b", List.of("z1")), NOON).isPresent();
    boolean ofTheGroup = !code.isOutOfResources() && !code.name().matches(".*(RESERV|IP_SPACE).*");
    assertThat(remembered && ofTheGroup).isFalse();
    assertThat(remembered || !code.isOutOfResources()).isTrue();
  }

  @Test
  void ofSeveralZonesTheReasonThatEndsFirstIsTold() {
    List<GroupView> groups = new ArrayList<>();
    groups.add(group("a", List.of("z1"), failed(FailureCode.INSUFFICIENT_CAPACITY, NOON)));
    groups.add(group("b", List.of("z2"), failed(FailureCode.QUOTA_EXCEEDED, NOON)));
    memory.look(groups, NOON);
    assertThat(memory.unavailable(group("c", List.of("z1", "z2")), NOON))
        .map(Remembered::code)
        .contains(FailureCode.INSUFFICIENT_CAPACITY);
  }
}
