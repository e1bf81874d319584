package io.gpupool.clouds.azure;

import com.azure.resourcemanager.compute.fluent.models.VirtualMachineScaleSetInner;
import com.azure.resourcemanager.compute.models.OrchestrationMode;
import com.azure.resourcemanager.compute.models.VirtualMachinePriorityTypes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A scale set as Azure describes it.
 *
 * @param ref where it is
 * @param data Azure's description
 */
record ScaleSet(ScaleSetRef ref, VirtualMachineScaleSetInner data) {

  /** How many instances it is trying to have. */
  int target() {
    return data.sku() == null || data.sku().capacity() == null
        ? 0
        : Math.toIntExact(Math.max(0, data.sku().capacity()));
  }

  boolean isFlexible() {
    return OrchestrationMode.FLEXIBLE.equals(data.orchestrationMode());
  }

  boolean isSpot() {
    return data.virtualMachineProfile() != null
        && (VirtualMachinePriorityTypes.SPOT.equals(data.virtualMachineProfile().priority())
            || VirtualMachinePriorityTypes.LOW.equals(data.virtualMachineProfile().priority()));
  }

  /** Whether its machines are taken from capacity that is paid for whether it is used or not. */
  boolean isReserved() {
    return data.virtualMachineProfile() != null
        && data.virtualMachineProfile().capacityReservation() != null
        && data.virtualMachineProfile().capacityReservation().capacityReservationGroup() != null
        && data.virtualMachineProfile().capacityReservation().capacityReservationGroup().id()
            != null;
  }

  /** Whether machines can be deleted without waiting for them to shut down. */
  boolean mayForce() {
    return data.hostGroup() == null;
  }

  boolean hasFailed() {
    return "Failed".equalsIgnoreCase(data.provisioningState());
  }

  boolean isSettled() {
    return "Succeeded".equalsIgnoreCase(data.provisioningState());
  }

  Map<String, String> tags() {
    return data.tags() == null ? Map.of() : data.tags();
  }

  /** The value of a tag; to Azure the names of tags are the same in any case. */
  Optional<String> tag(String name) {
    return tags().entrySet().stream()
        .filter(tag -> tag.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The version of it, if Azure tells. */
  Optional<String> etag() {
    return Optional.ofNullable(data.etag()).filter(text -> !text.isBlank());
  }

  String region() {
    return data.location().toLowerCase(Locale.ROOT).replace(" ", "");
  }

  boolean isZonal() {
    return data.zones() != null && !data.zones().isEmpty();
  }

  /** As Azure's node controller names zones: {@code 0} where there are none. */
  List<String> zones() {
    return isZonal()
        ? data.zones().stream().map(zone -> region() + "-" + zone).toList()
        : List.of("0");
  }
}
