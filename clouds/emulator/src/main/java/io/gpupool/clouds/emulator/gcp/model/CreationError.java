package io.gpupool.clouds.emulator.gcp.model;

import java.util.Objects;

/**
 * Why an instance couldn't be created or an operation failed, in Google Cloud's words.
 *
 * @param code such as {@code ZONE_RESOURCE_POOL_EXHAUSTED}
 * @param message the sentence
 */
public record CreationError(String code, String message) {

  public CreationError {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }

  /** The zone has no more machines of the type. */
  public static CreationError outOfCapacity(String project, String zone) {
    return new CreationError(
        "ZONE_RESOURCE_POOL_EXHAUSTED",
        "The zone '"
            + zonePath(project, zone)
            + "' does not have enough resources available to"
            + " fulfill the request.  Try a different zone, or try again later.");
  }

  /** The same, as it is told where the cause is known. */
  public static CreationError outOfCapacityInDetail(String project, String zone, String detail) {
    return new CreationError(
        "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS",
        "The zone '"
            + zonePath(project, zone)
            + "' does not have enough resources available to fulfill the request.  '"
            + detail
            + "'.");
  }

  /** The region has no more machines. */
  public static CreationError resourcePoolExhausted() {
    return new CreationError(
        "RESOURCE_POOL_EXHAUSTED",
        "The resource pool does not have enough resources available to fulfill the request.");
  }

  /** There is no capacity for a request of machines that are wanted together. */
  public static CreationError insufficientCapacity() {
    return new CreationError(
        "INSUFFICIENT_CAPACITY", "There is no sufficient capacity to fulfill the request.");
  }

  /** The project may not have more of something in a region. */
  public static CreationError quotaExceeded(String metric, int limit, String region) {
    return new CreationError(
        "QUOTA_EXCEEDED",
        "Quota '" + metric + "' exceeded.  Limit: " + limit + ".0 in region " + region + ".");
  }

  /** The subnetwork has no address left. */
  public static CreationError addressesExhausted(String subnetwork) {
    return new CreationError(
        "IP_SPACE_EXHAUSTED",
        "IP space of '" + subnetwork + "' is exhausted. Insufficient free IP addresses.");
  }

  /** The group's service account may not do what the template asks for. */
  public static CreationError permissions(String permission, String resource) {
    return new CreationError(
        "PERMISSIONS_ERROR", "Required '" + permission + "' permission for '" + resource + "'");
  }

  /** The organization forbids addresses that can be reached from outside. */
  public static CreationError externalAddressForbidden(String project) {
    return new CreationError(
        "CONDITION_NOT_MET",
        "Constraint constraints/compute.vmExternalIpAccess violated for project "
            + project
            + ". Add instances without external IP addresses, or change the policy.");
  }

  /** The slice of accelerators isn't one that there is. */
  public static CreationError unsupportedTpu() {
    return new CreationError("CONDITION_NOT_MET", "Unsupported TPU configuration");
  }

  /** The reservation isn't ready yet. */
  public static CreationError reservationNotReady(String reservation) {
    return invalidResource(
        "Cannot use reservation " + reservation + ": it requires reservation to be in READY state");
  }

  /** The reservation is for other machines. */
  public static CreationError reservationMismatch(String reservation) {
    return invalidResource(
        "Reservation " + reservation + " is incorrect for the requested resources.");
  }

  /** There is no such reservation. */
  public static CreationError reservationNotFound(String reservation) {
    return invalidResource("Specified reservations [" + reservation + "] do not exist.");
  }

  /** The reservation is used up. */
  public static CreationError reservationUsedUp(String reservation) {
    return invalidResource(
        "Specified reservation ["
            + reservation
            + "] does not have available resources for the request.");
  }

  /** None of the reservations fits. */
  public static CreationError reservationIncompatible() {
    return invalidResource("No available resources in specified reservations");
  }

  /** No reservation is there to be used without being named. */
  public static CreationError noAutomaticReservation() {
    return invalidResource(
        "There is no automatic reservation matching the instance in your project");
  }

  /** All reservations that can be used without being named are used up. */
  public static CreationError automaticReservationsUsedUp() {
    return invalidResource(
        "All automatic reservations in your project, or shared with your project, are fully"
            + " consumed");
  }

  /** The zone doesn't have this machine type. */
  static CreationError unknownMachineType(String project, String zone, String type) {
    return new CreationError(
        "INVALID_FIELD_VALUE",
        "Invalid value for field 'resource.machineType': '"
            + zonePath(project, zone)
            + "/machineTypes/"
            + type
            + "'. Machine type with name '"
            + type
            + "' does not exist in zone '"
            + zone
            + "'.");
  }

  private static CreationError invalidResource(String message) {
    return new CreationError("INVALID_FIELD_VALUE", message);
  }

  private static String zonePath(String project, String zone) {
    return "projects/" + project + "/zones/" + zone;
  }
}
