package io.gpupool.clouds.api;

/** Where an instance is in its life, in the three words that the autoscaler knows. */
public enum InstanceState {
  /** Asked for and not yet up. */
  CREATING,
  /** Up, whether or not it has joined the cluster. */
  RUNNING,
  /** On its way out, whoever sent it; no longer part of the group's size. */
  DELETING
}
