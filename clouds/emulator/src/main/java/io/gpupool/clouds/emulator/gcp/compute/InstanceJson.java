package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.gcp.model.Instance;
import io.gpupool.clouds.emulator.gcp.model.InstanceProperties;
import io.gpupool.clouds.emulator.gcp.model.InstanceTemplate;
import io.gpupool.clouds.emulator.gcp.model.Provisioning;
import io.gpupool.clouds.emulator.gcp.wire.Link;
import io.gpupool.clouds.emulator.gcp.wire.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Writes instances and instance templates, which say much the same. */
final class InstanceJson {

  private static final int LOCAL_SSD_GB = 375;

  private InstanceJson() {}

  static Fields template(InstanceTemplate template) {
    Fields fields =
        Fields.none()
            .with("kind", "compute#instanceTemplate")
            .with("id", template.id())
            .with("creationTimestamp", Timestamp.of(template.created()))
            .with("name", template.name())
            .with("description", "")
            .with(
                "region",
                template
                    .region()
                    .map(
                        region ->
                            Link.to("projects/" + template.project() + "/regions/" + region)));
    InstanceProperties properties = template.properties();
    return fields
        .with(
            "properties",
            Fields.none()
                .with("machineType", properties.machineType())
                .with("canIpForward", false)
                .with("networkInterfaces", List.of(network(template.project())))
                .with("disks", disks(properties))
                .with("metadata", metadata(properties.metadata()))
                .with("labels", new TreeMap<>(properties.labels()))
                .with("scheduling", scheduling(properties.provisioning()))
                .with("guestAccelerators", accelerators(properties, type -> type))
                .withAll(properties.more()))
        .with("selfLink", Link.to(template.path()));
  }

  static Fields instance(Instance instance) {
    InstanceProperties properties = instance.template().properties();
    String zone = "projects/" + instance.group().project() + "/zones/" + instance.zone();
    return Fields.none()
        .with("kind", "compute#instance")
        .with("id", instance.id())
        .with("creationTimestamp", Timestamp.of(instance.launched()))
        .with("name", instance.name())
        .with("machineType", Link.to(zone + "/machineTypes/" + properties.machineType()))
        .with("status", instance.status().name())
        .with("zone", Link.to(zone))
        .with("canIpForward", false)
        .with(
            "networkInterfaces",
            List.of(
                network(instance.group().project()).with("networkIP", instance.privateAddress())))
        .with("disks", disks(properties))
        .with("metadata", metadata(withOrigin(instance)))
        .with("labels", new TreeMap<>(properties.labels()))
        .with("scheduling", scheduling(properties.provisioning()))
        .with(
            "guestAccelerators",
            accelerators(properties, type -> Link.to(zone + "/acceleratorTypes/" + type)))
        .with("lastStartTimestamp", instance.running().map(Timestamp::of))
        .withAll(properties.more())
        .with("selfLink", Link.to(instance.path()));
  }

  private static Map<String, String> withOrigin(Instance instance) {
    Map<String, String> items = new TreeMap<>(instance.template().properties().metadata());
    items.put("created-by", instance.group().path());
    items.put("instance-template", instance.template().path());
    return items;
  }

  private static Fields network(String project) {
    return Fields.none()
        .with("kind", "compute#networkInterface")
        .with("name", "nic0")
        .with("network", Link.to("projects/" + project + "/global/networks/default"));
  }

  private static List<Fields> disks(InstanceProperties properties) {
    List<Fields> disks = new ArrayList<>();
    disks.add(
        Fields.none()
            .with("kind", "compute#attachedDisk")
            .with("type", "PERSISTENT")
            .with("mode", "READ_WRITE")
            .with("boot", true)
            .with("autoDelete", true)
            .with("index", 0)
            .with("deviceName", "persistent-disk-0")
            .with("diskSizeGb", Long.toString(properties.bootDisk().gb()))
            .with(
                "initializeParams",
                Fields.none()
                    .with("sourceImage", properties.bootDisk().image())
                    .with("diskSizeGb", Long.toString(properties.bootDisk().gb()))
                    .with("diskType", properties.bootDisk().type())));
    for (int i = 0; i < properties.localSsds(); i++) {
      disks.add(
          Fields.none()
              .with("kind", "compute#attachedDisk")
              .with("type", "SCRATCH")
              .with("mode", "READ_WRITE")
              .with("boot", false)
              .with("autoDelete", true)
              .with("index", i + 1)
              .with("deviceName", "local-ssd-" + i)
              .with("interface", "NVME")
              .with("diskSizeGb", Integer.toString(LOCAL_SSD_GB))
              .with(
                  "initializeParams",
                  Fields.none()
                      .with("diskSizeGb", Integer.toString(LOCAL_SSD_GB))
                      .with("diskType", "local-ssd")));
    }
    return disks;
  }

  private static Fields metadata(Map<String, String> items) {
    List<Fields> list = new ArrayList<>();
    new TreeMap<>(items)
        .forEach((key, value) -> list.add(Fields.none().with("key", key).with("value", value)));
    return Fields.none()
        .with("kind", "compute#metadata")
        .with("fingerprint", "AAAAAAAAAAA=")
        .with("items", list);
  }

  private static Fields scheduling(Provisioning how) {
    Fields scheduling =
        Fields.none()
            .with("onHostMaintenance", how.isSpot() ? "TERMINATE" : "MIGRATE")
            .with("automaticRestart", !how.isSpot())
            .with("preemptible", how.isSpot())
            .with("provisioningModel", how == Provisioning.SPOT ? "SPOT" : "STANDARD");
    return how == Provisioning.SPOT
        ? scheduling.with("instanceTerminationAction", "STOP")
        : scheduling;
  }

  private static List<Fields> accelerators(
      InstanceProperties properties, UnaryOperator<String> naming) {
    return properties.accelerators().stream()
        .map(
            each ->
                Fields.none()
                    .with("acceleratorType", naming.apply(each.type()))
                    .with("acceleratorCount", each.count()))
        .toList();
  }
}
