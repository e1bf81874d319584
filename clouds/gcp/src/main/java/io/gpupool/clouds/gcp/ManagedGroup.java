package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.DistributionPolicyZoneConfiguration;
import com.google.cloud.compute.v1.InstanceGroupManager;
import com.google.cloud.compute.v1.InstanceGroupManagerActionsSummary;
import java.util.List;

/**
 * A managed instance group as the API describes it.
 *
 * @param ref where it is
 * @param data the API's description
 */
record ManagedGroup(GroupRef ref, InstanceGroupManager data) {

  private static final String BULK = "BULK";

  /** How many instances it is trying to have; suspended ones are part of its size. */
  int target() {
    return data.getTargetSize() + data.getTargetSuspendedSize();
  }

  /** Whether it says of itself that nothing is under way and nothing stopped. */
  boolean isAtRest() {
    InstanceGroupManagerActionsSummary actions = data.getCurrentActions();
    int underWay =
        actions.getAbandoning()
            + actions.getCreating()
            + actions.getCreatingWithoutRetries()
            + actions.getDeleting()
            + actions.getRecreating()
            + actions.getRefreshing()
            + actions.getRestarting()
            + actions.getResuming()
            + actions.getStarting()
            + actions.getStopping()
            + actions.getSuspending()
            + actions.getVerifying();
    return data.getStatus().getIsStable()
        && underWay == 0
        && data.getTargetSuspendedSize() == 0
        && data.getTargetStoppedSize() == 0;
  }

  /** Whether its machines come all together or not at all. */
  boolean isAllOrNothing() {
    return data.getTargetSizePolicy().getMode().equals(BULK);
  }

  /** Where its instances may be; empty for a regional group that doesn't say. */
  List<String> zones() {
    if (!ref.isRegional()) {
      return List.of(ref.location());
    }
    return data.getDistributionPolicy().getZonesList().stream()
        .map(DistributionPolicyZoneConfiguration::getZone)
        .map(Links::name)
        .toList();
  }

  /** The template that new instances are made of: its only one, or the newest of several. */
  String template() {
    return data.getInstanceTemplate().isEmpty() && data.getVersionsCount() > 0
        ? data.getVersions(data.getVersionsCount() - 1).getInstanceTemplate()
        : data.getInstanceTemplate();
  }
}
