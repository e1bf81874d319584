package io.gpupool.fleet;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.LaunchFailure;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the three kinds of write share: the fleet they change, the clock, and the calls to the cloud
 * with every way of failing turned into a {@link CloudError}.
 */
record GroupCalls(
    FleetState state, InstantSource clock, FleetListener listener, WritesUnderWay underWay) {

  private static final Logger log = LoggerFactory.getLogger(GroupCalls.class);

  /** A call to a cloud. */
  @FunctionalInterface
  interface Call<T> {
    T make() throws CloudException;
  }

  /** A call to a cloud that answers nothing. */
  @FunctionalInterface
  interface Action {
    void run() throws CloudException;
  }

  /**
   * Makes the call. A defect of an adapter counts as an answer that was lost.
   *
   * @param of what is called or changed, for the log
   */
  @CanIgnoreReturnValue
  static <T> T make(Object of, Call<T> call) throws CloudException {
    try {
      return call.make();
    } catch (RuntimeException defect) {
      log.error("a call to the cloud of {} failed in an unexpected way", of, defect);
      throw new CloudException(
          CloudError.of(CloudError.Kind.UNAVAILABLE, "Defect", defect.toString())
              .thatMayHaveHappened(),
          defect);
    }
  }

  /** Makes a call that answers nothing. */
  static void run(Object of, Action action) throws CloudException {
    make(
        of,
        () -> {
          action.run();
          return true;
        });
  }

  Instant now() {
    return clock.instant();
  }

  /** A refusal as the failure of the slots that it was for. */
  LaunchFailure failure(CloudError error) {
    FailureCode code =
        switch (error.kind()) {
          case OUT_OF_CAPACITY -> FailureCode.INSUFFICIENT_CAPACITY;
          case QUOTA -> FailureCode.QUOTA_EXCEEDED;
          case DENIED -> FailureCode.PERMISSIONS_ERROR;
          case THROTTLED, UNAVAILABLE, NOT_FOUND, INVALID, CHANGED -> FailureCode.REQUEST_REFUSED;
        };
    return new LaunchFailure(now(), code, error.toString());
  }
}
