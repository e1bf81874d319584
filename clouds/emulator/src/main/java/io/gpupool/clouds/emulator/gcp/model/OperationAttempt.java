package io.gpupool.clouds.emulator.gcp.model;

/**
 * Something that a client has been promised, for tests and demonstrations to let fail.
 *
 * @param type such as {@code compute.instanceGroupManagers.resize}
 * @param location the group's zone or region
 */
public record OperationAttempt(String project, String location, String group, String type) {}
