package io.gpupool.clouds.emulator.azure.model;

/**
 * A machine that is about to be made.
 *
 * @param subscription whose
 * @param resourceGroup where its scale set is
 * @param group the scale set's name
 * @param vmSize its size
 * @param zone {@code eastus-1}, or the region alone if the scale set has no zones
 * @param spot whether it is a spot machine
 */
public record LaunchAttempt(
    String subscription,
    String resourceGroup,
    String group,
    String vmSize,
    String zone,
    boolean spot) {}
