package io.gpupool.capacity;

import io.gpupool.clouds.api.FailureCode;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a failure to launch says something about the next attempt. Stock-outs of GPUs last for
 * minutes at best; quotas change when somebody changes them. What is wrong with a group itself says
 * nothing of others, and isn't remembered: the autoscaler's own back-off sees to it.
 */
final class TimeToLive {

  private TimeToLive() {}

  /** Empty for what isn't remembered. */
  static Optional<Duration> of(FailureCode code) {
    return switch (code) {
      case INSUFFICIENT_CAPACITY, SPOT_PRICE_TOO_LOW -> Optional.of(Duration.ofMinutes(10));
      case QUOTA_EXCEEDED, SPOT_QUOTA_EXCEEDED -> Optional.of(Duration.ofHours(1));
      case RESERVATION_CAPACITY_EXCEEDED,
          RESERVATION_NOT_READY,
          AUTOMATIC_RESERVATIONS_NOT_AVAILABLE,
          AUTOMATIC_RESERVATIONS_NO_CAPACITY ->
          Optional.of(Duration.ofMinutes(30));
      case IP_SPACE_EXHAUSTED -> Optional.of(Duration.ofMinutes(1));
      case INVALID_RESERVATION,
          RESERVATION_NOT_FOUND,
          RESERVATION_INCOMPATIBLE,
          UNSUPPORTED_CONFIGURATION,
          INVALID_CONFIGURATION,
          UNSUPPORTED_TPU_CONFIGURATION,
          PERMISSIONS_ERROR,
          VM_EXTERNAL_IP_ACCESS_POLICY_CONSTRAINT,
          REQUEST_REFUSED,
          OTHER ->
          Optional.empty();
    };
  }
}
