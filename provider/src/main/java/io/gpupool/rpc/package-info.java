/**
 * The wire: what the autoscaler asks, in the fleet's words, and the fleet's answers in the
 * autoscaler's. Nothing is decided here.
 */
@NullMarked
package io.gpupool.rpc;

import org.jspecify.annotations.NullMarked;
