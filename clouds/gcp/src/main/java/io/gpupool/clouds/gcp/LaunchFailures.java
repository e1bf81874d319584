package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.Errors;
import io.gpupool.clouds.api.FailureCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why Compute Engine didn't create a machine, in our words. A row matches an error whose code is
 * (or, in capitals after an asterisk, contains) one of its codes and whose message has one of its
 * patterns; no codes stands for any code, no patterns for any message. The first row that matches
 * an error decides; of several errors the last that any row knows does.
 *
 * @see <a href="https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-vm-creation">
 *     troubleshooting VM creation</a> and <a
 *     href="https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-reservations">reservations</a>
 */
final class LaunchFailures {

  private record Row(FailureCode code, List<String> codes, List<Pattern> messages) {

    boolean matches(String errorCode, String message) {
      return (codes.isEmpty() || codes.stream().anyMatch(each -> is(errorCode, each)))
          && (messages.isEmpty()
              || messages.stream().anyMatch(each -> each.matcher(message).find()));
    }

    private static boolean is(String errorCode, String expected) {
      return expected.startsWith("*")
          ? errorCode.contains(expected.substring(1))
          : errorCode.equals(expected);
    }
  }

  private static final List<Row> TABLE =
      List.of(
          // there are no more
          codes(
              FailureCode.INSUFFICIENT_CAPACITY,
              "RESOURCE_POOL_EXHAUSTED",
              "ZONE_RESOURCE_POOL_EXHAUSTED",
              "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS",
              "INSUFFICIENT_CAPACITY"),
          row(
              FailureCode.SPOT_QUOTA_EXCEEDED,
              List.of("*QUOTA"),
              "PREEMPTIBLE_[A-Z0-9_]+",
              "preemptible_[a-z0-9_]+"),
          codes(FailureCode.QUOTA_EXCEEDED, "*QUOTA"),
          codes(FailureCode.IP_SPACE_EXHAUSTED, "*IP_SPACE_EXHAUSTED"),
          // not allowed
          codes(FailureCode.PERMISSIONS_ERROR, "*PERMISSIONS_ERROR"),
          row(
              FailureCode.VM_EXTERNAL_IP_ACCESS_POLICY_CONSTRAINT,
              List.of("CONDITION_NOT_MET"),
              "Constraint constraints/compute\\.vmExternalIpAccess violated for project"),
          // reservations
          messages(
              FailureCode.RESERVATION_NOT_READY, "it requires reservation to be in READY state"),
          messages(
              FailureCode.INVALID_RESERVATION,
              "must use ReservationAffinity of",
              "The reservation must exist in the same project as the instance",
              "Could not find the given reservation with the following name",
              "Reservation .* is incorrect for the requested resources",
              "Zone does not currently have sufficient capacity for the requested resources",
              "VM [Ff]amily: .* is not supported for aggregate reservations",
              "should be a .* VM [Ff]amily for instance with .* machine type"),
          messages(
              FailureCode.RESERVATION_NOT_FOUND, "Specified reservations? .* do(es)? not exist"),
          messages(
              FailureCode.RESERVATION_CAPACITY_EXCEEDED,
              "Specified reservation .* does not have available resources for the request"),
          messages(
              FailureCode.RESERVATION_INCOMPATIBLE,
              "No available resources in specified reservations"),
          messages(
              FailureCode.AUTOMATIC_RESERVATIONS_NOT_AVAILABLE,
              "There is no automatic reservation matching the instance in your project"),
          messages(
              FailureCode.AUTOMATIC_RESERVATIONS_NO_CAPACITY,
              "All automatic reservations in your project, or shared with your project, are fully"
                  + " consumed"),
          // mistakes
          row(
              FailureCode.UNSUPPORTED_TPU_CONFIGURATION,
              List.of("CONDITION_NOT_MET"),
              "Unsupported TPU configuration"),
          codes(FailureCode.UNSUPPORTED_CONFIGURATION, "UNSUPPORTED_OPERATION"),
          codes(
              FailureCode.INVALID_CONFIGURATION,
              "RESOURCE_NOT_FOUND",
              "INVALID_FIELD_VALUE",
              "INVALID_USAGE"));

  private LaunchFailures() {}

  /** What the errors of one attempt come to. */
  static FailureCode code(List<Errors> errors) {
    FailureCode last = FailureCode.OTHER;
    for (Errors error : errors) {
      last = known(error).orElse(last);
    }
    return last;
  }

  /** The cloud's own words, all of them. */
  static String text(List<Errors> errors) {
    StringBuilder text = new StringBuilder();
    for (Errors error : errors) {
      text.append(text.isEmpty() ? "" : "; ").append(error.getCode());
      if (!error.getMessage().isBlank()) {
        text.append(": ").append(error.getMessage());
      }
    }
    return text.toString();
  }

  private static Optional<FailureCode> known(Errors error) {
    String code = error.getCode().toUpperCase(Locale.ROOT);
    return TABLE.stream()
        .filter(row -> row.matches(code, error.getMessage()))
        .map(Row::code)
        .findFirst();
  }

  private static Row codes(FailureCode code, String... codes) {
    return new Row(code, List.of(codes), List.of());
  }

  private static Row messages(FailureCode code, String... patterns) {
    return row(code, List.of(), patterns);
  }

  private static Row row(FailureCode code, List<String> codes, String... patterns) {
    return new Row(code, codes, List.of(patterns).stream().map(Pattern::compile).toList());
  }
}
