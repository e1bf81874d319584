/**
 * What one loop of the autoscaler costs: a still fleet of any size, the calls of a loop, and a
 * server that gives the same answers from constants to measure against.
 */
@NullMarked
package io.gpupool.bench;

import org.jspecify.annotations.NullMarked;
