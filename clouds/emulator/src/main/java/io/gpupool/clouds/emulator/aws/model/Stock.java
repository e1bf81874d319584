package io.gpupool.clouds.emulator.aws.model;

import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.Objections;

/** What AWS has to offer, to all accounts alike. */
record Stock(
    Geography geography,
    InstanceTypes types,
    MachineImages images,
    Capacity capacity,
    SpotPrices prices,
    Objections<LaunchAttempt, LaunchRefusal> refusals) {}
