package io.gpupool.clouds.emulator.azure;

import io.gpupool.clouds.emulator.azure.model.Machine;
import io.gpupool.clouds.emulator.azure.model.PowerState;
import io.gpupool.clouds.emulator.azure.model.ProvisioningState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A virtual machine at one moment, also long after its end.
 *
 * @param id its path
 * @param name its name
 * @param instanceId how its scale set knows it: a number, or its name
 * @param computerName what its own system calls it
 * @param providerId what Kubernetes calls it, {@code azure:///subscriptions/…}
 * @param subscription whose it is
 * @param resourceGroup where it is
 * @param group the name of the scale set that made it, empty if none did
 * @param vmSize its size
 * @param zone where exactly, {@code eastus-1}, or the region alone
 * @param spot whether it is a spot machine
 * @param state what it is doing
 * @param provisioning what Azure is doing with it
 * @param tags its tags
 * @param launched when it was asked for, and began to cost
 * @param running when it ran, if it ever did
 * @param terminated when it was gone, and ceased to cost, if it is
 */
public record EmulatedInstance(
    String id,
    String name,
    String instanceId,
    String computerName,
    String providerId,
    String subscription,
    String resourceGroup,
    String group,
    String vmSize,
    String zone,
    boolean spot,
    State state,
    ProvisioningState provisioning,
    Map<String, String> tags,
    Instant launched,
    Optional<Instant> running,
    Optional<Instant> terminated) {

  /** What a machine is doing. */
  public enum State {
    /** On its way up, or never to come. */
    BOOTING,
    /** Up, whatever Azure thinks of it. */
    RUNNING,
    /** Switched off, or on its way there. */
    DEALLOCATED,
    /** On its way out. */
    ENDING,
    /** Gone. */
    GONE
  }

  static EmulatedInstance of(Machine machine) {
    return new EmulatedInstance(
        machine.path(),
        machine.name().name(),
        machine.instanceId(),
        machine.computerName(),
        providerId(machine),
        machine.subscription(),
        machine.name().resourceGroup(),
        machine.owner().map(set -> set.name().name()).orElse(""),
        machine.type().name(),
        machine.place(),
        machine.spot(),
        state(machine),
        machine.state(),
        machine.settings().tags(),
        machine.created(),
        machine.running(),
        machine.gone());
  }

  /** As Azure's node controller writes it, with the resource group in small letters. */
  private static String providerId(Machine machine) {
    String group = machine.name().resourceGroup();
    return "azure://"
        + machine
            .path()
            .replace(
                "/resourceGroups/" + group + "/",
                "/resourceGroups/" + group.toLowerCase(Locale.ROOT) + "/");
  }

  private static State state(Machine machine) {
    if (machine.gone().isPresent()) {
      return State.GONE;
    }
    if (machine.state() == ProvisioningState.DELETING) {
      return State.ENDING;
    }
    return machine
        .power()
        .map(power -> power == PowerState.RUNNING ? State.RUNNING : State.DEALLOCATED)
        .orElse(State.BOOTING);
  }
}
