package io.gpupool.clouds.emulator.azure.model;

import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.Objections;

/**
 * What all subscriptions share.
 *
 * @param types the sizes that there are
 * @param capacity how many more of each can be had
 * @param launches the machines that aren't to be had
 * @param boots the machines that run and are to be good for nothing
 * @param operations the operations that are to fail
 */
record Stock(
    MachineTypes types,
    Capacity capacity,
    Objections<LaunchAttempt, ProvisioningError> launches,
    Objections<LaunchAttempt, ProvisioningError> boots,
    Objections<OperationAttempt, ProvisioningError> operations) {}
