package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.Errors;
import io.gpupool.clouds.api.FailureCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ZONE_RESOURCE_POOL_EXHAUSTED | | INSUFFICIENT_CAPACITY",
        "INSUFFICIENT_CAPACITY | | INSUFFICIENT_CAPACITY",
        "GPUS_ALL_REGIONS_QUOTA_EXCEEDED | | QUOTA_EXCEEDED",
        "QUOTA_EXCEEDED | Quota 'PREEMPTIBLE_CPUS' exceeded. | SPOT_QUOTA_EXCEEDED",
        "IP_SPACE_EXHAUSTED_WITH_DETAILS | | IP_SPACE_EXHAUSTED",
        "SERVICE_ACCOUNT_PERMISSIONS_ERROR | | PERMISSIONS_ERROR",
        "CONDITION_NOT_MET | Constraint constraints/compute.vmExternalIpAccess violated for project 7 | VM_EXTERNAL_IP_ACCESS_POLICY_CONSTRAINT",
        "OTHER_CODE | Constraint constraints/compute.vmExternalIpAccess violated for project 7 | OTHER",
        "CONDITION_NOT_MET | Something else | OTHER",
        "X | it requires reservation to be in READY state | RESERVATION_NOT_READY",
        "X | Instance must use ReservationAffinity of SPECIFIC | INVALID_RESERVATION",
        "X | The reservation must exist in the same project as the instance | INVALID_RESERVATION",
        "X | Could not find the given reservation with the following name: r | INVALID_RESERVATION",
        "X | Zone does not currently have sufficient capacity for the requested resources. | INVALID_RESERVATION",
        "X | Specified reservation r does not exist. | RESERVATION_NOT_FOUND",
        "X | Specified reservations [a, b] do not exist. | RESERVATION_NOT_FOUND",
        "X | No available resources in specified reservations | RESERVATION_INCOMPATIBLE",
        "CONDITION_NOT_MET | Unsupported TPU configuration: 3x5 | UNSUPPORTED_TPU_CONFIGURATION",
        "RESOURCE_NOT_FOUND | The image is gone | INVALID_CONFIGURATION",
        "UNSUPPORTED_OPERATION | Local SSDs can't | UNSUPPORTED_CONFIGURATION",
        "'' | | OTHER"
      })
  void codesAndMessagesComeToOneCode(String code, String message, FailureCode expected) {
    assertThat(LaunchFailures.code(List.of(error(code, message == null ? "" : message))))
        .isEqualTo(expected);
  }

  @Test
  void ofSeveralErrorsTheLastThatIsKnownDecides() {
    Errors quota = error("QUOTA_EXCEEDED", "");
    Errors stock = error("RESOURCE_POOL_EXHAUSTED", "");
    Errors unknown = error("NEW", "");
    assertThat(LaunchFailures.code(List.of(quota, stock)))
        .isEqualTo(FailureCode.INSUFFICIENT_CAPACITY);
    assertThat(LaunchFailures.code(List.of(stock, quota))).isEqualTo(FailureCode.QUOTA_EXCEEDED);
    assertThat(LaunchFailures.code(List.of(stock, unknown)))
        .isEqualTo(FailureCode.INSUFFICIENT_CAPACITY);
    assertThat(LaunchFailures.code(List.of())).isEqualTo(FailureCode.OTHER);
  }

  @Test
  void theTextHasThemAll() {
    assertThat(LaunchFailures.text(List.of(error("A", "one"), error("B", ""), error("C", "two"))))
        .isEqualTo("A: one; B; C: two");
  }

  private static Errors error(String code, String message) {
    return Errors.newBuilder().setCode(code).setMessage(message).build();
  }
}
