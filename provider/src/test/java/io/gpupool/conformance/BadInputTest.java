package io.gpupool.conformance;

import static io.gpupool.conformance.ConformanceWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Input and clouds that are bad: a clear sentence, the documented status, and nothing changed. */
class BadInputTest {

  private final ConformanceWorld<AwsUnderTest> world = ConformanceWorld.ofAws();
  private String group = "";

  @BeforeEach
  void start() {
    group = world.group("p5", 1, 9, 3);
    world.start();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anEmptyListOfNodesIsNothingToDo() {
    world.delete(group);
    assertUnchanged();
  }

  @Test
  void aListOfTenThousandStrangersIsRefusedAsOne() {
    NodeGroupDeleteNodesRequest.Builder request =
        NodeGroupDeleteNodesRequest.newBuilder().setId(group);
    IntStream.range(0, 10_000)
        .forEach(k -> request.addNodes(ConformanceWorld.node("aws:///us-east-1a/i-" + k)));
    Status status =
        refusal(
            () -> {
              var unused = world.autoscaler().nodeGroupDeleteNodes(request.build());
            });
    assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("aws:///us-east-1a/i-0'");
    assertUnchanged();
  }

  @Test
  void malformedAndForeignNodesAreNotDeleted() {
    String own = world.instances("p5").get(0);
    for (String node :
        List.of(
            "", " ", "i-123", "aws://", "gce://a/b/c", "azure:///x", "gpupool://x/1/2", "\u0000")) {
      assertThat(refusal(() -> world.delete(group, own, node)).getCode())
          .as(node)
          .isEqualTo(Code.INVALID_ARGUMENT);
    }
    assertUnchanged();
  }

  @Test
  void anEndpointThatResetsIsUnavailableAndTheSecondCallIsRefusedAtOnce() {
    world.cloud.aws.faults().always(Faults.any(), new Fault.ConnectionReset());
    world.poll();
    int calls = world.cloud.aws.calls().calls().size();

    Status status = refusal(() -> world.increase(group, 1));

    assertThat(status.getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(status.getDescription())
        .contains("aws/us-east-1")
        .contains("nothing is changed there until it answers");
    assertThat(world.cloud.aws.calls().calls()).as("not asked in vain").hasSize(calls);
    assertUnchanged();
  }

  @Test
  void anEndpointThatHangsIsUnavailable() {
    world.cloud.aws.faults().always(Faults.any(), new Fault.Hang());
    world.poll();
    assertThat(refusal(() -> world.increase(group, 1)).getCode()).isEqualTo(Code.UNAVAILABLE);
    assertUnchanged();
  }

  @Test
  void anEndpointThatSpeaksHtmlIsUnavailableAndItsGroupsStay() {
    world.cloud.aws.faults().always(Faults.any(), new Fault.Html(200));
    world.poll();
    world.refresh();
    assertThat(world.groups()).hasSize(1);
    assertThat(refusal(() -> world.increase(group, 1)).getDescription()).contains("request id");
    assertUnchanged();
  }

  @Test
  void credentialsThatAreRefusedAreNamedAsTheReason() {
    world.cloud.aws.access().refuseAllCredentials();
    Status first = refusal(() -> world.increase(group, 1));
    assertThat(first.getCode()).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(first.getDescription()).contains("InvalidClientTokenId");
    world.poll();
    Status second = refusal(() -> world.increase(group, 1));
    assertThat(second.getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(second.getDescription()).contains("InvalidClientTokenId");
    assertUnchanged();
  }

  @Test
  void anActionThatIsDeniedIsNamed() {
    world.cloud.aws.access().deny("autoscaling:TerminateInstanceInAutoScalingGroup");
    Status status = refusal(() -> world.delete(group, world.instances("p5").get(0)));
    assertThat(status.getCode()).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(status.getDescription()).contains("autoscaling:TerminateInstanceInAutoScalingGroup");
    assertUnchanged();
  }

  @Test
  void oneRegionThatIsDarkIsNoConcernOfTheOther() {
    world.cloud.west.addGroup(AwsUnderTest.definition("p5-west").sizes(0, 9).desired(1));
    world.pass(Duration.ofMinutes(5));
    String west = "aws/111122223333/us-west-2/p5-west";
    world.poll();
    world.cloud.aws.faults().always(Faults.region("us-east-1"), new Fault.ConnectionReset());
    world.poll();
    world.refresh();

    world.increase(west, 2);

    assertThat(world.target(west)).isEqualTo(3);
    assertThat(refusal(() -> world.increase(group, 1)).getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(world.target(group)).isEqualTo(3);
  }

  private void assertUnchanged() {
    world.pass(Duration.ofSeconds(1));
    assertThat(world.desired("p5")).isEqualTo(3);
    assertThat(world.instances("p5")).hasSize(3);
    assertThat(world.target(group)).isEqualTo(3);
    assertThat(world.placeholders(group)).isEmpty();
  }
}
