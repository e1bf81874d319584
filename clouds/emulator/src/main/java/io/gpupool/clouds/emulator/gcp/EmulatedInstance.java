package io.gpupool.clouds.emulator.gcp;

import io.gpupool.clouds.emulator.gcp.model.Instance;
import io.gpupool.clouds.emulator.gcp.model.Provisioning;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An instance at one moment, also long after its end.
 *
 * @param id Compute Engine's number for it
 * @param name its name, which the instance that replaces it has too
 * @param providerId what Kubernetes calls it, {@code gce://project/zone/name}
 * @param project whose it is
 * @param location the zone or region of the group that created it
 * @param group the name of that group
 * @param machineType its machine type
 * @param zone where exactly
 * @param provisioning how it is bought
 * @param state what it is doing
 * @param labels its labels
 * @param launched when it was created, and began to cost
 * @param running when it ran, if it ever did
 * @param terminated when it was gone, and ceased to cost, if it is
 */
public record EmulatedInstance(
    String id,
    String name,
    String providerId,
    String project,
    String location,
    String group,
    String machineType,
    String zone,
    Provisioning provisioning,
    State state,
    Map<String, String> labels,
    Instant launched,
    Optional<Instant> running,
    Optional<Instant> terminated) {

  /** What an instance is doing. */
  public enum State {
    /** On its way up. */
    BOOTING,
    /** Up, whatever its group thinks. */
    RUNNING,
    /** Put to sleep, or on its way there. */
    SUSPENDED,
    /** On its way out. */
    ENDING,
    /** Gone. */
    GONE
  }

  static EmulatedInstance of(Instance instance) {
    return new EmulatedInstance(
        instance.id(),
        instance.name(),
        instance.providerId(),
        instance.group().project(),
        instance.group().location().name(),
        instance.group().name(),
        instance.type().name(),
        instance.zone(),
        instance.provisioning(),
        state(instance.status()),
        instance.template().properties().labels(),
        instance.launched(),
        instance.running(),
        instance.terminated());
  }

  private static State state(Instance.Status status) {
    return switch (status) {
      case PROVISIONING, STAGING -> State.BOOTING;
      case RUNNING -> State.RUNNING;
      case SUSPENDING, SUSPENDED -> State.SUSPENDED;
      case STOPPING -> State.ENDING;
      case TERMINATED -> State.GONE;
    };
  }
}
