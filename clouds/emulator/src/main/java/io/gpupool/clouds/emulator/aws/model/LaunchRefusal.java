package io.gpupool.clouds.emulator.aws.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * Why EC2 launches nothing, in its words.
 *
 * @param code EC2's code, which a group shows only with a mixed instances policy
 * @param text the sentence that a group shows in the activity
 */
public record LaunchRefusal(String code, String text) {

  public LaunchRefusal {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
  }

  /** The zone has no more machines of the type. */
  public static LaunchRefusal outOfCapacity(String type, String zone, List<String> elsewhere) {
    String missing =
        "We currently do not have sufficient "
            + type
            + " capacity in the Availability Zone you requested ("
            + zone
            + "). Our system will be working on provisioning additional capacity.";
    String advice =
        " You can currently get "
            + type
            + " capacity by not specifying an Availability Zone in your request or choosing "
            + String.join(", ", elsewhere)
            + ".";
    return new LaunchRefusal(
        "InsufficientInstanceCapacity", elsewhere.isEmpty() ? missing : missing + advice);
  }

  /** The zone has no more machines of the type for spot instances. */
  public static LaunchRefusal noSpotCapacity() {
    return new LaunchRefusal(
        "InsufficientInstanceCapacity",
        "There is no Spot capacity available that matches your request.");
  }

  /** None of the types of a mixed instances policy can be had as spot instances. */
  public static LaunchRefusal unfulfillableSpot() {
    return new LaunchRefusal(
        "UnfulfillableCapacity",
        "Unable to fulfill capacity due to your request configuration. Please adjust your request"
            + " and try again.");
  }

  /** The account may not have more vCPUs of this family. */
  public static LaunchRefusal vcpuLimit(int limit) {
    return new LaunchRefusal(
        "VcpuLimitExceeded",
        "You have requested more vCPU capacity than your current vCPU limit of "
            + limit
            + " allows for the instance bucket that the specified instance type belongs to. Please"
            + " visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this"
            + " limit.");
  }

  /** The account may not have more spot instances. */
  public static LaunchRefusal spotLimit() {
    return new LaunchRefusal("MaxSpotInstanceCountExceeded", "Max spot instance count exceeded.");
  }

  /** The launch template offers less than a spot instance costs. */
  public static LaunchRefusal spotPriceTooLow(BigDecimal offered, BigDecimal needed) {
    return new LaunchRefusal(
        "SpotMaxPriceTooLow",
        "Your Spot request price of "
            + offered.toPlainString()
            + " is lower than the minimum required Spot request fulfillment price of "
            + needed.toPlainString()
            + ".");
  }

  /** The zone never has this type. */
  public static LaunchRefusal unsupported(String type, String zone, List<String> elsewhere) {
    return new LaunchRefusal(
        "Unsupported",
        "Your requested instance type ("
            + type
            + ") is not supported in your requested Availability Zone ("
            + zone
            + "). Please retry your request by not specifying an Availability Zone or choosing "
            + String.join(", ", elsewhere)
            + ".");
  }

  /** The subnet has no address left. */
  public static LaunchRefusal noFreeAddresses(String subnet) {
    return new LaunchRefusal(
        "InsufficientFreeAddressesInSubnet",
        "There are not enough free addresses in subnet '"
            + subnet
            + "' to satisfy the requested number of instances.");
  }

  /** The activity's status message. */
  String statusMessage(boolean mixed, Market market) {
    String prefix =
        mixed
            ? "Could not launch "
                + (market == Market.SPOT ? "Spot" : "On-Demand")
                + " Instances. "
                + code
                + " - "
            : "";
    return prefix + text + " Launching EC2 instance failed.";
  }
}
