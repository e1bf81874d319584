package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.Geography;
import io.gpupool.clouds.emulator.aws.model.Instance;
import io.gpupool.clouds.emulator.aws.model.Market;
import io.gpupool.clouds.emulator.aws.model.Region;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.List;
import java.util.Optional;

/** Writes an instance as the type {@code Instance} of the API, in a reservation of its own. */
final class InstanceXml {

  private final Geography geography;
  private final Region region;

  InstanceXml(Geography geography, Region region) {
    this.geography = geography;
    this.region = region;
  }

  void writeReservation(Xml xml, Instance instance) {
    xml.text("reservationId", instance.id().replace("i-", "r-"))
        .text("ownerId", region.account())
        .texts("groupSet", List.of())
        .list("instancesSet", List.of(instance), this::write);
  }

  private void write(Xml xml, Instance instance) {
    boolean ended = instance.machine() == Instance.Machine.TERMINATED;
    Optional<String> spot =
        instance.market() == Market.SPOT ? Optional.of("spot") : Optional.empty();
    xml.text("instanceId", instance.id())
        .text("imageId", instance.imageId())
        .element("instanceState", state -> writeState(state, instance.machine()))
        .text("privateDnsName", ended ? "" : hostName(instance))
        .text("dnsName", "")
        .text("reason", reason(instance))
        .text("amiLaunchIndex", 0)
        .text("instanceType", instance.type().name())
        .text("launchTime", instance.launched())
        .element(
            "placement",
            placement ->
                placement
                    .text("availabilityZone", instance.zone())
                    .text("groupName", "")
                    .text("tenancy", "default"))
        .element("monitoring", monitoring -> monitoring.text("state", "disabled"));
    if (!ended) {
      xml.text("subnetId", geography.subnet(region.account(), instance.zone()))
          .text("privateIpAddress", instance.privateAddress());
    }
    xml.element(
            "stateReason",
            instance.stateReason(),
            (written, why) -> written.text("code", why.code()).text("message", why.message()))
        .text("architecture", instance.type().architecture())
        .text("rootDeviceType", "ebs")
        .text("virtualizationType", "hvm")
        .text("instanceLifecycle", spot)
        .text("spotInstanceRequestId", spot.map(word -> "sir-" + instance.id().substring(3, 11)))
        .text("hypervisor", "xen")
        .text("platformDetails", "Linux/UNIX");
    TagsXml.write(xml, instance.tags());
  }

  static void writeState(Xml xml, Instance.Machine machine) {
    xml.text("code", machine.code()).text("name", machine.word());
  }

  private String hostName(Instance instance) {
    String domain =
        region.name().equals("us-east-1") ? "ec2.internal" : region.name() + ".compute.internal";
    return "ip-" + instance.privateAddress().replace('.', '-') + "." + domain;
  }

  private static String reason(Instance instance) {
    return instance
        .stateReason()
        .filter(why -> why.code().startsWith("Client."))
        .map(why -> "User initiated")
        .orElse("");
  }
}
