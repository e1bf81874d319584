package io.gpupool.e2e;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedGroup;
import io.gpupool.clouds.emulator.aws.EmulatedInstance;
import io.gpupool.clouds.emulator.aws.EmulatedRegion;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One scenario's world: an account, a project and a subscription in three emulated clouds, gpupool,
 * an autoscaler, and a cluster without nodes and pods. It leaves the cluster as it was.
 */
final class World implements AutoCloseable {

  /** Who says which of several groups is taken. */
  enum Chooser {
    /** The autoscaler, by its strategy {@code least-waste}. */
    LEAST_WASTE,
    /** gpupool, which the autoscaler asks. */
    GPUPOOL
  }

  static final String EAST = AmazonAccount.EAST;
  static final String WEST = AmazonAccount.WEST;

  private static final String READING = "DescribeAutoScalingGroups";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final AmazonAccount amazon = new AmazonAccount();
  final GoogleProject google = new GoogleProject();
  final AzureSubscription azure = new AzureSubscription();
  final EmulatedAws aws = amazon.aws;
  final EmulatedRegion east = amazon.east;
  final NodeRegistrar registrar;
  final Gpupool gpupool;
  final Autoscaler autoscaler;
  private final ControlPlane cluster;
  private final KubernetesClient client;
  private final Path folder;
  private Optional<Instant> firstPod = Optional.empty();

  /**
   * @param folder where logs and configurations go
   * @param chooser who says which group is taken
   * @param flags for the autoscaler, beside the usual ones
   */
  World(ControlPlane cluster, String release, Path folder, Chooser chooser, List<String> flags) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.folder = folder;
    registrar = new NodeRegistrar(this::hosts, client, Duration.ofSeconds(3));
    gpupool = new Gpupool(cluster.lifeline(), folder, configuration());
    List<String> all =
        new ArrayList<>(chooser == Chooser.GPUPOOL ? gpupool.asExpander() : List.of());
    all.addAll(flags);
    autoscaler = new Autoscaler(release, cluster, folder, gpupool.cloudConfig(), all);
  }

  private String configuration() {
    return "clouds:\n" + sites().map(Site::configuration).collect(Collectors.joining());
  }

  private Stream<Site> sites() {
    return Stream.of(amazon, google, azure);
  }

  /** Starts gpupool and the autoscaler. */
  World start() {
    gpupool.start();
    autoscaler.start();
    return this;
  }

  // ---- the cloud

  /** A group in us-east-1, without instances unless its minimum wants some. */
  void group(String name, Kind kind, int min, int max) {
    group(EAST, name, kind, min, max);
  }

  void group(String region, String name, Kind kind, int min, int max) {
    amazon.group(region, name, kind, min, max);
  }

  /** A group of spot instances in us-east-1. */
  void spotGroup(String name, Kind kind, int min, int max) {
    east.addGroup(
        GroupDefinition.of(name, kind.machineType())
            .spot()
            .sizes(min, max)
            .tag(AmazonAccount.TAG, "true"));
  }

  /** Other limits for a group of us-east-1; returns when gpupool has read them. */
  void limits(String group, int min, int max) {
    east.resize(group, min, max, desired(group));
    long readings = aws.calls().count(READING);
    await("gpupool has read the new limits", () -> aws.calls().count(READING) >= readings + 3);
  }

  int desired(String group) {
    return amazon.target(group);
  }

  /** A group's instances that are there to stay. */
  List<EmulatedInstance> live(String group) {
    return amazon.living(group);
  }

  /** Every instance that a group has ever had. */
  long everLaunched(String group) {
    return amazon.everLaunched(group);
  }

  /** The instances whose termination was ordered by name, by their ids. */
  List<String> terminations() {
    return amazon.terminations();
  }

  /** Every machine that ever was. */
  List<Host> hosts() {
    return sites().flatMap(site -> site.hosts().stream()).toList();
  }

  private Optional<Instant> askedAfter(Instant pod) {
    return sites()
        .flatMap(site -> site.changesSince(pod).stream())
        .map(Call::at)
        .min(Comparator.naturalOrder());
  }

  // ---- the cluster

  /** A pod that asks for GPUs and, once it runs, does so until it is deleted. */
  Pod pod(String name, int gpus) {
    return pod(name, gpus, Map.of(), Map.of());
  }

  /** A pod that runs for so long. */
  Pod pod(String name, int gpus, Duration runsFor) {
    return pod(name, gpus, Map.of(), running(runsFor));
  }

  /** A pod on machines of one kind that, once it runs, does so until it is deleted. */
  Pod pod(String name, int gpus, Kind on) {
    return pod(name, gpus, on(on), Map.of());
  }

  /** A pod that runs for so long, on machines of one kind. */
  Pod pod(String name, int gpus, Duration runsFor, Kind on) {
    return pod(name, gpus, on(on), running(runsFor));
  }

  private static Map<String, String> on(Kind kind) {
    return Map.of("node.kubernetes.io/instance-type", kind.machineType());
  }

  /** A pod that asks for GPUs and so much beside them, and runs until it is deleted. */
  Pod pod(String name, int gpus, int cpu, int memoryGib) {
    return pod(name, gpus, cpu, memoryGib, Map.of(), Map.of());
  }

  private static Map<String, String> running(Duration time) {
    return Map.of("e2e.gpupool.io/runs-for", time.toSeconds() + "s");
  }

  private Pod pod(
      String name, int gpus, Map<String, String> nodeSelector, Map<String, String> annotations) {
    return pod(name, gpus, gpus, gpus, nodeSelector, annotations);
  }

  private Pod pod(
      String name,
      int gpus,
      int cpu,
      int memoryGib,
      Map<String, String> nodeSelector,
      Map<String, String> annotations) {
    if (firstPod.isEmpty()) {
      firstPod = Optional.of(Instant.now());
    }
    return client
        .pods()
        .inNamespace("default")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withNodeSelector(nodeSelector)
                .addNewContainer()
                .withName("main")
                .withImage("example.com/nothing")
                .withNewResources()
                .addToRequests("cpu", new Quantity(cpu + ""))
                .addToRequests("memory", new Quantity(memoryGib + "Gi"))
                .addToRequests("nvidia.com/gpu", new Quantity(gpus + ""))
                .addToLimits("nvidia.com/gpu", new Quantity(gpus + ""))
                .endResources()
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  void deletePod(String name) {
    client.pods().inNamespace("default").withName(name).withGracePeriod(0).delete();
  }

  /** The node of a pod's own; empty as long as it has none. */
  String nodeOf(String pod) {
    Pod read = client.pods().inNamespace("default").withName(pod).get();
    String node = read == null ? null : read.getSpec().getNodeName();
    return node == null ? "" : node;
  }

  String phase(String pod) {
    Pod read = client.pods().inNamespace("default").withName(pod).get();
    return read == null ? "" : String.valueOf(read.getStatus().getPhase());
  }

  boolean succeeded(String pod) {
    return phase(pod).equals("Succeeded");
  }

  boolean runs(String pod) {
    return phase(pod).equals("Running");
  }

  List<Node> nodes() {
    return client.nodes().list().getItems();
  }

  /** Whether the autoscaler has marked a node as one that is going. */
  static boolean isBeingRemoved(Node node) {
    return node.getSpec().getTaints().stream()
        .anyMatch(taint -> taint.getKey().equals("ToBeDeletedByClusterAutoscaler"));
  }

  boolean hasNode(String name) {
    return client.nodes().withName(name).get() != null;
  }

  /** How many nodes have GPUs that pods can use. */
  long gpuNodes() {
    return nodes().stream().filter(World::hasGpus).count();
  }

  /**
   * Nodes that have their GPUs and take pods: the autoscaler calls a node unready as long as its
   * taint says so, which goes some time after its condition.
   */
  long usableGpuNodes() {
    return nodes().stream()
        .filter(World::hasGpus)
        .filter(
            node ->
                node.getSpec().getTaints().stream()
                    .noneMatch(taint -> taint.getKey().equals("node.kubernetes.io/not-ready")))
        .count();
  }

  private static boolean hasGpus(Node node) {
    return node.getStatus().getAllocatable().containsKey("nvidia.com/gpu");
  }

  /** A node that no configured cloud has, and that no GPU pod fits. */
  void foreignNode(String name) {
    client
        .nodes()
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .withNewSpec()
                .withProviderID("rack://room-1/" + name)
                .endSpec()
                .withNewStatus()
                .addToCapacity("cpu", new Quantity("4"))
                .addToCapacity("memory", new Quantity("16Gi"))
                .addToCapacity("pods", new Quantity("110"))
                .addToAllocatable("cpu", new Quantity("4"))
                .addToAllocatable("memory", new Quantity("16Gi"))
                .addToAllocatable("pods", new Quantity("110"))
                .endStatus()
                .build())
        .create();
  }

  KubernetesClient client() {
    return client;
  }

  // ---- time

  /** Waits until it is so; fails with what was expected and where the logs are. */
  void await(String what, Callable<Boolean> condition) {
    await(what, PATIENCE, condition);
  }

  void await(String what, Duration patience, Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .atMost(patience)
          .pollInterval(Duration.ofMillis(250))
          .until(
              () -> {
                requireAlive();
                return condition.call();
              });
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(
          "%s: not within %d s. Groups: %s; nodes: %s. Logs are in %s"
              .formatted(
                  what,
                  patience.toSeconds(),
                  sites().map(Site::told).toList(),
                  nodes().stream().map(node -> node.getMetadata().getName()).toList(),
                  folder.toAbsolutePath()),
          late);
    }
  }

  /** It is so, and stays so for a while. */
  void holds(String what, Duration time, Callable<Boolean> condition) {
    Instant end = Instant.now().plus(time);
    await(
        what + " for " + time.toSeconds() + " s",
        time.plusSeconds(30),
        () -> {
          if (!condition.call()) {
            throw new AssertionError(
                what + ": not any more; logs are in " + folder.toAbsolutePath());
          }
          return Instant.now().isAfter(end);
        });
  }

  /** Waits until nothing is left of what the scenario has brought up. */
  void awaitEmpty() {
    await(
        "every group is empty and every node gone",
        Duration.ofSeconds(90),
        () ->
            sites().allMatch(Site::isEmpty)
                && nodes().size() == aws.groups().stream().mapToInt(EmulatedGroup::min).sum());
  }

  private void requireAlive() {
    cluster.requireAlive();
    gpupool.requireAlive();
    autoscaler.requireAlive();
  }

  @Override
  public void close() {
    firstPod.ifPresent(pod -> Measurements.add(folder, pod, askedAfter(pod), autoscaler.log()));
    autoscaler.close();
    gpupool.close();
    registrar.close();
    sites().forEach(Site::close);
    // to delete a thousand nodes takes longer than one request may
    Awaitility.await("an empty cluster")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () -> {
              client.pods().inNamespace("default").withGracePeriod(0).delete();
              client.nodes().delete();
              return nodes().isEmpty()
                  && client.pods().inNamespace("default").list().getItems().isEmpty();
            });
  }
}
