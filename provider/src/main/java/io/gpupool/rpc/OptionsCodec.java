package io.gpupool.rpc;

import com.google.protobuf.Duration;
import io.gpupool.policy.AutoscalingOptions;
import io.gpupool.policy.OptionsForm;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptions;

/**
 * The autoscaler's options on the wire: read in the form in which they came, written in both.
 *
 * <p>A release up to 1.34.1 crashes on an answer that has only the new form, and one from 1.35 on
 * takes the durations of one that has only the old form for zero.
 */
final class OptionsCodec {

  /** The longest time that the Kubernetes form can say: 292 years. */
  private static final java.time.Duration LONGEST = java.time.Duration.ofNanos(Long.MAX_VALUE);

  private OptionsCodec() {}

  /** In which form an autoscaler sends its options, which tells its generation. */
  static OptionsForm form(NodeGroupAutoscalingOptions options) {
    boolean google = options.hasScaleDownUnneededDuration();
    boolean kubernetes = options.hasScaleDownUnneededTime();
    if (google) {
      return kubernetes ? OptionsForm.BOTH : OptionsForm.GOOGLE;
    }
    return options.hasMaxNodeProvisionTime()
        ? OptionsForm.KUBERNETES
        : OptionsForm.KUBERNETES_WITHOUT_PROVISION_TIME;
  }

  static AutoscalingOptions read(NodeGroupAutoscalingOptions options) {
    boolean google = options.hasScaleDownUnneededDuration();
    return new AutoscalingOptions(
        options.getScaleDownUtilizationThreshold(),
        options.getScaleDownGpuUtilizationThreshold(),
        google
            ? read(options.getScaleDownUnneededDuration())
            : read(options.getScaleDownUnneededTime()),
        google
            ? read(options.getScaleDownUnreadyDuration())
            : read(options.getScaleDownUnreadyTime()),
        google
            ? read(options.getMaxNodeProvisionDuration())
            : read(options.getMaxNodeProvisionTime()),
        options.getZeroOrMaxNodeScaling(),
        options.getIgnoreDaemonSetsUtilization());
  }

  static NodeGroupAutoscalingOptions write(AutoscalingOptions options) {
    return NodeGroupAutoscalingOptions.newBuilder()
        .setScaleDownUtilizationThreshold(options.utilizationThreshold())
        .setScaleDownGpuUtilizationThreshold(options.gpuUtilizationThreshold())
        .setScaleDownUnneededTime(kubernetes(options.unneededTime()))
        .setScaleDownUnreadyTime(kubernetes(options.unreadyTime()))
        .setMaxNodeProvisionTime(kubernetes(options.provisionTime()))
        .setZeroOrMaxNodeScaling(options.zeroOrMax())
        .setIgnoreDaemonSetsUtilization(options.ignoreDaemonSets())
        .setScaleDownUnneededDuration(google(options.unneededTime()))
        .setScaleDownUnreadyDuration(google(options.unreadyTime()))
        .setMaxNodeProvisionDuration(google(options.provisionTime()))
        .build();
  }

  private static java.time.Duration read(Duration duration) {
    long most = LONGEST.toSeconds() + 1;
    long seconds = Math.max(-most, Math.min(most, duration.getSeconds()));
    java.time.Duration time = java.time.Duration.ofSeconds(seconds, duration.getNanos());
    if (time.abs().compareTo(LONGEST) <= 0) {
      return time;
    }
    return time.isNegative() ? LONGEST.negated() : LONGEST;
  }

  private static java.time.Duration read(io.gpupool.proto.kubernetes.Duration duration) {
    return java.time.Duration.ofNanos(duration.getDuration());
  }

  private static Duration google(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  private static io.gpupool.proto.kubernetes.Duration kubernetes(java.time.Duration duration) {
    return io.gpupool.proto.kubernetes.Duration.newBuilder()
        .setDuration(duration.toNanos())
        .build();
  }
}
