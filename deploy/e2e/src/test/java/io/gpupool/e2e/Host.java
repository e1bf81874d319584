package io.gpupool.e2e;

/**
 * A machine in an emulated cloud, as far as a kubelet on it matters.
 *
 * @param name what its node will be called
 * @param providerId what its cloud's controller calls it
 * @param group the group that it was launched for
 * @param region where
 * @param zone where
 * @param up whether it has booted and isn't on its way out
 */
record Host(
    String name,
    String providerId,
    String group,
    Kind kind,
    String region,
    String zone,
    boolean up) {}
