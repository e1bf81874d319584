/**
 * Pods and node shapes, and which node group to enlarge so that all of it costs least in the end.
 * Functions of their inputs: no clock, no I/O.
 */
@NullMarked
package io.gpupool.packing;

import org.jspecify.annotations.NullMarked;
