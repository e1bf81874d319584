package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.Activity;
import io.gpupool.clouds.emulator.aws.model.Geography;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Optional;

/** Writes an activity as the type {@code Activity} of the API. */
final class ActivityXml {

  private final Geography geography;

  ActivityXml(Geography geography) {
    this.geography = geography;
  }

  void write(Xml xml, Activity activity) {
    xml.text("ActivityId", activity.id())
        .text("AutoScalingGroupName", activity.group().name())
        .text("Description", activity.description())
        .text("Cause", activity.cause())
        .text("StartTime", activity.start())
        .text("EndTime", activity.end().map(Object::toString))
        .text("StatusCode", activity.status().word())
        .text("StatusMessage", activity.message())
        .text("Progress", activity.progress())
        .text("Details", details(activity))
        .text(
            "AutoScalingGroupState",
            activity.group().isDeleted() ? Optional.of("Deleted") : Optional.empty())
        .text("AutoScalingGroupARN", activity.group().arn());
  }

  private String details(Activity activity) {
    return "{\"Subnet ID\":\""
        + geography.subnet(activity.group().account(), activity.zone())
        + "\",\"Availability Zone\":\""
        + activity.zone()
        + "\"}";
  }
}
