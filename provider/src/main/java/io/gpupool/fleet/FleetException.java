package io.gpupool.fleet;

import io.gpupool.clouds.api.CloudError;

/** A call that was not carried out, with a reason for programs and a sentence for people. */
public final class FleetException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The closed set of reasons. */
  public enum Reason {
    /** No cloud has been read yet. */
    NOT_READY,
    /** No such group. */
    UNKNOWN_GROUP,
    /** The request makes no sense, whatever the state. */
    INVALID_REQUEST,
    /** The group may not grow that far. */
    ABOVE_MAXIMUM,
    /** The group may grow, but what all cost together may not. */
    ABOVE_CEILING,
    /** The group may not shrink that far. */
    BELOW_MINIMUM,
    /** The caller had left before anything was done. */
    CANCELLED,
    CLOUD_THROTTLED,
    CLOUD_UNAVAILABLE,
    CLOUD_DENIED,
    CLOUD_OUT_OF_CAPACITY,
    CLOUD_QUOTA,
    CLOUD_REFUSED,
    CLOUD_CHANGED,
    /** The server is going down. */
    CLOSED
  }

  private final Reason reason;

  public FleetException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A refusal by the cloud, introduced by what was being done. */
  static FleetException of(CloudError error, String doing) {
    return new FleetException(reasonOf(error.kind()), doing + ": " + error);
  }

  public Reason reason() {
    return reason;
  }

  private static Reason reasonOf(CloudError.Kind kind) {
    return switch (kind) {
      case THROTTLED -> Reason.CLOUD_THROTTLED;
      case UNAVAILABLE -> Reason.CLOUD_UNAVAILABLE;
      case DENIED -> Reason.CLOUD_DENIED;
      case NOT_FOUND -> Reason.UNKNOWN_GROUP;
      case OUT_OF_CAPACITY -> Reason.CLOUD_OUT_OF_CAPACITY;
      case QUOTA -> Reason.CLOUD_QUOTA;
      case INVALID -> Reason.CLOUD_REFUSED;
      case CHANGED -> Reason.CLOUD_CHANGED;
    };
  }
}
