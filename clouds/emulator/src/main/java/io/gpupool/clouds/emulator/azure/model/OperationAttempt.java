package io.gpupool.clouds.emulator.azure.model;

/**
 * An operation that is about to begin.
 *
 * @param subscription whose
 * @param resourceGroup where its scale set is
 * @param group the scale set's name
 * @param type what was asked for, {@code VirtualMachineScaleSets_Update}
 */
public record OperationAttempt(
    String subscription, String resourceGroup, String group, String type) {}
