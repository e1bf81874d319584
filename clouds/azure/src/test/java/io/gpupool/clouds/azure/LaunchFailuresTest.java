package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.FailureCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "AllocationFailed,,INSUFFICIENT_CAPACITY",
    "ZonalAllocationFailed,,INSUFFICIENT_CAPACITY",
    "OverconstrainedAllocationRequest,,INSUFFICIENT_CAPACITY",
    "OverconstrainedZonalAllocationRequest,,INSUFFICIENT_CAPACITY",
    "SkuNotAvailable,,INSUFFICIENT_CAPACITY",
    "NotAvailableForSubscription,,INSUFFICIENT_CAPACITY",
    "SpotPreempted,,INSUFFICIENT_CAPACITY",
    "QuotaExceeded,too many standardNDSH100v5Family vCPUs,QUOTA_EXCEEDED",
    "QuotaExceeded,too many LowPriorityCores,SPOT_QUOTA_EXCEEDED",
    "OperationNotAllowed,exceeding approved Total Regional Cores quota,QUOTA_EXCEEDED",
    "OperationNotAllowed,exceeding approved LowPriorityCores quota,SPOT_QUOTA_EXCEEDED",
    "OperationNotAllowed,the machine is being moved,OTHER",
    "SpotPriceGreaterThanProvidedMaxPrice,,SPOT_PRICE_TOO_LOW",
    "CapacityReservationNotEnough,,RESERVATION_CAPACITY_EXCEEDED",
    "AzureSpotVMNotSupportedInAvailabilitySet,,UNSUPPORTED_CONFIGURATION",
    "SubnetIsFull,,IP_SPACE_EXHAUSTED",
    "PublicIPCountLimitReached,,IP_SPACE_EXHAUSTED",
    "AuthorizationFailed,,PERMISSIONS_ERROR",
    "LinkedAuthorizationFailed,,PERMISSIONS_ERROR",
    "RequestDisallowedByPolicy,,PERMISSIONS_ERROR",
    "InvalidParameter,,INVALID_CONFIGURATION",
    "OSProvisioningTimedOut,,OTHER",
    "InternalOperationError,,OTHER"
  })
  void eachOfAzuresCodesHasOneOfOurs(String code, String message, FailureCode expected) {
    String text = message == null ? "" : message;
    assertThat(LaunchFailures.code(code, text)).isEqualTo(expected);
    assertThat(LaunchFailures.code(code.toUpperCase(java.util.Locale.ROOT), text))
        .isEqualTo(expected);
  }
}
