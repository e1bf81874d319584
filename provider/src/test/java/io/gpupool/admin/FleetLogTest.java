package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.fleet.FleetEvent;
import io.gpupool.fleet.FleetException.Reason;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetLogTest {

  private static final NodeGroupId GROUP = NodeGroupId.of("aws", "p5");
  private static final CloudError DARK =
      CloudError.of(CloudError.Kind.UNAVAILABLE, "Timeout", "no answer");

  private final RecordedLog lines = new RecordedLog("gpupool.fleet");
  private final FleetLog log = new FleetLog(Map.of("aws", 2));

  @AfterEach
  void close() {
    lines.close();
  }

  @Test
  void whatACloudHasAtFirstIsOneLineAndWhatComesLaterALineEach() {
    for (int k = 0; k < 500; k++) {
      log.on(new FleetEvent.GroupAppeared(NodeGroupId.of("aws", "g" + k), "aws/east"));
    }
    log.on(new FleetEvent.ReadingDone("aws/east", 500));
    assertThat(lines.lines()).containsExactly("INFO aws/east: read for the first time, 500 groups");

    log.on(new FleetEvent.GroupAppeared(GROUP, "aws/east"));
    log.on(new FleetEvent.ReadingDone("aws/east", 501));
    log.on(new FleetEvent.GroupVanished(GROUP, "aws/east"));
    assertThat(lines.lines())
        .containsExactly(
            "INFO aws/p5: managed now, found by aws/east",
            "INFO aws/p5: gone from aws/east, not managed any more");
  }

  @Test
  void changesAreALineEach() {
    log.on(new FleetEvent.Increased(GROUP, 2, 5));
    log.on(new FleetEvent.Deleted(GROUP, 3, 1, 1));
    log.on(new FleetEvent.Decreased(GROUP, 1, 1, 0));
    assertThat(lines.lines())
        .containsExactly(
            "INFO aws/p5: 2 more, target 5",
            "INFO aws/p5: deleting 3 instances and 1 placeholders, target 1",
            "INFO aws/p5: 1 fewer, target 0");
  }

  @Test
  void aRefusalIsToldOnceHoweverOftenTheAutoscalerTriesAndThatItIsOverToo() {
    for (int k = 0; k < 30; k++) {
      log.on(refusal());
    }
    assertThat(lines.lines())
        .containsExactly("WARN NodeGroupIncreaseSize refused (ABOVE_MAXIMUM): its maximum is 4");

    log.on(new FleetEvent.Increased(GROUP, 1, 4));
    assertThat(lines.lines())
        .containsExactly(
            "INFO aws/p5: NodeGroupIncreaseSize possible again, after 30 refusals",
            "INFO aws/p5: 1 more, target 4");

    log.on(refusal());
    assertThat(lines.lines()).hasSize(1);
  }

  @Test
  void refusalsOfAnotherCallOrGroupAreTheirOwn() {
    log.on(refusal());
    log.on(
        new FleetEvent.Refused(GROUP, "NodeGroupDeleteNodes", Reason.BELOW_MINIMUM, "its minimum"));
    log.on(
        new FleetEvent.Refused(
            NodeGroupId.of("aws", "other"), "NodeGroupIncreaseSize", Reason.ABOVE_MAXIMUM, "max"));
    assertThat(lines.lines()).hasSize(3);
  }

  @Test
  void aDarkCloudIsToldOnceAndSoIsItsReturn() {
    for (int k = 0; k < 5; k++) {
      log.on(new FleetEvent.ReadingFailed("aws/east", DARK));
    }
    log.on(new FleetEvent.ReadingDone("aws/east", 3));
    assertThat(lines.lines())
        .containsExactly(
            "WARN aws/east: can't be read, its groups keep their last answer: Timeout: no answer",
            "INFO aws/east: read again after 5 failures",
            "INFO aws/east: read for the first time, 3 groups");
    log.on(new FleetEvent.ReadingFailed("aws/east", DARK));
    assertThat(lines.lines()).hasSize(1);
  }

  @Test
  void aProblemIsToldOnceWhileItLastsAndAgainWhenItComesBack() {
    FleetEvent problem =
        new FleetEvent.ProblemSeen("aws/east", new ReadingProblem("p5", "has no template"));
    FleetEvent done = new FleetEvent.ReadingDone("aws/east", 1);
    log.on(done);
    var unused = lines.lines();
    for (int reading = 0; reading < 3; reading++) {
      log.on(problem);
      log.on(problem);
      log.on(done);
    }
    assertThat(lines.lines()).containsExactly("WARN aws/east: p5 has no template");

    log.on(done); // mended
    log.on(problem);
    log.on(done);
    assertThat(lines.lines()).containsExactly("WARN aws/east: p5 has no template");
  }

  @Test
  void aGroupIsMissingOnlyIfNoRegionOfItsCloudHasIt() {
    log.on(new FleetEvent.GroupAbsent("aws/east", "p5"));
    log.on(new FleetEvent.ReadingDone("aws/east", 1));
    log.on(new FleetEvent.ReadingDone("aws/west", 1));
    assertThat(lines.lines()).noneMatch(line -> line.startsWith("WARN"));
  }

  @Test
  void aGroupThatIsMissingEverywhereIsToldOnceAndAgainAfterItWasThere() {
    String line =
        "WARN aws: the configuration names the group 'p5', and there is none; create it or correct the name";
    for (int reading = 0; reading < 3; reading++) {
      absentFrom("aws/east");
      absentFrom("aws/west");
    }
    assertThat(lines.lines()).filteredOn(told -> told.startsWith("WARN")).containsExactly(line);

    log.on(new FleetEvent.ReadingDone("aws/west", 2)); // there it is
    absentFrom("aws/east");
    assertThat(lines.lines()).isEmpty();

    absentFrom("aws/west");
    assertThat(lines.lines()).containsExactly(line);
  }

  @Test
  void placeholdersThatCannotBeGivenBackAreToldOncePerAttempt() {
    FleetEvent kept = new FleetEvent.SlotsKept(GROUP, 2, "the group is at its minimum of 1");
    log.on(kept);
    log.on(kept);
    assertThat(lines.lines()).hasSize(1);
    log.on(new FleetEvent.Increased(GROUP, 1, 3));
    log.on(kept);
    assertThat(lines.lines()).hasSize(2);
  }

  @Test
  void aDecreaseThatWasClampedIsToldOnce() {
    FleetEvent clamped = new FleetEvent.Decreased(GROUP, 4, 1, 3);
    log.on(clamped);
    log.on(clamped);
    assertThat(lines.lines())
        .containsExactly(
            "WARN aws/p5: asked for 4 fewer, 1 given up, target 3: the others have come, or the minimum forbids it");
  }

  @Test
  void ofAGroupThatIsGoneNothingIsRemembered() {
    log.on(refusal());
    log.on(new FleetEvent.SlotsKept(GROUP, 2, "why"));
    log.on(new FleetEvent.GroupVanished(GROUP, "aws/east"));
    var unused = lines.lines();
    log.on(refusal());
    log.on(new FleetEvent.SlotsKept(GROUP, 2, "why"));
    assertThat(lines.lines()).hasSize(2);
  }

  @Test
  void everyBrokenPromiseIsTold() {
    log.on(new FleetEvent.BrokenPromise(GROUP, "NodeGroupIncreaseSize", DARK));
    log.on(new FleetEvent.BrokenPromise(GROUP, "NodeGroupIncreaseSize", DARK));
    assertThat(lines.lines()).hasSize(2).allMatch(line -> line.contains("Timeout: no answer"));
  }

  private void absentFrom(String entry) {
    log.on(new FleetEvent.GroupAbsent(entry, "p5"));
    log.on(new FleetEvent.ReadingDone(entry, 1));
  }

  private static FleetEvent refusal() {
    return new FleetEvent.Refused(
        GROUP, "NodeGroupIncreaseSize", Reason.ABOVE_MAXIMUM, "its maximum is 4");
  }
}
