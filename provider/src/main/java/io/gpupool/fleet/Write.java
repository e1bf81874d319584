package io.gpupool.fleet;

/** A change of one group that its cloud is still to be told. */
sealed interface Write permits GrowWrite, TerminateWrite, ReleaseWrite {

  /** Tells the cloud and takes in its answer. Blocks as long as the cloud does. */
  void run();

  /** The server is going down before it could be run. */
  void abandon();
}
