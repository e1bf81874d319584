package io.gpupool.template;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.Taint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Makes a group's template from what its cloud says, what the configuration adds, and how kubelets
 * share out a machine. Later sources win: the machine, the group's own labels and resources, the
 * configuration. Quantities of zero are left out, for a GPU resource that is there with zero is
 * taken for the node's GPU.
 */
public final class TemplateBuilder {

  /** As many pods as a kubelet runs unless told otherwise. */
  private static final int MAX_PODS = 110;

  /** What the kernel and firmware of a machine take of its nominal memory before anybody counts. */
  private static final double MEMORY_OVERHEAD = 0.075;

  /** Zero as a quantity, with or without a unit or an exponent. */
  private static final Pattern ZERO =
      Pattern.compile("[+-]?(0+(\\.0*)?|\\.0+)([eE][+-]?\\d+|[a-zA-Z]*)");

  private final String gpuLabel;
  private final BiFunction<String, MachineType, String> models;

  /**
   * @param gpuLabel the label by which the autoscaler recognises GPU nodes
   * @param models the value of that label, for a cloud and a machine type with accelerators
   */
  public TemplateBuilder(String gpuLabel, BiFunction<String, MachineType, String> models) {
    this.gpuLabel = gpuLabel;
    this.models = models;
  }

  /** The template of a group. */
  public NodeTemplate build(NodeGroupId group, NodeShape shape, TemplateOverlay overlay) {
    String cloud = group.cloud();
    Map<String, String> capacity = capacity(shape.machine());
    Map<String, String> allocatable = allocatable(shape.machine());
    for (Map<String, String> stated : List.of(shape.resources(), overlay.resources())) {
      capacity.putAll(stated);
      allocatable.putAll(stated);
    }
    capacity.values().removeIf(TemplateBuilder::isZero);
    allocatable.values().removeIf(TemplateBuilder::isZero);

    String name = labelValue("template-" + labelValue(group.name()));
    Map<String, String> labels = labels(cloud, name, group, shape, overlay);
    if (GpuResources.RECOGNISED.stream().anyMatch(allocatable::containsKey)) {
      shape
          .accelerator()
          .ifPresent(any -> labels.put(gpuLabel, models.apply(cloud, shape.machine())));
    }
    labels.putAll(shape.labels());
    labels.putAll(overlay.labels());
    return new NodeTemplate(
        name,
        labels,
        Map.of("gpupool.io/node-group-id", group.value()),
        taints(shape.taints(), overlay.taints()),
        capacity,
        allocatable);
  }

  private static Map<String, String> labels(
      String cloud, String name, NodeGroupId group, NodeShape shape, TemplateOverlay overlay) {
    CapacityType capacityType = overlay.capacityType().orElse(shape.capacityType());
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("kubernetes.io/arch", shape.machine().architecture());
    labels.put("kubernetes.io/os", "linux");
    labels.put("kubernetes.io/hostname", name);
    labels.put("node.kubernetes.io/instance-type", shape.machine().name());
    labels.put("topology.kubernetes.io/region", shape.region());
    labels.put("topology.kubernetes.io/zone", shape.zones().get(0));
    labels.put("gpupool.io/cloud", cloud);
    labels.put("gpupool.io/node-group", labelValue(group.name()));
    labels.put("gpupool.io/capacity-type", capacityType.label());
    return labels;
  }

  private static Map<String, String> capacity(MachineType machine) {
    Map<String, String> capacity = new LinkedHashMap<>();
    capacity.put("cpu", Integer.toString(machine.vcpu()));
    capacity.put("memory", Long.toString(usableMemory(machine)));
    capacity.put("pods", Integer.toString(MAX_PODS));
    addAccelerators(machine, capacity);
    return capacity;
  }

  private static Map<String, String> allocatable(MachineType machine) {
    long milliCpu = machine.vcpu() * 1000L - KubeletReserve.milliCpu(machine.vcpu());
    long memory = usableMemory(machine) - KubeletReserve.memoryBytes(MAX_PODS);
    Map<String, String> allocatable = new LinkedHashMap<>();
    allocatable.put("cpu", milliCpu + "m");
    allocatable.put("memory", Long.toString(Math.max(1, memory)));
    allocatable.put("pods", Integer.toString(MAX_PODS));
    addAccelerators(machine, allocatable);
    return allocatable;
  }

  private static void addAccelerators(MachineType machine, Map<String, String> resources) {
    machine
        .accelerator()
        .ifPresent(
            accelerator ->
                resources.put(
                    GpuResources.of(accelerator.vendor()), Integer.toString(accelerator.count())));
  }

  private static long usableMemory(MachineType machine) {
    return (long) (machine.memoryBytes() * (1 - MEMORY_OVERHEAD));
  }

  private static List<Taint> taints(List<Taint> ofTheGroup, List<Taint> ofTheConfiguration) {
    Map<String, Taint> taints = new LinkedHashMap<>();
    List<Taint> all = new ArrayList<>(ofTheGroup);
    all.addAll(ofTheConfiguration);
    all.forEach(taint -> taints.put(taint.key() + ":" + taint.effect(), taint));
    return List.copyOf(taints.values());
  }

  private static boolean isZero(String quantity) {
    return ZERO.matcher(quantity).matches();
  }

  /**
   * What a model is called where no catalog knows the machine: vendor, name and memory as the cloud
   * states them.
   */
  public static String modelName(Accelerator accelerator) {
    long gib = Math.round(accelerator.memoryBytes() / (double) (1L << 30));
    String memory = gib > 0 ? "-" + gib + "gb" : "";
    return labelValue(
        (accelerator.vendor() + "-" + accelerator.model() + memory)
            .toLowerCase(Locale.ROOT)
            .replace(' ', '-'));
  }

  /** The text as a label's value: at most 63 letters, digits, dashes, underscores and dots. */
  private static String labelValue(String text) {
    String value = text.replaceAll("[^-A-Za-z0-9_.]", "_");
    value = value.substring(0, Math.min(63, value.length()));
    value = value.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
    return value.isEmpty() ? "unnamed" : value;
  }
}
