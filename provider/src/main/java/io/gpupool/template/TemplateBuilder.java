package io.gpupool.template;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Declared;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.NodeSystem;
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
 * share out a machine. Later sources win: the machine (of several that may come, the least of each
 * resource), what the group's owner has declared on the group, the configuration. Quantities of
 * zero are left out, for a GPU resource that is there with zero is taken for the node's GPU; only
 * huge pages are there without there being any, as on real nodes.
 *
 * <p>Accelerators that are divided (MIG) or shared (time slices, MPS) are declared: with the
 * resource that the device plugin will report and how many of it, and zero of the resource that it
 * won't.
 */
public final class TemplateBuilder {

  /** As many pods as a kubelet runs unless told otherwise. */
  private static final int MAX_PODS = 110;

  private static final String LINUX = "linux";
  private static final String STORAGE = "ephemeral-storage";
  private static final String HUGE_PAGES = "hugepages-";

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
    Declared declared = shape.declared();
    Map<String, String> stated = new LinkedHashMap<>(declared.resources());
    stated.putAll(overlay.resources());
    MachineType machine = LeastMachine.of(shape);
    int pods = pods(machine, stated);
    Share share =
        shape
            .system()
            .map(
                system ->
                    cloud.equals("azure")
                        ? AzureShare.of(machine, shape, system, pods)
                        : ComputeEngineShare.of(machine, shape, system))
            .orElseGet(() -> AmazonShare.of(machine, shape, pods));
    Map<String, String> capacity = capacity(machine, pods, share);
    Map<String, String> allocatable = allocatable(machine, pods, share);
    for (Map<String, String> resources : List.of(capacity, allocatable)) {
      resources.putAll(stated);
      resources
          .entrySet()
          .removeIf(entry -> isZero(entry.getValue()) && !entry.getKey().startsWith(HUGE_PAGES));
    }

    String name = labelValue("template-" + labelValue(group.name()));
    Map<String, String> labels = labels(cloud, name, group, shape, overlay);
    if (GpuResources.RECOGNISED.stream().anyMatch(allocatable::containsKey)) {
      shape
          .accelerator()
          .ifPresent(any -> labels.put(gpuLabel, models.apply(cloud, shape.machine())));
    }
    labels.putAll(declared.labels());
    labels.putAll(overlay.labels());
    return new NodeTemplate(
        name,
        labels,
        Map.of("gpupool.io/node-group-id", group.value()),
        taints(declared.taints(), overlay.taints()),
        capacity,
        allocatable);
  }

  private static Map<String, String> labels(
      String cloud, String name, NodeGroupId group, NodeShape shape, TemplateOverlay overlay) {
    CapacityType capacityType = overlay.capacityType().orElse(shape.capacityType());
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("kubernetes.io/arch", shape.machine().architecture());
    labels.put("kubernetes.io/os", shape.system().map(NodeSystem::os).orElse(LINUX));
    labels.put("kubernetes.io/hostname", name);
    labels.put("node.kubernetes.io/instance-type", shape.machine().name());
    labels.put("topology.kubernetes.io/region", shape.region());
    labels.put("topology.kubernetes.io/zone", shape.zones().get(0));
    labels.put("gpupool.io/cloud", cloud);
    labels.put("gpupool.io/node-group", labelValue(group.name()));
    labels.put("gpupool.io/capacity-type", capacityType.label());
    return labels;
  }

  private static Map<String, String> capacity(MachineType machine, int pods, Share share) {
    Map<String, String> capacity = new LinkedHashMap<>();
    capacity.put("cpu", Integer.toString(machine.vcpu()));
    capacity.put("memory", Long.toString(share.memoryBytes()));
    capacity.put("pods", Integer.toString(pods));
    capacity.put(STORAGE, Long.toString(share.storageBytes()));
    addHugePages(machine, capacity);
    addAccelerators(machine, capacity);
    return capacity;
  }

  private static Map<String, String> allocatable(MachineType machine, int pods, Share share) {
    Map<String, String> allocatable = new LinkedHashMap<>();
    allocatable.put("cpu", share.podMilliCpu() + "m");
    allocatable.put("memory", Long.toString(share.podMemoryBytes()));
    allocatable.put("pods", Integer.toString(pods));
    allocatable.put(STORAGE, Long.toString(share.podStorageBytes()));
    addHugePages(machine, allocatable);
    addAccelerators(machine, allocatable);
    return allocatable;
  }

  /** How many pods: as somebody has said, or as the machine has addresses for. */
  private static int pods(MachineType machine, Map<String, String> stated) {
    String said = stated.getOrDefault("pods", "");
    return said.matches("\\d{1,6}") ? Integer.parseInt(said) : machine.maxPods().orElse(MAX_PODS);
  }

  /**
   * Every kubelet reports the sizes of huge pages that its processor has, nearly always none of
   * them set up. A template without them would never be similar to a node that has them.
   */
  private static void addHugePages(MachineType machine, Map<String, String> resources) {
    List<String> sizes =
        machine.architecture().equals("arm64")
            ? List.of("1Gi", "2Mi", "32Mi", "64Ki")
            : List.of("1Gi", "2Mi");
    sizes.forEach(size -> resources.put(HUGE_PAGES + size, "0"));
  }

  private static void addAccelerators(MachineType machine, Map<String, String> resources) {
    machine
        .accelerator()
        .ifPresent(
            accelerator -> {
              resources.put(
                  GpuResources.of(accelerator.vendor()), Integer.toString(accelerator.count()));
              if (accelerator.coresEach() > 0) {
                resources.put(
                    GpuResources.NEURON_CORES,
                    Integer.toString(accelerator.count() * accelerator.coresEach()));
              }
            });
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
