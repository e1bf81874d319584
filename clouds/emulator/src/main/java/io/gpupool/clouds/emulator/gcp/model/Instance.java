package io.gpupool.clouds.emulator.gcp.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A virtual machine. One that is made again under its old name is another. */
public final class Instance {

  private final String id;
  private final Group group;
  private final InstanceTemplate template;
  private final MachineType type;
  private final String name;
  private final String zone;
  private final String privateAddress;
  private final Instant launched;

  private Status status = Status.PROVISIONING;
  private @Nullable Instant running;
  private @Nullable Instant terminated;

  Instance(
      String id,
      Group group,
      InstanceTemplate template,
      MachineType type,
      String name,
      String zone,
      String privateAddress,
      Instant launched) {
    this.id = id;
    this.group = group;
    this.template = template;
    this.type = type;
    this.name = name;
    this.zone = zone;
    this.privateAddress = privateAddress;
    this.launched = launched;
  }

  /** What a machine does, in the API's words. */
  public enum Status {
    PROVISIONING,
    STAGING,
    RUNNING,
    STOPPING,
    SUSPENDING,
    SUSPENDED,
    TERMINATED;

    boolean isEnding() {
      return this == STOPPING || this == TERMINATED;
    }
  }

  /** Its number. */
  public String id() {
    return id;
  }

  /** The group that created it. */
  public Group group() {
    return group;
  }

  /** What it was made from. */
  public InstanceTemplate template() {
    return template;
  }

  /** Its machine type. */
  public MachineType type() {
    return type;
  }

  /** Its name, unique in its zone while it lives. */
  public String name() {
    return name;
  }

  /** Where it is. */
  public String zone() {
    return zone;
  }

  /** Its address in its network. */
  public String privateAddress() {
    return privateAddress;
  }

  /** How it is bought. */
  public Provisioning provisioning() {
    return template.properties().provisioning();
  }

  /** When it was created, and began to cost. */
  public Instant launched() {
    return launched;
  }

  /** What it does. */
  public Status status() {
    return status;
  }

  /** When it first ran, if it ever did. */
  public Optional<Instant> running() {
    return Optional.ofNullable(running);
  }

  /** When it was gone, if it is. */
  public Optional<Instant> terminated() {
    return Optional.ofNullable(terminated);
  }

  /** Such as {@code projects/p/zones/us-central1-a/instances/i}. */
  public String path() {
    return "projects/" + group.project() + "/zones/" + zone + "/instances/" + name;
  }

  /** What Kubernetes calls it. */
  public String providerId() {
    return "gce://" + group.project() + "/" + zone + "/" + name;
  }

  /** What it counts toward its project's quotas. */
  Map<String, Integer> quotaNeeds() {
    return quotaNeeds(type, template.properties());
  }

  /** What a machine counts toward its project's quotas. */
  static Map<String, Integer> quotaNeeds(MachineType type, InstanceProperties properties) {
    String prefix = properties.provisioning().isSpot() ? "PREEMPTIBLE_" : "";
    Map<String, Integer> needs = new TreeMap<>();
    needs.put(prefix + "CPUS", type.vcpus());
    List<Accelerators> accelerators = new ArrayList<>(properties.accelerators());
    type.accelerators().ifPresent(accelerators::add);
    for (Accelerators each : accelerators) {
      needs.merge(prefix + each.quotaMetric(), each.count(), Integer::sum);
    }
    return needs;
  }

  void staging() {
    status = Status.STAGING;
  }

  void running(Instant at) {
    status = Status.RUNNING;
    if (running == null) {
      running = at;
    }
  }

  void stopping() {
    status = Status.STOPPING;
  }

  void suspending() {
    status = Status.SUSPENDING;
  }

  void suspended() {
    status = Status.SUSPENDED;
  }

  void terminated(Instant at) {
    status = Status.TERMINATED;
    terminated = at;
  }
}
