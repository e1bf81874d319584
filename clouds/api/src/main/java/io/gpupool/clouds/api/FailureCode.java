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
  /** The reservation that is asked for isn't usable yet. */
  RESERVATION_NOT_READY(false),
  /** The reservation that is asked for is of other machines, or not for this project. */
  INVALID_RESERVATION(false),
  RESERVATION_NOT_FOUND(false),
  /** None of the reservations that are asked for has room for such a machine. */
  RESERVATION_INCOMPATIBLE(false),
  /** Machines may only come from reservations, and none matches. */
  AUTOMATIC_RESERVATIONS_NOT_AVAILABLE(false),
  /** Machines may only come from reservations, and those that match are used up. */
  AUTOMATIC_RESERVATIONS_NO_CAPACITY(false),
  IP_SPACE_EXHAUSTED(false),
  UNSUPPORTED_CONFIGURATION(false),
  INVALID_CONFIGURATION(false),
  UNSUPPORTED_TPU_CONFIGURATION(false),
  PERMISSIONS_ERROR(false),
  /** The organisation's policy forbids the external address that the machine is to have. */
  VM_EXTERNAL_IP_ACCESS_POLICY_CONSTRAINT(false),
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
