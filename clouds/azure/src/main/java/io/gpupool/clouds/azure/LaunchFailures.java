package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.FailureCode;
import java.util.List;
import java.util.Locale;

/**
 * Why Azure didn't create a machine, in our words. A row matches if one of its beginnings begins
 * the code and, where it has words, the message contains one of them. The first row that matches
 * decides.
 *
 * @see <a
 *     href="https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/allocation-failure">
 *     allocation failures</a>
 */
final class LaunchFailures {

  private record Row(FailureCode code, List<String> beginnings, List<String> words) {
    boolean matches(String code, String message) {
      return beginnings.stream().anyMatch(code::startsWith)
          && (words.isEmpty() || words.stream().anyMatch(message::contains));
    }
  }

  private static final List<Row> TABLE =
      List.of(
          // no more than the subscription may have
          words(FailureCode.SPOT_QUOTA_EXCEEDED, "quotaexceeded", "lowpriority", "spot"),
          words(FailureCode.SPOT_QUOTA_EXCEEDED, "operationnotallowed", "lowprioritycores", "spot"),
          row(FailureCode.QUOTA_EXCEEDED, "quotaexceeded"),
          words(FailureCode.QUOTA_EXCEEDED, "operationnotallowed", "quota", "limit", "cores"),
          // there are no more
          row(FailureCode.SPOT_PRICE_TOO_LOW, "spotpricegreaterthanprovidedmaxprice"),
          row(FailureCode.RESERVATION_CAPACITY_EXCEEDED, "capacityreservation"),
          row(
              FailureCode.INSUFFICIENT_CAPACITY,
              "allocationfailed",
              "zonalallocationfailed",
              "overconstrainedallocationrequest",
              "overconstrainedzonalallocationrequest",
              "skunotavailable",
              "notavailableforsubscription",
              "spotpreempted"),
          row(FailureCode.UNSUPPORTED_CONFIGURATION, "azurespotvmnotsupported"),
          // nothing to give it
          row(FailureCode.IP_SPACE_EXHAUSTED, "subnetisfull", "publicipcountlimitreached"),
          // not allowed
          row(
              FailureCode.PERMISSIONS_ERROR,
              "authorizationfailed",
              "linkedauthorizationfailed",
              "requestdisallowedbypolicy"),
          // mistakes
          row(
              FailureCode.INVALID_CONFIGURATION,
              "invalidparameter",
              "imagenotfound",
              "galleryimagenotfound",
              "badrequest"));

  private LaunchFailures() {}

  /** What a failure comes to. */
  static FailureCode code(String code, String message) {
    String plainCode = code.toLowerCase(Locale.ROOT);
    String plainMessage = message.toLowerCase(Locale.ROOT);
    return TABLE.stream()
        .filter(row -> row.matches(plainCode, plainMessage))
        .map(Row::code)
        .findFirst()
        .orElse(FailureCode.OTHER);
  }

  private static Row row(FailureCode code, String... beginnings) {
    return new Row(code, List.of(beginnings), List.of());
  }

  private static Row words(FailureCode code, String beginning, String... words) {
    return new Row(code, List.of(beginning), List.of(words));
  }
}
