package io.gpupool.e2e;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What kubelets, device plugins and a cloud controller do together: an instance that is up becomes
 * a node with its provider id and labels and without its GPUs, which come a while later; the node
 * of an instance that is going goes.
 */
final class NodeRegistrar implements AutoCloseable {

  private static final long LOOK_EVERY_MILLIS = 200;

  private final Supplier<List<Host>> hosts;
  private final KubernetesClient client;
  private final Set<String> neverJoining = ConcurrentHashMap.newKeySet();
  private final Set<String> registered = new HashSet<>();
  private final Map<String, Instant> waitingForGpu = new HashMap<>();
  private volatile Duration gpuDelay;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  /**
   * @param hosts all machines that ever were
   * @param gpuDelay from a node's registration to its GPUs
   */
  NodeRegistrar(Supplier<List<Host>> hosts, KubernetesClient client, Duration gpuDelay) {
    this.hosts = hosts;
    this.client = client;
    this.gpuDelay = gpuDelay;
    var unused =
        thread.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From now on nodes get their GPUs so much later than they register. */
  void gpusComeAfter(Duration delay) {
    gpuDelay = delay;
  }

  /** Instances of this group will boot and never become nodes. */
  void neverJoins(String group) {
    neverJoining.add(group);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the node registrar doesn't end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Map<String, Host> up = new LinkedHashMap<>();
    // a machine that is made again has the name of the one before
    hosts.get().stream().filter(Host::up).forEach(host -> up.put(host.name(), host));
    Set<String> gone = new HashSet<>(registered);
    gone.removeAll(up.keySet());
    up.values().forEach(host -> attempt(() -> look(host)));
    gone.forEach(name -> attempt(() -> leave(name)));
  }

  private static void attempt(Runnable change) {
    try {
      change.run();
    } catch (KubernetesClientException again) {
      // a conflict with another writer, or the API server is going; the next look decides
    }
  }

  private void look(Host host) {
    String name = host.name();
    if (!registered.contains(name) && !neverJoining.contains(host.group())) {
      Duration delay = gpuDelay;
      client.nodes().resource(delay.isZero() ? withGpus(node(host), host) : node(host)).create();
      registered.add(name);
      if (!delay.isZero()) {
        waitingForGpu.put(name, Instant.now().plus(delay));
      }
    }
    Instant due = waitingForGpu.get(name);
    if (due != null && !due.isAfter(Instant.now())) {
      addGpus(host);
      waitingForGpu.remove(name);
    }
  }

  private void leave(String name) {
    client.nodes().withName(name).delete();
    registered.remove(name);
    waitingForGpu.remove(name);
  }

  private void addGpus(Host host) {
    client.nodes().withName(host.name()).editStatus(node -> withGpus(node, host));
  }

  private static Node withGpus(Node node, Host host) {
    Quantity gpus = new Quantity(Integer.toString(host.kind().gpus()));
    return new NodeBuilder(node)
        .editStatus()
        .addToCapacity("nvidia.com/gpu", gpus)
        .addToAllocatable("nvidia.com/gpu", gpus)
        .endStatus()
        .build();
  }

  private static Node node(Host host) {
    Kind kind = host.kind();
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("kubernetes.io/arch", "amd64");
    labels.put("kubernetes.io/os", "linux");
    labels.put("kubernetes.io/hostname", host.name());
    labels.put("node.kubernetes.io/instance-type", kind.machineType());
    labels.put("topology.kubernetes.io/region", host.region());
    labels.put("topology.kubernetes.io/zone", host.zone());
    labels.put("gpupool.io/accelerator", kind.label());
    return new NodeBuilder()
        .withNewMetadata()
        .withName(host.name())
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withProviderID(host.providerId())
        .endSpec()
        .withNewStatus()
        .withCapacity(resources(kind.vcpu() + "", kind.capacityMemory()))
        .withAllocatable(resources(kind.vcpu() * 1000 - 200 + "m", kind.allocatableMemory()))
        .endStatus()
        .build();
  }

  private static Map<String, Quantity> resources(String cpu, String memory) {
    Map<String, Quantity> resources = new LinkedHashMap<>();
    resources.put("cpu", new Quantity(cpu));
    resources.put("memory", new Quantity(memory));
    resources.put("pods", new Quantity("110"));
    return resources;
  }
}
