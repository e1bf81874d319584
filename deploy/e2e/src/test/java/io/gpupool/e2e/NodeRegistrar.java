package io.gpupool.e2e;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedInstance;
import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What kubelets, device plugins and a cloud controller do together: an instance that is up becomes
 * a node with its provider id and labels and without its GPUs, which come a while later; the node
 * of an instance that is going goes.
 */
final class NodeRegistrar implements AutoCloseable {

  private static final long LOOK_EVERY_MILLIS = 200;

  private final EmulatedAws aws;
  private final KubernetesClient client;
  private final Set<String> neverJoining = ConcurrentHashMap.newKeySet();
  private final Set<String> registered = new HashSet<>();
  private final Map<String, Instant> waitingForGpu = new HashMap<>();
  private volatile Duration gpuDelay;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  /**
   * @param gpuDelay from a node's registration to its GPUs
   */
  NodeRegistrar(EmulatedAws aws, KubernetesClient client, Duration gpuDelay) {
    this.aws = aws;
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
    for (EmulatedInstance instance : aws.instances()) {
      try {
        look(instance);
      } catch (KubernetesClientException again) {
        // a conflict with another writer, or the API server is going; the next look decides
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
    }
  }

  private void look(EmulatedInstance instance) {
    String name = instance.id();
    boolean here = instance.state() == State.RUNNING && instance.inService().isPresent();
    if (here && !registered.contains(name) && !neverJoining.contains(instance.group())) {
      Duration delay = gpuDelay;
      client
          .nodes()
          .resource(delay.isZero() ? withGpus(node(instance), instance) : node(instance))
          .create();
      registered.add(name);
      if (!delay.isZero()) {
        waitingForGpu.put(name, Instant.now().plus(delay));
      }
    } else if (!here && registered.contains(name)) {
      client.nodes().withName(name).delete();
      registered.remove(name);
      waitingForGpu.remove(name);
    }
    Instant due = waitingForGpu.get(name);
    if (due != null && !due.isAfter(Instant.now())) {
      addGpus(instance);
      waitingForGpu.remove(name);
    }
  }

  private void addGpus(EmulatedInstance instance) {
    client.nodes().withName(instance.id()).editStatus(node -> withGpus(node, instance));
  }

  private static Node withGpus(Node node, EmulatedInstance instance) {
    Quantity gpus = new Quantity(Integer.toString(Kind.of(instance.instanceType()).gpus()));
    return new NodeBuilder(node)
        .editStatus()
        .addToCapacity("nvidia.com/gpu", gpus)
        .addToAllocatable("nvidia.com/gpu", gpus)
        .endStatus()
        .build();
  }

  private static Node node(EmulatedInstance instance) {
    Kind kind = Kind.of(instance.instanceType());
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("kubernetes.io/arch", "amd64");
    labels.put("kubernetes.io/os", "linux");
    labels.put("kubernetes.io/hostname", instance.id());
    labels.put("node.kubernetes.io/instance-type", instance.instanceType());
    labels.put("topology.kubernetes.io/region", instance.region());
    labels.put("topology.kubernetes.io/zone", instance.zone());
    labels.put("gpupool.io/accelerator", kind.label());
    return new NodeBuilder()
        .withNewMetadata()
        .withName(instance.id())
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withProviderID(instance.providerId())
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
