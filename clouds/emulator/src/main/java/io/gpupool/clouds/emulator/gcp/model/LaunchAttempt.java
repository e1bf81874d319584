package io.gpupool.clouds.emulator.gcp.model;

/** An instance that a group is about to create, for tests and demonstrations to object to. */
public record LaunchAttempt(
    String project,
    String group,
    String instance,
    String machineType,
    String zone,
    Provisioning provisioning) {}
