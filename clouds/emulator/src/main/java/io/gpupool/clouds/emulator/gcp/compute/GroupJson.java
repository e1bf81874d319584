package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import io.gpupool.clouds.emulator.gcp.model.Group;
import io.gpupool.clouds.emulator.gcp.model.GroupSettings;
import io.gpupool.clouds.emulator.gcp.model.Instance;
import io.gpupool.clouds.emulator.gcp.model.Member;
import io.gpupool.clouds.emulator.gcp.model.RecordedError;
import io.gpupool.clouds.emulator.gcp.wire.Link;
import io.gpupool.clouds.emulator.gcp.wire.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes managed instance groups, their instances and their errors. */
final class GroupJson {

  private GroupJson() {}

  static Fields group(Group group) {
    GroupSettings settings = group.settings();
    String place = Link.to("projects/" + group.project() + "/" + group.location().path());
    String template = Link.to(settings.template().path());
    Fields fields =
        Fields.none()
            .with("kind", "compute#instanceGroupManager")
            .with("id", group.id())
            .with("creationTimestamp", Timestamp.of(group.created()))
            .with("name", group.name());
    if (!settings.description().isEmpty()) {
      fields.with("description", settings.description());
    }
    fields.with(group.location().zonal() ? "zone" : "region", place);
    if (!group.location().zonal()) {
      fields.with("distributionPolicy", distribution(group));
    }
    if (settings.allOrNothing()) {
      fields.with("targetSizePolicy", Fields.none().with("mode", "BULK"));
    }
    return fields
        .with("instanceTemplate", template)
        .with(
            "versions",
            List.of(
                Fields.none()
                    .with("instanceTemplate", template)
                    .with("targetSize", Fields.none().with("calculated", group.targetSize()))))
        .with(
            "instanceGroup",
            Link.to(group.path().replace("/instanceGroupManagers/", "/instanceGroups/")))
        .with("baseInstanceName", settings.baseInstanceName())
        .with("fingerprint", group.fingerprint())
        .with("currentActions", actions(group))
        .with("status", status(group))
        .with("targetSize", group.targetSize())
        .with("targetStoppedSize", 0)
        .with("targetSuspendedSize", group.targetSuspendedSize())
        .with("listManagedInstancesResults", settings.paginated() ? "PAGINATED" : "PAGELESS")
        .with("standbyPolicy", Fields.none().with("initialDelaySec", 0).with("mode", "MANUAL"))
        .with(
            "instanceLifecyclePolicy",
            Fields.none()
                .with("defaultActionOnFailure", "REPAIR")
                .with("forceUpdateOnRepair", "NO"))
        .with("updatePolicy", updatePolicy(group))
        .with("selfLink", Link.to(group.path()));
  }

  private static Fields distribution(Group group) {
    List<Fields> zones =
        group.settings().zones().stream()
            .map(
                zone ->
                    Fields.none()
                        .with("zone", Link.to("projects/" + group.project() + "/zones/" + zone)))
            .toList();
    return Fields.none().with("zones", zones).with("targetShape", group.settings().shape().name());
  }

  private static Fields actions(Group group) {
    Map<Member.Action, Integer> counts = group.actions();
    Fields fields = Fields.none();
    for (Member.Action action : Member.Action.values()) {
      fields.with(action.field(), counts.getOrDefault(action, 0));
    }
    return fields;
  }

  private static Fields status(Group group) {
    return Fields.none()
        .with("isStable", group.isStable())
        .with("allInstancesConfig", Fields.none().with("effective", true))
        .with(
            "stateful",
            Fields.none()
                .with("hasStatefulConfig", false)
                .with("perInstanceConfigs", Fields.none().with("allEffective", true)))
        .with("versionTarget", Fields.none().with("isReached", isAllOfOneTemplate(group)));
  }

  private static boolean isAllOfOneTemplate(Group group) {
    return group.members().stream()
        .allMatch(member -> member.template().equals(group.settings().template()));
  }

  private static Fields updatePolicy(Group group) {
    int zones = group.settings().zones().size();
    Fields policy =
        Fields.none()
            .with("type", "OPPORTUNISTIC")
            .with("minimalAction", "REPLACE")
            .with("replacementMethod", "SUBSTITUTE")
            .with("maxSurge", Fields.none().with("fixed", zones).with("calculated", zones))
            .with("maxUnavailable", Fields.none().with("fixed", zones).with("calculated", zones));
    return group.location().zonal() ? policy : policy.with("instanceRedistributionType", "NONE");
  }

  static Fields member(Member member) {
    Optional<Instance> machine = member.machine();
    Fields fields =
        Fields.none()
            .with("instance", Link.to(member.path()))
            .with("name", member.name())
            .with("id", machine.map(Instance::id))
            .with("instanceStatus", machine.map(each -> each.status().name()))
            .with("currentAction", member.action().name())
            .with(
                "version",
                Fields.none().with("instanceTemplate", Link.to(member.template().path())));
    if (!member.lastErrors().isEmpty()) {
      fields.with(
          "lastAttempt",
          Fields.none()
              .with(
                  "errors",
                  Fields.none()
                      .with(
                          "errors", member.lastErrors().stream().map(GroupJson::error).toList())));
    }
    return fields;
  }

  static Fields recorded(RecordedError recorded) {
    return Fields.none()
        .with("error", error(recorded.error()))
        .with(
            "instanceActionDetails",
            Fields.none()
                .with("action", recorded.action().name())
                .with("instance", Link.to(recorded.instance()))
                .with(
                    "version",
                    Fields.none().with("instanceTemplate", Link.to(recorded.template()))))
        .with("timestamp", Timestamp.of(recorded.at()));
  }

  static Fields error(CreationError error) {
    return Fields.none().with("code", error.code()).with("message", error.message());
  }
}
