package io.gpupool.clouds.emulator.aws.model;

/** What AWS has to offer, to all accounts alike. */
record Stock(
    Geography geography,
    InstanceTypes types,
    Capacity capacity,
    SpotPrices prices,
    LaunchRefusals refusals) {}
