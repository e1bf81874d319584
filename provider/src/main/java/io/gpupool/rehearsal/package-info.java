/**
 * A model of the autoscaler's own loop, driven through the same gRPC services on simulated time:
 * what the demo shows is what would happen.
 */
@NullMarked
package io.gpupool.rehearsal;

import org.jspecify.annotations.NullMarked;
