package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.Objections;

/** What Google Cloud has to offer, to all projects alike, and what it is told to refuse. */
record Stock(
    Geography geography,
    MachineTypes types,
    Capacity capacity,
    Objections<LaunchAttempt, CreationError> launches,
    Objections<OperationAttempt, CreationError> operations) {}
