package io.gpupool.clouds.azure;

import com.azure.resourcemanager.compute.models.VirtualMachineScaleSetOSDisk;
import com.azure.resourcemanager.compute.models.VirtualMachineScaleSetVMProfile;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.Declared;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.NodeSystem;
import io.gpupool.clouds.api.NodeSystem.Distribution;
import io.gpupool.clouds.api.ReadingProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Finds out what the machines of scale sets will be. */
final class Shapes {

  private static final String DISK_ZONE = "topology.disk.csi.azure.com/zone";
  private static final String AKS_DOMAIN = "kubernetes.azure.com/";

  /** How AKS names a node pool in the tags of its scale set; the second is how it used to. */
  private static final List<String> POOL_TAGS = List.of("aks-managed-poolName", "poolName");

  private final MachineTypes machineTypes;

  Shapes(MachineTypes machineTypes) {
    this.machineTypes = machineTypes;
  }

  /**
   * The shape of a group; empty if its machine type isn't known, and there is a problem to read.
   */
  Optional<NodeShape> of(ScaleSet group, List<ReadingProblem> problems) throws CloudException {
    String subject = group.ref().id().value();
    if (group.data().sku() == null || group.data().sku().name() == null) {
      problems.add(
          new ReadingProblem(
              subject, "has no machine type of its own, so nothing is known of its nodes"));
      return Optional.empty();
    }
    String type = group.data().sku().name();
    Optional<MachineTypes.Known> known = machineTypes.of(group.region(), type);
    if (known.isEmpty()) {
      problems.add(
          new ReadingProblem(
              subject,
              "its machine type %s isn't one that Azure offers in %s, so nothing is known of its nodes and launches will fail; give the scale set another"
                  .formatted(type, group.region())));
      return Optional.empty();
    }
    warnOfBarredZones(group, known.get(), problems);
    return Optional.of(shape(group, known.get(), problems));
  }

  private static NodeShape shape(
      ScaleSet group, MachineTypes.Known known, List<ReadingProblem> problems) {
    Declared stated = new NodeTags(group.ref().id().value(), problems).declared(group.tags());
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(DISK_ZONE, group.isZonal() ? group.zones().get(0) : "");
    labels.putAll(labelsOfAks(group, known));
    labels.putAll(stated.labels());
    return new NodeShape(
        group.ref().name() + " " + known.type().name(),
        known.type(),
        List.of(),
        group.region(),
        group.zones(),
        capacityType(group),
        rootDisk(group),
        new Declared(labels, stated.taints(), stated.resources(), stated.options()),
        Optional.of(system(group)));
  }

  /**
   * On AKS its kubelets keep what AKS says, which nobody states here; elsewhere they keep nothing.
   */
  private static NodeSystem system(ScaleSet group) {
    boolean windows =
        osDisk(group)
            .map(disk -> disk.osType() != null && disk.osType().toString().equals("Windows"))
            .orElse(false);
    return new NodeSystem(
        windows ? "windows" : "linux",
        windows ? Distribution.WINDOWS : Distribution.OTHER,
        isOfAks(group) ? Optional.empty() : Optional.of(Map.of()),
        Map.of(),
        0,
        false);
  }

  private static boolean isOfAks(ScaleSet group) {
    return group.ref().resourceGroup().startsWith("mc_")
        || group.tags().keySet().stream()
            .anyMatch(key -> key.toLowerCase(Locale.ROOT).startsWith("aks-managed-"));
  }

  /**
   * What AKS writes on its nodes by itself. The other tags of a scale set aren't labels: a template
   * that showed them would promise what no node has.
   */
  private static Map<String, String> labelsOfAks(ScaleSet group, MachineTypes.Known known) {
    Map<String, String> labels = new LinkedHashMap<>();
    POOL_TAGS.stream()
        .flatMap(tag -> group.tag(tag).stream())
        .findFirst()
        .ifPresent(pool -> both(labels, "agentpool", pool));
    if (!isOfAks(group)) {
      return labels;
    }
    known
        .type()
        .accelerator()
        .filter(accelerator -> accelerator.vendor().equals("nvidia"))
        .ifPresent(accelerator -> both(labels, "accelerator", accelerator.vendor()));
    osDisk(group)
        .ifPresent(
            disk -> {
              boolean isOnTheHost =
                  disk.diffDiskSettings() != null && disk.diffDiskSettings().option() != null;
              both(labels, "storageprofile", isOnTheHost ? "ephemeral" : "managed");
              if (disk.managedDisk() != null && disk.managedDisk().storageAccountType() != null) {
                both(labels, "storagetier", disk.managedDisk().storageAccountType().toString());
              }
            });
    return labels;
  }

  /** AKS writes each with and without its domain. */
  private static void both(Map<String, String> labels, String name, String value) {
    labels.put(name, value);
    labels.put(AKS_DOMAIN + name, value);
  }

  private static CapacityType capacityType(ScaleSet group) {
    if (group.isSpot()) {
      return CapacityType.SPOT;
    }
    return group.isReserved() ? CapacityType.RESERVED : CapacityType.ON_DEMAND;
  }

  /**
   * The disk that the system is on, which is the nodes' storage, be it a disk of its own or, if it
   * is ephemeral, a part of the host's.
   */
  private static OptionalLong rootDisk(ScaleSet group) {
    Optional<Integer> gib = osDisk(group).map(VirtualMachineScaleSetOSDisk::diskSizeGB);
    return gib.isPresent() && gib.get() > 0
        ? OptionalLong.of((long) gib.get() << 30)
        : OptionalLong.empty();
  }

  private static Optional<VirtualMachineScaleSetOSDisk> osDisk(ScaleSet group) {
    return Optional.ofNullable(group.data().virtualMachineProfile())
        .map(VirtualMachineScaleSetVMProfile::storageProfile)
        .map(storage -> storage.osDisk());
  }

  private static void warnOfBarredZones(
      ScaleSet group, MachineTypes.Known known, List<ReadingProblem> problems) {
    List<String> zones = group.data().zones() == null ? List.of() : group.data().zones();
    String barred =
        zones.stream().filter(known.barredZones()::contains).collect(Collectors.joining(", "));
    if (!barred.isEmpty()) {
      problems.add(
          new ReadingProblem(
              group.ref().id().value(),
              "the subscription may not have %s in zone %s of %s, so launches there will fail; ask Azure to lift the restriction or take the zone off the scale set"
                  .formatted(known.type().name(), barred, group.region())));
    }
  }
}
