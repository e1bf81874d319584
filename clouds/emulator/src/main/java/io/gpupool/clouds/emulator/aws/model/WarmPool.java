package io.gpupool.clouds.emulator.aws.model;

/**
 * A group's pool of instances that wait. The emulator knows that it is there; it keeps no instances
 * in it.
 *
 * @param minSize the least instances in it
 * @param state what they do meanwhile: {@code Stopped}, {@code Running} or {@code Hibernated}
 */
public record WarmPool(int minSize, String state) {}
