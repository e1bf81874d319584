package io.gpupool.clouds.emulator.azure.model;

import java.util.Objects;

/**
 * Why a machine couldn't be provisioned or an operation failed, in Azure's words.
 *
 * @param code such as {@code AllocationFailed}
 * @param message the sentence
 */
public record ProvisioningError(String code, String message) {

  private static final String GUIDANCE =
      " Read more about improving likelihood of allocation success at"
          + " https://aka.ms/allocation-guidance";

  public ProvisioningError {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }

  /** The region has no more machines of the size. */
  public static ProvisioningError allocationFailed() {
    return new ProvisioningError(
        "AllocationFailed",
        "Allocation failed. We do not have sufficient capacity for the requested VM size in this"
            + " region."
            + GUIDANCE);
  }

  /** The zone has no more machines of the size. */
  public static ProvisioningError zonalAllocationFailed() {
    return new ProvisioningError(
        "ZonalAllocationFailed",
        "Allocation failed. We do not have sufficient capacity for the requested VM size in this"
            + " zone."
            + GUIDANCE);
  }

  /** All that is asked for together can't be had together. */
  public static ProvisioningError overconstrainedAllocation() {
    return new ProvisioningError(
        "OverconstrainedAllocationRequest",
        "Allocation failed. VM(s) with the following constraints cannot be allocated, because the"
            + " condition is too restrictive. Please remove some constraints and try again.");
  }

  /** The same, in a zone. */
  public static ProvisioningError overconstrainedZonalAllocation() {
    return new ProvisioningError(
        "OverconstrainedZonalAllocationRequest",
        overconstrainedAllocation().message().replace("allocated,", "allocated in the zone,"));
  }

  /** The size can't be had there by this subscription. */
  public static ProvisioningError skuNotAvailable(String vmSize, String location) {
    return new ProvisioningError(
        "SkuNotAvailable",
        "The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: "
            + vmSize
            + "' is currently not available in location '"
            + location
            + "'. Please try another size or deploy to a different location or different zone. See"
            + " https://aka.ms/azureskunotavailable for details.");
  }

  /** The subscription may not have so many cores of a family. */
  public static ProvisioningError quotaExceeded(
      String family, String location, int limit, int usage, int required) {
    return new ProvisioningError(
        "OperationNotAllowed",
        "Operation could not be completed as it results in exceeding approved "
            + family
            + " Cores quota. Additional details - Deployment Model: Resource Manager, Location: "
            + location
            + ", Current Limit: "
            + limit
            + ", Current Usage: "
            + usage
            + ", Additional Required: "
            + required
            + ", (Minimum) New Limit Required: "
            + (usage + required)
            + ".");
  }

  /** Azure took the machine back before it ran. */
  public static ProvisioningError spotPreempted() {
    return new ProvisioningError(
        "SpotPreempted", "The Azure Spot VM was evicted while it was being created.");
  }

  /** The capacity that was reserved is used up. */
  public static ProvisioningError reservationUsedUp() {
    return new ProvisioningError(
        "CapacityReservationGroupNotEnoughCapacity",
        "The capacity reservation group doesn't have enough reserved capacity left for the"
            + " requested VM size.");
  }

  /** The subnet has no address left. */
  public static ProvisioningError subnetIsFull(String subnet) {
    return new ProvisioningError(
        "SubnetIsFull",
        "Subnet " + subnet + " does not have enough capacity for the requested IP addresses.");
  }

  /** The machine runs, and its system never said that it was ready. */
  public static ProvisioningError osProvisioningTimedOut(String machine) {
    return new ProvisioningError(
        "OSProvisioningTimedOut",
        "OS Provisioning for VM '"
            + machine
            + "' did not finish in the allotted time. The VM may still finish provisioning"
            + " successfully. Please check provisioning state later.");
  }

  /** The machine runs, and what was to be installed on it wasn't. */
  public static ProvisioningError extensionFailed(String extension) {
    return new ProvisioningError(
        "VMExtensionProvisioningError",
        "VM has reported a failure when processing extension '"
            + extension
            + "'. Error message: 'Enable failed: failed to execute command: command terminated with"
            + " exit status=50'.");
  }

  /** A later request made the operation pointless. */
  public static ProvisioningError preempted() {
    return new ProvisioningError(
        "OperationPreempted", "Operation execution has been preempted by a more recent operation.");
  }

  /** Azure itself failed. */
  public static ProvisioningError internal() {
    return new ProvisioningError(
        "InternalOperationError", "An internal execution error occurred. Please retry later.");
  }
}
