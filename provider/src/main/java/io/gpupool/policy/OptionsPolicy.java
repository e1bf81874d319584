package io.gpupool.policy;

import io.gpupool.clouds.api.OptionOverrides;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether to answer the autoscaler's question for a group's options, and with what. Left unset, the
 * autoscaler uses its own, in every release; set, each generation loses something else:
 *
 * <ul>
 *   <li>1.25 to 1.28 can't be told a provision time or zero-or-max, and 1.27 and 1.28 take the
 *       provision time for zero as soon as options are set: a node that hasn't joined is deleted at
 *       once. They get the rest, and only while nothing in the group is coming up.
 *   <li>1.29 to 1.34 understand all they are told (zero-or-max only from 1.33 on).
 *   <li>From 1.35 on, options that are set make the time that a registered node may take to become
 *       ready zero, so a GPU node whose driver is being installed counts as broken and another is
 *       brought up. They are left unset while the group has a node so young that it may still be
 *       getting ready. Zero-or-max groups need them always: they would be taken apart otherwise.
 * </ul>
 */
public final class OptionsPolicy {

  /** How long a node may take to join where nobody says, as the autoscaler has it. */
  private static final Duration PROVISION_TIME = Duration.ofMinutes(15);

  private OptionsPolicy() {}

  /**
   * The options for a group; empty for the autoscaler's own.
   *
   * @param form how this autoscaler exchanges options
   * @param defaults the autoscaler's own options
   * @param overrides what is wanted otherwise
   * @param nodes how far the group's nodes have come
   * @param now the time
   */
  public static Optional<AutoscalingOptions> answer(
      OptionsForm form,
      AutoscalingOptions defaults,
      OptionOverrides overrides,
      Youth nodes,
      Instant now) {
    AutoscalingOptions wanted = defaults.with(tellable(form, overrides));
    if (wanted.equals(defaults)
        || heldBack(form, overrides, defaults.provisionTime(), nodes, now)) {
      return Optional.empty();
    }
    return Optional.of(wanted);
  }

  /**
   * Whether options would do more harm than good at the moment to an autoscaler whose own provision
   * time is the usual one.
   */
  public static boolean heldBack(
      OptionsForm form, OptionOverrides overrides, Youth nodes, Instant now) {
    return heldBack(form, overrides, PROVISION_TIME, nodes, now);
  }

  private static boolean heldBack(
      OptionsForm form, OptionOverrides overrides, Duration own, Youth nodes, Instant now) {
    Duration provisionTime = overrides.provisionTime().orElse(own.isZero() ? PROVISION_TIME : own);
    return switch (form) {
      case KUBERNETES_WITHOUT_PROVISION_TIME ->
          nodes.creating() || nodes.anyYoungerThan(provisionTime, now);
      case KUBERNETES, BOTH -> false;
      case GOOGLE ->
          !overrides.zeroOrMax().orElse(false) && nodes.anyYoungerThan(provisionTime, now);
    };
  }

  private static OptionOverrides tellable(OptionsForm form, OptionOverrides overrides) {
    return form == OptionsForm.KUBERNETES_WITHOUT_PROVISION_TIME
        ? overrides.withoutProvisioning()
        : overrides;
  }
}
