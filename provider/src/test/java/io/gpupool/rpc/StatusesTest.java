package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.fleet.FleetException;
import io.gpupool.fleet.FleetException.Reason;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of the README, from the other side. */
class StatusesTest {

  @ParameterizedTest
  @CsvSource({
    "NOT_READY, UNAVAILABLE",
    "UNKNOWN_GROUP, NOT_FOUND",
    "INVALID_REQUEST, INVALID_ARGUMENT",
    "ABOVE_MAXIMUM, OUT_OF_RANGE",
    "BELOW_MINIMUM, FAILED_PRECONDITION",
    "CANCELLED, CANCELLED",
    "CLOUD_THROTTLED, UNAVAILABLE",
    "CLOUD_UNAVAILABLE, UNAVAILABLE",
    "CLOUD_DENIED, PERMISSION_DENIED",
    "CLOUD_OUT_OF_CAPACITY, RESOURCE_EXHAUSTED",
    "CLOUD_QUOTA, RESOURCE_EXHAUSTED",
    "CLOUD_REFUSED, FAILED_PRECONDITION",
    "CLOUD_CHANGED, ABORTED",
    "CLOSED, UNAVAILABLE"
  })
  void everyReasonHasItsStatus(Reason reason, Code status) {
    assertThat(Statuses.code(reason).getCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void noReasonLooksLikeAMissingMethodOrLikeSuccess(Reason reason) {
    // the autoscaler takes UNIMPLEMENTED for an answer
    Set<Code> forbidden = EnumSet.of(Code.OK, Code.UNIMPLEMENTED, Code.UNKNOWN);
    assertThat(Statuses.code(reason).getCode()).isNotIn(forbidden);
  }

  @Test
  void theSentenceIsPassedOn() {
    StatusRuntimeException status =
        Statuses.of(new FleetException(Reason.ABOVE_MAXIMUM, "aws/p5: its maximum is 4"));
    assertThat(status).hasMessage("OUT_OF_RANGE: aws/p5: its maximum is 4");
  }
}
