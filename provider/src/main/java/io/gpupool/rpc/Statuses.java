package io.gpupool.rpc;

import io.gpupool.fleet.FleetException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * The gRPC status of each reason to refuse. The autoscaler doesn't distinguish them (except {@code
 * UNIMPLEMENTED}, which no refusal is); they are for whoever reads its log.
 */
final class Statuses {

  private Statuses() {}

  static StatusRuntimeException of(FleetException refusal) {
    return code(refusal.reason()).withDescription(refusal.getMessage()).asRuntimeException();
  }

  static Status code(FleetException.Reason reason) {
    return switch (reason) {
      case NOT_READY, CLOUD_UNAVAILABLE, CLOUD_THROTTLED, CLOSED -> Status.UNAVAILABLE;
      case UNKNOWN_GROUP -> Status.NOT_FOUND;
      case INVALID_REQUEST -> Status.INVALID_ARGUMENT;
      case ABOVE_MAXIMUM -> Status.OUT_OF_RANGE;
      case BELOW_MINIMUM, CLOUD_REFUSED -> Status.FAILED_PRECONDITION;
      case CANCELLED -> Status.CANCELLED;
      case CLOUD_DENIED -> Status.PERMISSION_DENIED;
      case ABOVE_CEILING, CLOUD_OUT_OF_CAPACITY, CLOUD_QUOTA -> Status.RESOURCE_EXHAUSTED;
      case CLOUD_CHANGED -> Status.ABORTED;
    };
  }
}
