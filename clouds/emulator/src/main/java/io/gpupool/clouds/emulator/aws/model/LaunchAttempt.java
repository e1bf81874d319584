package io.gpupool.clouds.emulator.aws.model;

/** A machine that a group is about to launch, for tests and demonstrations to object to. */
public record LaunchAttempt(
    String account, String region, String group, String instanceType, String zone, Market market) {}
