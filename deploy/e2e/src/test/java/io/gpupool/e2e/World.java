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
import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.clouds.emulator.aws.EmulatedRegion;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.access.PolicyDocument;
import io.gpupool.clouds.emulator.aws.model.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One scenario's world: an emulated AWS and a project in an emulated Google Cloud, gpupool, an
 * autoscaler, and a cluster without nodes and pods. It leaves the cluster as it was.
 */
final class World implements AutoCloseable {

  static final String EAST = "us-east-1";
  static final String WEST = "us-west-2";

  static final String TAG = "k8s.io/cluster-autoscaler/enabled";

  /** Everything takes seconds that takes minutes elsewhere. */
  static final Behaviour BEHAVIOUR =
      new Behaviour(
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Map.of(),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5));

  /** All that the server may do. */
  private static final Path POLICY = Path.of("..", "aws", "iam-policy.json");

  private static final String READING = "DescribeAutoScalingGroups";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final EmulatedAws aws;
  final EmulatedRegion east;
  final GoogleProject google = new GoogleProject();
  final NodeRegistrar registrar;
  final Gpupool gpupool;
  final Autoscaler autoscaler;
  private final ControlPlane cluster;
  private final KubernetesClient client;
  private final Path folder;
  private Optional<Instant> firstPod = Optional.empty();

  /**
   * @param folder where logs and configurations go
   * @param flags for the autoscaler, beside the usual ones
   */
  World(ControlPlane cluster, String release, Path folder, List<String> flags) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.folder = folder;
    aws = EmulatedAws.builder().behaviour(BEHAVIOUR).start();
    east = aws.region(EAST);
    var unused = aws.access().allowOnly(PolicyDocument.allowedActions(POLICY));
    for (Kind kind : Kind.ofAws()) {
      aws.addInstanceType(kind.instanceType());
    }
    registrar = new NodeRegistrar(this::hosts, client, Duration.ofSeconds(3));
    gpupool = new Gpupool(cluster.lifeline(), folder, configuration());
    autoscaler = new Autoscaler(release, cluster, folder, gpupool.cloudConfig(), flags);
  }

  private String configuration() {
    String entry =
        """
          - name: aws-%s
            aws:
              regions: [%s]
              discover: {tags: {%s: "true"}}
              endpoint: %s
              refresh: 5s
        """;
    return "clouds:\n"
        + entry.formatted(EAST, EAST, TAG, aws.endpoint())
        + entry.formatted(WEST, WEST, TAG, aws.endpoint())
        + google.configuration();
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
    aws.region(region)
        .addGroup(
            GroupDefinition.of(name, kind.machineType())
                .sizes(min, max)
                .desired(min)
                .tag(TAG, "true"));
  }

  /** A group of spot instances in us-east-1. */
  void spotGroup(String name, Kind kind, int min, int max) {
    east.addGroup(
        GroupDefinition.of(name, kind.machineType()).spot().sizes(min, max).tag(TAG, "true"));
  }

  /** Other limits for a group of us-east-1; returns when gpupool has read them. */
  void limits(String group, int min, int max) {
    east.resize(group, min, max, desired(group));
    long readings = aws.calls().count(READING);
    await("gpupool has read the new limits", () -> aws.calls().count(READING) >= readings + 3);
  }

  int desired(String group) {
    return groupNamed(group).desired();
  }

  /** A group's instances that are there to stay. */
  List<EmulatedInstance> live(String group) {
    return groupNamed(group).instances().stream()
        .filter(i -> i.state() == State.BOOTING || i.state() == State.RUNNING)
        .toList();
  }

  /** Every instance that a group has ever had. */
  long everLaunched(String group) {
    return aws.instances().stream().filter(i -> i.group().equals(group)).count();
  }

  /** The changes that the cloud was asked for. */
  List<Call> writes() {
    return aws.calls().calls().stream()
        .filter(
            call ->
                call.action().equals("SetDesiredCapacity")
                    || call.action().equals("TerminateInstanceInAutoScalingGroup"))
        .toList();
  }

  /** The instances whose termination was ordered by name, by their ids. */
  List<String> terminations() {
    return aws.calls().calls("TerminateInstanceInAutoScalingGroup").stream()
        .map(call -> call.parameters().getOrDefault("InstanceId", ""))
        .toList();
  }

  private List<Host> hosts() {
    return Stream.concat(aws.instances().stream().map(Host::of), google.hosts().stream()).toList();
  }

  private Optional<Instant> askedAfter(Instant pod) {
    return Stream.concat(
            aws.calls().calls("SetDesiredCapacity").stream(), google.changesSince(pod).stream())
        .map(Call::at)
        .filter(at -> at.isAfter(pod))
        .min(Comparator.naturalOrder());
  }

  private EmulatedGroup groupNamed(String name) {
    return aws.groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow();
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

  /** A pod that runs for so long, on machines of one kind. */
  Pod pod(String name, int gpus, Duration runsFor, Kind on) {
    return pod(
        name, gpus, Map.of("node.kubernetes.io/instance-type", on.machineType()), running(runsFor));
  }

  private static Map<String, String> running(Duration time) {
    return Map.of("e2e.gpupool.io/runs-for", time.toSeconds() + "s");
  }

  private Pod pod(
      String name, int gpus, Map<String, String> nodeSelector, Map<String, String> annotations) {
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
                .addToRequests("cpu", new Quantity(gpus + ""))
                .addToRequests("memory", new Quantity(gpus + "Gi"))
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
          "%s: not within %d s. Groups: %s %s; nodes: %s. Logs are in %s"
              .formatted(
                  what,
                  patience.toSeconds(),
                  aws.groups().stream()
                      .map(g -> g.name() + " " + live(g.name()).size() + "/" + g.desired())
                      .toList(),
                  google.told(),
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
            aws.groups().stream().allMatch(g -> g.desired() == g.min())
                && google.isEmpty()
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
    aws.close();
    google.close();
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
