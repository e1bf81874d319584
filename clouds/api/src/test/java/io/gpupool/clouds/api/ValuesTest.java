package io.gpupool.clouds.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What makes no sense can't be constructed. */
class ValuesTest {

  private static final NodeGroupId GROUP = NodeGroupId.of("aws", "p5");
  private static final ProviderId NODE = new ProviderId("aws:///us-east-1a/i-1");
  private static final MachineType MACHINE =
      new MachineType("p5.48xlarge", "amd64", 192, 1L << 41, Optional.empty());

  @Test
  void limitsArePositiveAndInOrder() {
    refused(() -> new SizeLimits(-1, 3));
    refused(() -> new SizeLimits(4, 3));
    assertThat(new SizeLimits(0, 0)).hasToString("0..0");
  }

  @Test
  void limitsAreNarrowedAndNeverWidened() {
    SizeLimits cloud = new SizeLimits(2, 10);
    assertThat(cloud.within(new SizeLimits(0, 100))).isEqualTo(cloud);
    assertThat(cloud.within(new SizeLimits(3, 5))).isEqualTo(new SizeLimits(3, 5));
    assertThat(cloud.within(new SizeLimits(5, 100))).isEqualTo(new SizeLimits(5, 10));
    assertThat(cloud.within(new SizeLimits(10, 10))).isEqualTo(new SizeLimits(10, 10));
  }

  @Test
  void limitsThatHaveNothingInCommonAreTheOtherOnes() {
    assertThat(new SizeLimits(0, 2).within(new SizeLimits(3, 5))).isEqualTo(new SizeLimits(3, 5));
  }

  @Test
  void machinesAndTheirAcceleratorsHaveSomethingOfEverything() {
    refused(() -> new MachineType(" ", "amd64", 1, 1, Optional.empty()));
    refused(() -> new MachineType("p5", "amd64", 0, 1, Optional.empty()));
    refused(() -> new MachineType("p5", "amd64", 1, 0, Optional.empty()));
    refused(() -> new Accelerator("", "H100", 1, 1));
    refused(() -> new Accelerator("nvidia", "", 1, 1));
    refused(() -> new Accelerator("nvidia", "H100", 0, 1));
    refused(() -> new Accelerator("nvidia", "H100", 1, -1));
  }

  @Test
  void aShapeIsSomewhere() {
    refused(() -> NodeShape.of("lt-1", MACHINE, "us-east-1", List.of(), CapacityType.SPOT));
  }

  @Test
  void onlyAnInstanceThatIsBeingCreatedCanHaveFailedToLaunch() {
    Optional<LaunchFailure> failure =
        Optional.of(new LaunchFailure(Instant.EPOCH, FailureCode.OTHER, "no"));
    assertThat(new Instance(NODE, InstanceState.CREATING, failure).isLive()).isTrue();
    refused(() -> new Instance(NODE, InstanceState.RUNNING, failure));
    refused(() -> new Instance(NODE, InstanceState.DELETING, failure));
  }

  @Test
  void aFailedInstanceThatIsDeletedHasNotFailedAnyMore() {
    Instance failed =
        new Instance(
            NODE,
            InstanceState.CREATING,
            Optional.of(new LaunchFailure(Instant.EPOCH, FailureCode.OTHER, "no")));
    assertThat(failed.deleting()).isEqualTo(Instance.of(NODE, InstanceState.DELETING));
    assertThat(failed.deleting().isLive()).isFalse();
  }

  @Test
  void noInstanceIsInAGroupTwiceAndNoGroupInAReading() {
    Instance instance = Instance.of(NODE, InstanceState.RUNNING);
    GroupReading group = reading(2, List.of(instance));
    refused(() -> reading(2, List.of(instance, instance.deleting())));
    refused(() -> reading(-1, List.of()));
    refused(() -> CloudReading.of(List.of(group, group)));
  }

  @Test
  void aReadingDoesNotChangeWithTheListItWasMadeOf() {
    List<Instance> instances = new ArrayList<>();
    GroupReading group = reading(1, instances);
    instances.add(Instance.of(NODE, InstanceState.RUNNING));
    assertThat(group.instances()).isEmpty();
    assertThat(group.liveInstances()).isZero();
  }

  @Test
  void taintsHaveAnEffectThatKubernetesKnows() {
    assertThat(new Taint("gpu", "", "NoSchedule")).hasToString("gpu:NoSchedule");
    assertThat(new Taint("gpu", "yes", "NoExecute")).hasToString("gpu=yes:NoExecute");
    refused(() -> new Taint("", "yes", "NoSchedule"));
    refused(() -> new Taint("gpu", "yes", "noschedule"));
  }

  @Test
  void pricesAreNumbersThatCanBePaid() {
    for (double usd : new double[] {-0.01, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(() -> new Offer("p5", "a", CapacityType.SPOT, usd, Instant.EPOCH));
    }
    assertThat(new Offer("p5", "a", CapacityType.SPOT, 0, Instant.EPOCH).usdPerHour()).isZero();
  }

  @Test
  void idsAndCodesAreNeverEmpty() {
    refused(() -> new ProviderId(""));
    refused(() -> CloudError.of(CloudError.Kind.DENIED, "", "no"));
  }

  @Test
  void anErrorThatMayHaveHappenedSaysTheSameOtherwise() {
    CloudError error = CloudError.of(CloudError.Kind.UNAVAILABLE, "Reset", "cut off");
    assertThat(error.mayHaveHappened()).isFalse();
    assertThat(error.thatMayHaveHappened())
        .isEqualTo(
            new CloudError(CloudError.Kind.UNAVAILABLE, "Reset", "cut off", true, Duration.ZERO));
  }

  private static GroupReading reading(int target, List<Instance> instances) {
    return new GroupReading(
        GROUP,
        new SizeLimits(0, 9),
        target,
        Optional.empty(),
        instances,
        List.of(),
        Optional.empty());
  }

  private static void refused(ThrowingCallable construction) {
    assertThatThrownBy(construction).isInstanceOf(IllegalArgumentException.class);
  }
}
