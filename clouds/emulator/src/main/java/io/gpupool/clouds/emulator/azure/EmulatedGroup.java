package io.gpupool.clouds.emulator.azure;

import io.gpupool.clouds.emulator.azure.model.ProvisioningState;
import io.gpupool.clouds.emulator.azure.model.ScaleSet;
import java.util.List;
import java.util.Map;

/**
 * A scale set at one moment.
 *
 * @param id its path
 * @param subscription whose it is
 * @param resourceGroup where it is
 * @param name its name there
 * @param flexible whether its machines are resources of their own
 * @param capacity how many machines it is to have
 * @param state what Azure is doing with it
 * @param zones its zones, {@code eastus-1}, or its region alone
 * @param vmSize the size of its machines
 * @param tags its tags
 * @param instances its machines, oldest first
 */
public record EmulatedGroup(
    String id,
    String subscription,
    String resourceGroup,
    String name,
    boolean flexible,
    int capacity,
    ProvisioningState state,
    List<String> zones,
    String vmSize,
    Map<String, String> tags,
    List<EmulatedInstance> instances) {

  static EmulatedGroup of(ScaleSet set) {
    return new EmulatedGroup(
        set.path(),
        set.subscription(),
        set.name().resourceGroup(),
        set.name().name(),
        set.settings().isFlexible(),
        set.capacity(),
        set.state(),
        set.settings().places(),
        set.settings().vmSize(),
        set.settings().tags(),
        set.machines().stream().map(EmulatedInstance::of).toList());
  }
}
