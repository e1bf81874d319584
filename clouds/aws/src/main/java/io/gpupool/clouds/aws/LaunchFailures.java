package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.FailureCode;
import java.util.List;
import java.util.Locale;

/**
 * What EC2 Auto Scaling's failed activities say, in our words. A row's words are looked for in the
 * status message, whatever the case; the first row that has one of them decides.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-capacity.html">troubleshooting
 *     Auto Scaling: capacity, and the pages beside it</a>
 */
final class LaunchFailures {

  private record Row(FailureCode code, List<String> words) {}

  private static final List<Row> TABLE =
      List.of(
          row(
              FailureCode.INSUFFICIENT_CAPACITY,
              "insufficientinstancecapacity",
              "do not have sufficient",
              "no spot capacity available",
              "insufficientcapacity",
              "unfulfillablecapacity"),
          row(
              FailureCode.SPOT_QUOTA_EXCEEDED,
              "maxspotinstancecountexceeded",
              "max spot instance count exceeded"),
          row(
              FailureCode.QUOTA_EXCEEDED,
              "vcpulimitexceeded",
              "than your current vcpu limit",
              "instancelimitexceeded",
              "than your current instance limit"),
          row(
              FailureCode.SPOT_PRICE_TOO_LOW,
              "spotmaxpricetoolow",
              "minimum required spot request fulfillment price"),
          row(
              FailureCode.RESERVATION_CAPACITY_EXCEEDED,
              "insufficienthostcapacity",
              "reservationcapacityexceeded"),
          row(
              FailureCode.IP_SPACE_EXHAUSTED,
              "insufficientfreeaddressesinsubnet",
              "not enough free addresses in subnet"),
          row(
              FailureCode.UNSUPPORTED_CONFIGURATION,
              "not supported in your requested availability zone",
              "unsupported"),
          row(
              FailureCode.PERMISSIONS_ERROR,
              "unauthorizedoperation",
              "accessdenied",
              "not authorized"),
          row(
              FailureCode.INVALID_CONFIGURATION,
              "invalidamiid",
              "the image id",
              "launch template",
              "key pair",
              "security group"));

  private LaunchFailures() {}

  static FailureCode code(String statusMessage) {
    String lower = statusMessage.toLowerCase(Locale.ROOT);
    return TABLE.stream()
        .filter(row -> row.words().stream().anyMatch(lower::contains))
        .map(Row::code)
        .findFirst()
        .orElse(FailureCode.OTHER);
  }

  private static Row row(FailureCode code, String... words) {
    return new Row(code, List.of(words));
  }
}
