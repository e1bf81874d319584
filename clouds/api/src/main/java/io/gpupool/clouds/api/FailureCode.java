package io.gpupool.clouds.api;

/**
 * Why machines didn't come, in a set small enough to be a metric's label. The autoscaler shows the
 * name and backs the group off whatever it is; the distinction is for people and for our own
 * choices.
 */
public enum FailureCode {
  INSUFFICIENT_CAPACITY(true),
  QUOTA_EXCEEDED(true),
  SPOT_QUOTA_EXCEEDED(true),
  SPOT_PRICE_TOO_LOW(true),
  RESERVATION_CAPACITY_EXCEEDED(true),
  IP_SPACE_EXHAUSTED(false),
  UNSUPPORTED_CONFIGURATION(false),
  INVALID_CONFIGURATION(false),
  PERMISSIONS_ERROR(false),
  /** Our own request was acknowledged to the autoscaler and the cloud refused it afterwards. */
  REQUEST_REFUSED(false),
  OTHER(false);

  private final boolean outOfResources;

  FailureCode(boolean outOfResources) {
    this.outOfResources = outOfResources;
  }

  /** Whether the cloud or the account has no more of it, as opposed to a mistake of ours. */
  public boolean isOutOfResources() {
    return outOfResources;
  }
}
