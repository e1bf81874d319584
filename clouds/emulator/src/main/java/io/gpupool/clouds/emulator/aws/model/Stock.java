package io.gpupool.clouds.emulator.aws.model;

/** What AWS has to offer, to all accounts alike. */
record Stock(
    Geography geography,
    InstanceTypes types,
    MachineImages images,
    Capacity capacity,
    SpotPrices prices,
    LaunchRefusals refusals) {}
