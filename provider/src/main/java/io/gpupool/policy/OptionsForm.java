package io.gpupool.policy;

/**
 * The forms in which autoscalers exchange their options, which tell their generation apart.
 *
 * @see OptionsPolicy what follows from each
 */
public enum OptionsForm {
  /** Two durations in Kubernetes' form: 1.25 to 1.28. */
  KUBERNETES_WITHOUT_PROVISION_TIME,
  /** Three durations in Kubernetes' form: 1.29 to 1.34.1. */
  KUBERNETES,
  /** Three durations in both forms: 1.34.2 to 1.34.5. */
  BOTH,
  /** Three durations in Google's form: from 1.35 on. */
  GOOGLE
}
