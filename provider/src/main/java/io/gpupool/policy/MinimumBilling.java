package io.gpupool.policy;

import java.time.Duration;

/**
 * For how long a cloud charges for a machine at least. All of them charge by the second beyond
 * that, so there is no hour to be used up.
 */
final class MinimumBilling {

  private MinimumBilling() {}

  /**
   * A minute on <a href="https://aws.amazon.com/ec2/pricing/on-demand/">AWS</a> and on <a
   * href="https://cloud.google.com/compute/all-pricing">Google Cloud</a>; five minutes on Azure,
   * which has told its customers so for starts from June 2025 on.
   *
   * @param cloud {@code aws}, {@code gcp} or {@code azure}
   */
  static Duration of(String cloud) {
    return cloud.equals("azure") ? Duration.ofMinutes(5) : Duration.ofMinutes(1);
  }
}
