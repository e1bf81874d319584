package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.ReadingProblem;
import java.util.ArrayList;
import java.util.List;

/** What about a managed instance group makes an autoscaler's work harder than it need be. */
final class GroupRemarks {

  private GroupRemarks() {}

  static List<ReadingProblem> of(ManagedGroup group) {
    List<ReadingProblem> remarks = new ArrayList<>();
    String subject = group.ref().id().value();
    if (!group.data().getStatus().getAutoscaler().isEmpty()) {
      remarks.add(
          new ReadingProblem(
              subject,
              "has an autoscaler of its own, %s; the two will undo each other's work. Delete it"
                  .formatted(Links.name(group.data().getStatus().getAutoscaler()))));
    }
    if (group.data().getUpdatePolicy().getInstanceRedistributionType().equals("PROACTIVE")) {
      remarks.add(
          new ReadingProblem(
              subject,
              "redistributes instances between zones by itself, which deletes nodes with all that runs on them; set its instance redistribution type to NONE"));
    }
    if (group.data().getVersionsCount() > 1) {
      remarks.add(
          new ReadingProblem(
              subject,
              "has %d versions at once; what a new node will be is read from the template %s"
                  .formatted(group.data().getVersionsCount(), Links.name(group.template()))));
    }
    return remarks;
  }
}
