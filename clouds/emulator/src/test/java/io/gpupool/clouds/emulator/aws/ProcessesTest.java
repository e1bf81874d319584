package io.gpupool.clouds.emulator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/** What groups don't do because somebody has told them not to. */
final class ProcessesTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @BeforeEach
  void makeAGroup() {
    test.region.addGroup(GroupDefinition.of("g", "g5.xlarge").sizes(0, 9).desired(1));
    test.pass(120);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aGroupWhoseLaunchIsSuspendedGrowsWhenItIsResumed() {
    suspend("Launch");
    test.setDesired("g", 3);
    test.pass(600);
    assertThat(test.described("g").instances()).hasSize(1);
    assertThat(test.described("g").suspendedProcesses())
        .extracting(SuspendedProcess::processName)
        .containsExactly("Launch");

    test.autoScaling.resumeProcesses(
        request -> request.autoScalingGroupName("g").scalingProcesses("Launch"));
    test.pass(600);
    assertThat(test.states("g")).containsExactly("InService", "InService", "InService");
    assertThat(test.described("g").suspendedProcesses()).isEmpty();
  }

  @Test
  void aGroupWhoseTerminateIsSuspendedDoesNotShrink() {
    suspend("Terminate");
    test.setDesired("g", 0);
    test.pass(600);
    assertThat(test.states("g")).containsExactly("InService");
  }

  @Test
  void aDeadInstanceStaysUnhealthyWhereReplacingIsSuspended() {
    suspend("ReplaceUnhealthy");
    test.region.terminate(test.described("g").instances().get(0).instanceId());
    test.pass(600);
    assertThat(test.described("g").instances())
        .extracting(Instance::healthStatus)
        .containsExactly("Unhealthy");
  }

  @Test
  void aProcessThatThereIsNotIsRefused() {
    assertThat(AwsUnderTest.refusalOf(() -> suspend("Dream")).code()).isEqualTo("ValidationError");
  }

  @Test
  void allProcessesAreSuspendedWhereNoneIsNamed() {
    test.autoScaling.suspendProcesses(request -> request.autoScalingGroupName("g"));
    assertThat(test.described("g").suspendedProcesses()).hasSize(9);
  }

  @Test
  void protectedInstancesSurviveThatTheirGroupShrinks() {
    test.autoScaling.updateAutoScalingGroup(
        request -> request.autoScalingGroupName("g").newInstancesProtectedFromScaleIn(true));
    test.setDesired("g", 3);
    test.pass(600);
    AutoScalingGroup grown = test.described("g");
    assertThat(grown.newInstancesProtectedFromScaleIn()).isTrue();
    assertThat(grown.instances().stream().filter(Instance::protectedFromScaleIn)).hasSize(2);

    test.setDesired("g", 0);
    test.pass(600);
    assertThat(test.described("g").instances()).hasSize(2).allMatch(Instance::protectedFromScaleIn);
  }

  @Test
  void aWarmPoolIsShown() {
    test.autoScaling.putWarmPool(
        request -> request.autoScalingGroupName("g").minSize(2).poolState("Stopped"));
    assertThat(test.described("g").warmPoolConfiguration().minSize()).isEqualTo(2);
  }

  private void suspend(String process) {
    test.autoScaling.suspendProcesses(
        request -> request.autoScalingGroupName("g").scalingProcesses(process));
  }
}
