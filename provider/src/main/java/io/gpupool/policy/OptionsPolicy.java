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
 *   <li>1.25 to 1.28 can't be told a provision time, and 1.27 and 1.28 take it for zero as soon as
 *       options are set: a node that hasn't joined is deleted at once. They can't be told about
 *       zero-or-max either. They get no options, and a flag of theirs is the only way.
 *   <li>1.29 to 1.34 understand all they are told (zero-or-max only from 1.33 on).
 *   <li>From 1.35 on, options that are set make the time that a registered node may take to become
 *       ready zero, so a GPU node whose driver is being installed counts as broken and another is
 *       brought up. They are left unset while the group has a node so young that it may still be
 *       getting ready. Zero-or-max groups need them always: they would be taken apart otherwise.
 * </ul>
 */
public final class OptionsPolicy {

  private OptionsPolicy() {}

  /**
   * The options for a group; empty for the autoscaler's own.
   *
   * @param form how this autoscaler exchanges options
   * @param defaults the autoscaler's own options
   * @param overrides what is wanted otherwise
   * @param youngest when the group's youngest node was first seen or asked for
   * @param now the time
   */
  public static Optional<AutoscalingOptions> answer(
      OptionsForm form,
      AutoscalingOptions defaults,
      OptionOverrides overrides,
      Optional<Instant> youngest,
      Instant now) {
    AutoscalingOptions wanted = defaults.with(overrides);
    if (wanted.equals(defaults)) {
      return Optional.empty();
    }
    return switch (form) {
      case KUBERNETES_WITHOUT_PROVISION_TIME -> Optional.empty();
      case KUBERNETES, BOTH -> Optional.of(wanted);
      case GOOGLE ->
          wanted.zeroOrMax() || !mayBeGettingReady(wanted.provisionTime(), youngest, now)
              ? Optional.of(wanted)
              : Optional.empty();
    };
  }

  private static boolean mayBeGettingReady(
      Duration provisionTime, Optional<Instant> youngest, Instant now) {
    return youngest.map(born -> born.plus(provisionTime).isAfter(now)).orElse(false);
  }
}
