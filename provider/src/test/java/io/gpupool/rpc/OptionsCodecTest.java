package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.policy.AutoscalingOptions;
import io.gpupool.policy.OptionsForm;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;
import io.gpupool.proto.kubernetes.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsCodecTest {

  private static final java.time.Duration UNNEEDED = java.time.Duration.ofSeconds(601, 5);
  private static final java.time.Duration UNREADY = java.time.Duration.ofMinutes(20);
  private static final java.time.Duration PROVISION = java.time.Duration.ofMinutes(15);

  private static final AutoscalingOptions OPTIONS =
      new AutoscalingOptions(0.5, 0.6, UNNEEDED, UNREADY, PROVISION, true, false);

  @Test
  void bothFormsAreAlwaysWritten() {
    // a release up to 1.34.1 crashes without the one, one from 1.35 on reads zeros without the
    // other
    NodeGroupAutoscalingOptions wire = OptionsCodec.write(OPTIONS);
    assertThat(wire.getScaleDownUnneededTime().getDuration()).isEqualTo(601_000_000_005L);
    assertThat(wire.getScaleDownUnreadyTime().getDuration()).isEqualTo(UNREADY.toNanos());
    assertThat(wire.getMaxNodeProvisionTime().getDuration()).isEqualTo(PROVISION.toNanos());
    assertThat(wire.getScaleDownUnneededDuration().getSeconds()).isEqualTo(601);
    assertThat(wire.getScaleDownUnneededDuration().getNanos()).isEqualTo(5);
    assertThat(wire.getScaleDownUnreadyDuration().getSeconds()).isEqualTo(1200);
    assertThat(wire.getMaxNodeProvisionDuration().getSeconds()).isEqualTo(900);
    assertThat(wire.getScaleDownUtilizationThreshold()).isEqualTo(0.5);
    assertThat(wire.getScaleDownGpuUtilizationThreshold()).isEqualTo(0.6);
    assertThat(wire.getZeroOrMaxNodeScaling()).isTrue();
    assertThat(wire.getIgnoreDaemonSetsUtilization()).isFalse();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(OptionsCodec.read(OptionsCodec.write(OPTIONS))).isEqualTo(OPTIONS);
  }

  @Test
  void ofTwoFormsTheNewerIsRead() {
    // releases that send both send the same in both; were they ever to differ, the newer one counts
    NodeGroupAutoscalingOptions wire =
        OptionsCodec.write(OPTIONS).toBuilder()
            .setScaleDownUnneededTime(Duration.newBuilder().setDuration(1))
            .build();
    assertThat(OptionsCodec.read(wire).unneededTime()).isEqualTo(UNNEEDED);
  }

  @Test
  void theOlderFormIsReadWhereThereIsNoOther() {
    assertThat(OptionsCodec.read(older().build())).isEqualTo(OPTIONS);
  }

  @Test
  void aDurationThatIsNotSentIsZero() {
    AutoscalingOptions read = OptionsCodec.read(older().clearMaxNodeProvisionTime().build());
    assertThat(read.provisionTime()).isZero();
    assertThat(read.unneededTime()).isEqualTo(UNNEEDED);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -9_223_372_037L, 9_223_372_037L, Long.MAX_VALUE})
  void aTimeBeyondAllCountingIsTheLongestThatBothFormsCanSay(long seconds) {
    // the older form counts nanoseconds, and so ends after 292 years
    NodeGroupAutoscalingOptions wire =
        OptionsCodec.write(OPTIONS).toBuilder()
            .setScaleDownUnneededDuration(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(seconds)
                    .setNanos(seconds < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE))
            .build();
    AutoscalingOptions read = OptionsCodec.read(wire);
    assertThat(read.unneededTime().abs()).isGreaterThan(java.time.Duration.ofDays(106_000));
    assertThat(read.unneededTime().isNegative()).isEqualTo(seconds < 0);
    assertThat(OptionsCodec.read(OptionsCodec.write(read))).isEqualTo(read);
  }

  @Test
  void aGenerationIsKnownByItsForm() {
    NodeGroupAutoscalingOptions both = OptionsCodec.write(OPTIONS);
    assertThat(OptionsCodec.form(both)).isEqualTo(OptionsForm.BOTH);
    assertThat(OptionsCodec.form(older().build())).isEqualTo(OptionsForm.KUBERNETES);
    assertThat(OptionsCodec.form(older().clearMaxNodeProvisionTime().build()))
        .isEqualTo(OptionsForm.KUBERNETES_WITHOUT_PROVISION_TIME);
    assertThat(
            OptionsCodec.form(
                both.toBuilder()
                    .clearScaleDownUnneededTime()
                    .clearScaleDownUnreadyTime()
                    .clearMaxNodeProvisionTime()
                    .build()))
        .isEqualTo(OptionsForm.GOOGLE);
  }

  private static NodeGroupAutoscalingOptions.Builder older() {
    return OptionsCodec.write(OPTIONS).toBuilder()
        .clearScaleDownUnneededDuration()
        .clearScaleDownUnreadyDuration()
        .clearMaxNodeProvisionDuration();
  }
}
